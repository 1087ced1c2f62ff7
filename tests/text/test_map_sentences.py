"""What the permissions covered, in sentences: for each kind of day, how sure it is, and never more than the log says."""

import re
from datetime import date
from itertools import product

import pytest
import shapely

from caveat.charts.map_model import Rule
from caveat.content import map as map_page
from caveat.content import static_map
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history, rule_log
from caveat.domain.query import View
from caveat.domain.reach import ReachPart
from caveat.text import map_sentences as words
from tests.support.founding_map import LAND as GEOGRAPHY

DAY = date(2024, 11, 18)
LAND = "Russian land within the highest published range, 300 km from Ukraine’s border"
STATUSES = (*restrictions.STATUSES, restrictions.NO_RECORD)


def parts(*some: tuple[str, str, str, float]) -> tuple[ReachPart, ...]:
    return tuple(
        ReachPart(GEOGRAPHY.territories[territory], status, certainty, shapely.Polygon(), area)
        for territory, status, certainty, area in some
    )


def days(
    kursk: str, border: str, rest: str, sure: tuple[str, str, str] = ("reported", "official", "official")
) -> tuple[ReachPart, ...]:
    return parts(
        ("ru_kursk", kursk, sure[0], 30_000),
        ("ru_border", border, sure[1], 210_000),
        ("ru_any", rest, sure[2], 260_000),
    )


ONE = ("reported", "reported", "reported")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            days("permitted", "prohibited", "prohibited"),
            f"On 18 November 2024, as reported, the permissions for ATACMS covered the Kursk area only: 30,000 km², 6 % of the {LAND}.",
        ),
        (
            days("permitted", "unclear", "unclear", ("official", "inferred", "inferred")),
            f"On 18 November 2024, officially, the permissions for ATACMS covered the Kursk area: 30,000 km², 6 % of the {LAND}. "
            "What was allowed in the Russian border area and the rest of Russia was unclear: 470,000 km², 94 % of that land. That it was unclear is inferred.",
        ),
        (
            days("permitted", "permitted", "permitted", ONE),
            f"On 18 November 2024, as reported, the permissions for ATACMS covered all {LAND}: 500,000 km².",
        ),
        (
            days("permitted", "permitted", "permitted"),
            f"On 18 November 2024 the permissions for ATACMS covered all {LAND}: 500,000 km². This is reported for the Kursk area, and official for the Russian border area and the rest of Russia.",
        ),
        (
            days("prohibited", "prohibited", "prohibited", ONE),
            f"On 18 November 2024, as reported, the permissions for ATACMS covered none of the {LAND}: 500,000 km².",
        ),
        (
            days("unclear", "unclear", "unclear", ("official", "official", "official")),
            f"On 18 November 2024 it was unclear what was allowed with ATACMS on {LAND}: 500,000 km². Official statements left it open.",
        ),
        (
            days("prohibited", "unclear", "prohibited", ONE),
            f"On 18 November 2024, as reported, ATACMS was not allowed in the Kursk area and the rest of Russia: 290,000 km², 58 % of the {LAND}. "
            "What was allowed in the Russian border area was unclear: 210,000 km², 42 % of that land. Reports left it open.",
        ),
        (
            days("unclear", "no_record", "no_record"),
            f"On 18 November 2024 it was unclear what was allowed with ATACMS in the Kursk area: 30,000 km², 6 % of the {LAND}. Reports left it open. "
            "There is no record of a rule for the Russian border area and the rest of Russia. No record is not a prohibition.",
        ),
        (
            days("not_supplied", "not_supplied", "not_supplied", ("official", "official", "official")),
            f"On 18 November 2024, officially, ATACMS was not supplied. The {LAND}, 500,000 km², was covered by no permission.",
        ),
        (
            days("no_record", "no_record", "no_record", ("", "", "")),
            f"There is no record of a rule on ATACMS for Russia by 18 November 2024. No record is not a prohibition. The {LAND}, is 500,000 km².",
        ),
        (
            days("case_by_case", "restricted", "case_by_case", ONE),
            f"On 18 November 2024, as reported, the permissions for ATACMS covered all {LAND}, but with conditions or case by case only: 500,000 km².",
        ),
        (
            days("prohibited", "restricted", "prohibited"),
            f"On 18 November 2024, officially, the permissions for ATACMS covered the Russian border area only, with conditions or case by case: 210,000 km², 42 % of the {LAND}.",
        ),
        (
            days("permitted", "restricted", "prohibited"),
            f"On 18 November 2024, as reported, the permissions for ATACMS covered the Kursk area: 30,000 km², 6 % of the {LAND}. "
            "With conditions or case by case they covered the Russian border area, officially: 210,000 km², 42 % of that land.",
        ),
    ],
)
def test_what_was_covered(found: tuple[ReachPart, ...], sentence: str) -> None:
    assert words.covered_sentence(GEOGRAPHY.settings, "ATACMS", 300, DAY, found) == sentence


def keeps_to_the_log(text: str, found: tuple[ReachPart, ...]) -> None:
    """Unclear is called unclear, silence is called no record, and each claim says how sure it is."""
    by = {status: [part for part in found if part.status == status] for status in STATUSES}
    assert ("unclear" in text) == bool(by["unclear"]), text
    assert ("no record" in text) == bool(by["no_record"]), text
    if by["unclear"] or by["no_record"]:
        assert not re.search(r"covered (all|none)\b", text), text
        # "case by case only" is said of how, and never of where, here.
        assert not re.search(r"\bonly\b", text), text
    for claim in re.findall(
        r"[^.]*(?:covered (?!by no permission)|was not allowed|was not supplied)[^.]*\.(?: This is [^.]*\.)?", text
    ):
        assert re.search(r"officially|as reported|by inference|This is", claim), claim
    said = {"officially", "as reported", "by inference"} & set(re.findall(r"officially|as reported|by inference", text))
    told = {
        {"officially": "official", "as reported": "reported", "by inference": "inferred"}[sentence] for sentence in said
    }
    assert told <= {part.certainty for part in found}, text


CERTAINTIES = ("official", "reported", "inferred")


def test_no_day_that_the_log_could_have_is_said_wrong() -> None:
    """Every status of every area, with certainties that are the same and that differ."""
    for statuses in product(STATUSES, repeat=3):
        for sure in (("official",) * 3, ("inferred",) * 3, CERTAINTIES, ("reported", "official", "reported")):
            found = days(
                *statuses,
                tuple("" if status == "no_record" else one for status, one in zip(statuses, sure, strict=True)),
            )  # type: ignore[arg-type]
            text = words.covered_sentence(GEOGRAPHY.settings, "ATACMS", 300, DAY, found)
            keeps_to_the_log(text, found)
            assert text.endswith(".") and "  " not in text


@pytest.mark.parametrize("known", ["then", "now"])
def test_every_day_on_which_something_changed(dataset: Dataset, known: str) -> None:
    """The map's sentence and the caption of the still map, for the pairs that the page shows unasked."""
    seen = set()
    for day in rule_history.change_days(rule_log.rule_log(dataset), known):
        view = View(day, known)
        for pair in map_page.map_pairs(dataset, view):
            one = map_page.build_map(dataset, view, *pair)
            if (pair, rules := tuple((part.status, part.certainty) for part in one.parts)) in seen:
                continue
            seen.add((pair, rules))
            keeps_to_the_log(one.sentence, one.parts)
            assert words.covered_sentence(GEOGRAPHY.settings, one.system, one.highest_km, day, one.parts) in one.alt
            picture = static_map.build_static_map(dataset, day, known, *pair)
            for line in picture.caption:
                if re.search(r"Solid:|Dotted fill:", line):
                    assert re.search(r"officially|as reported|by inference", line), line
                if line.startswith("Hatched:"):
                    assert "not allowed or unclear" in line
    assert len(seen) > 20


def test_alt_says_what_the_map_shows() -> None:
    found = days("permitted", "prohibited", "prohibited")
    text = words.map_alt(
        GEOGRAPHY,
        "ATACMS",
        (165, 300),
        DAY,
        found,
        {"ua_occupied": Rule("permitted", "official")},
    )
    assert text.startswith("Map. ATACMS is drawn with its highest published range of 300 km; the lowest is 165 km.")
    assert (
        "occupied Ukraine allowed (official); the Kursk area allowed (reported); the Russian border area not allowed (official)"
        in text
    )
    assert text.endswith(".")
