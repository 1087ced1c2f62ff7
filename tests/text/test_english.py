"""Texts cut to whole sentences."""

import pytest

from caveat.text.english import whole_sentences


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("One. Two. Three.", 40, "One. Two. Three."),
        ("One. Two. Three.", 10, "One. Two."),
        ("It was 2.5 km. Then it was 3.5 km.", 30, "It was 2.5 km."),
        ("One of these, another of these, a third of these.", 30, "One of these …"),
        ("“Yes.” He said so. And no more.", 20, "“Yes.” He said so."),
    ],
)
def test_whole_sentences(text: str, most: int, kept: str) -> None:
    assert whole_sentences(text, most) == kept and len(kept) <= most
