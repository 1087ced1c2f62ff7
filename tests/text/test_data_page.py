"""How many answers of the front page rest on a government's own text, in a sentence."""

from datetime import date

import pytest

from caveat.text.data_page import best_sources_sentence


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], "No answer on the front page of 1 May 2024 has a source."),
        (["news"], "The one answer on the front page of 1 May 2024 rests on a report."),
        (["official"], "rests on a government’s or parliament’s own text."),
        (["official"] * 2, "The 2 answers on the front page of 1 May 2024 rest on a government’s"),
        (["news", "wire"], "None of the 2 answers on the front page of 1 May 2024 rests on"),
        (["official", "wire"], "1 of the 2 answers on the front page of 1 May 2024 rests on"),
        (["official", "wire"], "own text; the other rests on a report."),
        (["official", "official", "wire", "news"], "2 of the 4 answers on the front page of 1 May 2024 rest on"),
        (["official", "official", "wire", "news"], "own text; the others rest on reports."),
    ],
)
def test_how_many_answers_rest_on_an_original(kinds: list[str], said: str) -> None:
    assert said in best_sources_sentence(date(2024, 5, 1), kinds)
