"""What the permissions covered, in sentences: for each kind of day, how sure it is, and never more than the log says."""

import re
from datetime import date
from itertools import product

import pytest
import shapely

from caveat.content import map as map_page
from caveat.content import static_map
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history, rule_log
from caveat.domain.query import View
from caveat.domain.reach import ReachPart
from caveat.text import map_sentences as words
from tests.support.drawn_maps import range_band
from tests.support.founding_map import LAND as GEOGRAPHY

DAY = date(2024, 11, 18)
WITHIN = "within 300 km (186 miles) of Ukraine’s border"
LAND = f"Russian land {WITHIN}"
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


def facts(found: tuple[ReachPart, ...], deciders: tuple[str, ...] = ("Washington",)) -> words.MapFacts:
    return words.MapFacts(GEOGRAPHY, "ATACMS", "the United States", deciders, DAY, range_band(165, 300), found)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            days("permitted", "prohibited", "prohibited"),
            f"On 18 November 2024 ATACMS could be used inside Russia in the Kursk area only (reported): 6% of the {LAND}.",
        ),
        (
            days("permitted", "unclear", "unclear", ("official", "inferred", "inferred")),
            f"On 18 November 2024 ATACMS could be used in the Kursk area (official): 6% of the {LAND}. "
            "For the Russian border area and the rest of Russia it was unclear. That it was unclear is inferred.",
        ),
        (
            days("permitted", "unclear", "prohibited", ONE),
            f"On 18 November 2024 ATACMS could be used in the Kursk area (reported): 6% of the {LAND}. "
            "It was not allowed in the rest of Russia (reported). For the Russian border area it was unclear. Reports left it open.",
        ),
        (
            days("permitted", "permitted", "permitted", ONE),
            f"On 18 November 2024 ATACMS could be used anywhere in Russia {WITHIN} (reported).",
        ),
        (
            days("permitted", "permitted", "permitted"),
            f"On 18 November 2024 ATACMS could be used anywhere in Russia {WITHIN} (reported for the Kursk area and official for the Russian border area and the rest of Russia).",
        ),
        (
            days("prohibited", "prohibited", "prohibited", ONE),
            f"On 18 November 2024 ATACMS was not allowed on any {LAND} (reported).",
        ),
        (
            days("unclear", "unclear", "unclear", ("official", "official", "official")),
            f"On 18 November 2024 it was unclear whether ATACMS could be used in Russia {WITHIN}. Official statements left it open.",
        ),
        (
            days("prohibited", "unclear", "prohibited", ONE),
            f"On 18 November 2024 ATACMS was not allowed in the Kursk area and the rest of Russia (reported): 58% of the {LAND}. "
            "For the Russian border area it was unclear. Reports left it open.",
        ),
        (
            days("unclear", "no_record", "no_record"),
            f"On 18 November 2024 it was unclear whether ATACMS could be used in the Kursk area: 6% of the {LAND}. Reports left it open. "
            "There is no record of a rule for the Russian border area and the rest of Russia. No record does not mean “not allowed”.",
        ),
        (
            days("not_supplied", "not_supplied", "not_supplied", ("official", "official", "official")),
            f"On 18 November 2024 ATACMS could not be used: the United States had sent none (official). The map shows what lies {WITHIN}.",
        ),
        (
            days("no_record", "no_record", "no_record", ("", "", "")),
            f"There is no record of a rule on ATACMS for Russia by 18 November 2024. No record does not mean “not allowed”. The map shows what lies {WITHIN}.",
        ),
        (
            days("case_by_case", "case_by_case", "case_by_case", ONE),
            f"On 18 November 2024 each use of ATACMS in Russia {WITHIN} needed Washington’s approval (reported).",
        ),
        (
            days("case_by_case", "restricted", "case_by_case", ONE),
            f"On 18 November 2024 ATACMS could be used anywhere in Russia {WITHIN}, but only on Washington’s conditions in the Russian border area, "
            "and with Washington’s approval for each use in the Kursk area and the rest of Russia (reported).",
        ),
        (
            days("prohibited", "restricted", "prohibited"),
            f"On 18 November 2024 ATACMS could be used inside Russia in the Russian border area only, on Washington’s conditions (official): 42% of the {LAND}.",
        ),
        (
            days("permitted", "restricted", "prohibited"),
            f"On 18 November 2024 ATACMS could be used in the Kursk area (reported): 6% of the {LAND}. "
            "In the Russian border area it could be used on Washington’s conditions (official): 42% of that land.",
        ),
    ],
)
def test_what_was_covered(found: tuple[ReachPart, ...], sentence: str) -> None:
    assert words.covered_sentence(facts(found)).replace("\u00a0", " ") == sentence


def keeps_to_the_log(text: str, found: tuple[ReachPart, ...]) -> None:
    """Unclear is called unclear, silence is called no record, and each claim says how sure it is."""
    by = {status: [part for part in found if part.status == status] for status in STATUSES}
    assert ("unclear" in text) == bool(by["unclear"]), text
    assert ("no record" in text) == bool(by["no_record"]), text
    if by["unclear"] or by["no_record"]:
        assert not re.search(r"\b(anywhere|any Russian land)\b", text) or by["unclear"] == list(found), text
        assert not re.search(r"\barea only\b|\bRussia only\b", text), text
    for claim in re.findall(r"[^.]*(?:could be used|could not be used|was not allowed)[^.]*\.", text):
        assert re.search(r"\((official|reported|inferred)|unclear", claim), claim
    said = set(re.findall(r"official|reported|inferred", text.lower().replace("reports left", "reported left")))
    assert said <= {part.certainty for part in found}, text


CERTAINTIES = ("official", "reported", "inferred")


def test_no_day_that_the_log_could_have_is_said_wrong() -> None:
    """Every status of every area, with certainties that are the same and that differ."""
    for statuses in product(STATUSES, repeat=3):
        for sure in (("official",) * 3, ("inferred",) * 3, CERTAINTIES, ("reported", "official", "reported")):
            found = days(
                *statuses,
                tuple("" if status == "no_record" else one for status, one in zip(statuses, sure, strict=True)),
            )  # type: ignore[arg-type]
            text = words.covered_sentence(facts(found))
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
            if (pair, rules := tuple((part.status, part.certainty) for part in one.drawn.parts)) in seen:
                continue
            seen.add((pair, rules))
            said = words.covered_sentence(one.drawn)
            keeps_to_the_log(said, one.drawn.parts)
            assert said in one.sentence and said in one.alt
            assert said in static_map.build_static_map(dataset, day, known, *pair).alt.replace(
                one.drawn.system, one.system
            )
    assert len(seen) > 20


def test_the_newest_rules_are_told_in_the_present(dataset: Dataset) -> None:
    """They still hold, as the title above the map says; those of days before do not."""
    days = rule_history.change_days(rule_log.rule_log(dataset), "then")
    for day, present in ((days[-1], True), (days[-2], False)):
        for pair in map_page.map_pairs(dataset, View(day)):
            said = words.covered_sentence(map_page.build_map(dataset, View(day), *pair).drawn)
            assert bool(re.search(r"\b(may|is|needs|has)\b", said)) == present, said
            assert bool(re.search(r"\b(could|was|needed|had)\b", said)) != present, said


def test_alt_says_what_the_map_shows() -> None:
    found = days("permitted", "prohibited", "prohibited")
    text = words.map_alt(facts(found), ["Occupied Ukraine: allowed (official)"])
    assert text.startswith("Map. ATACMS is drawn with its published range, 300 km")
    assert (
        "Occupied Ukraine: allowed (official); the Kursk area allowed (reported); the Russian border area not allowed"
        in text
    )
    assert text.endswith(".")
