"""What changed between two days in sentences: a count, and each change as was → is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.domain.day_comparison import KINDS, DayComparison, Rewording, StateChange
from caveat.text.english import and_list, capital_first, counted, number_word
from caveat.text.labels import CERTAINTY, STATUS

# The noun that is counted, and what happened to it.
_DID = {
    "supplied": ("system", "was supplied", "were supplied"),
    "opened": ("rule", "opened", "opened"),
    "loosened": ("rule", "was loosened", "were loosened"),
    "tightened": ("rule", "was tightened", "were tightened"),
    "closed": ("rule", "closed", "closed"),
    "settled": ("rule", "became clear", "became clear"),
    "doubted": ("rule", "became unclear", "became unclear"),
    "moved": ("rule", "passed to another capital", "passed to another capital"),
    "denied": ("system", "came to count as not supplied", "came to count as not supplied"),
    "new": ("rule", "came on record", "came on record"),
}
BACK = "Back to one day"
# The line that holds the answer of the second day.
REST = "Its cards and matrix, what was disputed, and every entry since the first day"
# More systems than this are counted in the sentence; the table names them.
MAX_NAMED = 6
# A headline names the systems with their areas up to the first of these lengths, without them up to the second.
_LETTERS = 120
_NAMED_LETTERS = 150


@dataclass(frozen=True)
class ChangeWords:
    """A change as a reader sees it: where, what it was and is, how sure, whose word, and what was said."""

    system: str
    supplier: str
    area: str
    was: str
    now: str
    sure: str
    whose: str
    why: str


def comparison_title(start: date, end: date) -> str:
    """The question: "What changed between 16 and 18 November 2024?" """
    return f"What changed between {_span(start, end)}?"


def comparison_sentence(comparison: DayComparison, named: bool = True) -> str:
    """How many rules changed, how sure that is, how many stayed: "One rule opened (ATACMS, the Kursk area). …"

    Without `named` the systems are only counted.
    """
    first = _changed(comparison.changes, named) if comparison.changes else _nothing(comparison)
    return " ".join([first, *_unchanged(comparison, named)])


def comparison_rest(comparison: DayComparison) -> str:
    """The same without what `comparison_headline` says: all of it, if that has no room for the names."""
    if comparison.changes and f"{comparison_headline(comparison)}." == _changed(comparison.changes, named=False):
        return comparison_sentence(comparison)
    return " ".join(_unchanged(comparison))


def _unchanged(comparison: DayComparison, named: bool = True) -> list[str]:
    """What is as it was: what changed back, what is surer by now, what stayed; what was only put in other words."""
    parts = []
    if comparison.reworded:
        parts.append(_reworded(comparison.reworded))
    if comparison.passing:
        names = _listed(comparison.passing) if named else ""
        parts.append(f"{_counted(comparison.passing)} changed in between and changed back{names}.")
    surer = [name for name in comparison.surer if name not in comparison.passing]
    if surer:
        did = "is the same, but now on the record" if len(surer) == 1 else "are the same, but now on the record"
        parts.append(f"{_counted(surer)} {did}{_listed(surer) if named else ''}.")
    stayed = len(
        set(comparison.unchanged) - {*(rule.name for rule in comparison.reworded), *comparison.passing, *surer}
    )
    if stayed:
        others = "The other " if parts or comparison.changes else "The " if stayed == 1 else "All "
        on_record = "" if others == "The other " else " on record"
        parts.append(f"{others}{number_word(stayed)}{on_record} stayed as {'it was' if stayed == 1 else 'they were'}.")
    return parts


def _reworded(rules: Sequence[Rewording]) -> str:
    """That rules were said in other words: one with its words, as these look like a change; more by their names."""
    if len(rules) > 1:
        return f"The rules on {and_list([rule.name for rule in rules])} changed in words only."
    [rule] = rules
    words = f"“{STATUS[rule.after]}”, no longer “{STATUS[rule.before]}”"
    return f"The rule on {rule.name} changed in words only ({words})."


def comparison_headline(comparison: DayComparison) -> str:
    """What changed, in one clause without a full stop; with areas and systems, or systems, where there is room."""
    if not comparison.changes:
        return _nothing(comparison).rstrip(".")
    longer = (_changed(comparison.changes), _changed(comparison.changes, areas=False))
    fitting = (said for said, most in zip(longer, (_LETTERS, _NAMED_LETTERS), strict=True) if len(said) <= most)
    return next(fitting, _changed(comparison.changes, named=False)).rstrip(".")


def _nothing(comparison: DayComparison) -> str:
    if comparison.passing:
        return f"Every rule on {spoken_long(comparison.end)} was as on {spoken_long(comparison.start)}."
    nothing = f"No rule changed between {_span(comparison.start, comparison.end)}."
    return nothing if comparison.unchanged else f"{nothing} None was on record."


def _counted(names: Sequence[str]) -> str:
    return capital_first(number_word(len(names)))


def _listed(names: Sequence[str]) -> str:
    return f" ({'; '.join(names)})" if len(names) <= MAX_NAMED else ""


def comparison_note(comparison: DayComparison) -> str:
    """The other rows that came in, which are no changes; that there are none where nothing changed either."""
    claims = counted(comparison.disputed, "disputed claim") if comparison.disputed else ""
    entries = counted(comparison.repeated, "entry", "entries") if comparison.repeated else ""
    verb = "repeats" if comparison.repeated == 1 else "repeat"
    rows = [row for row in (f"{entries} that {verb} a rule" if entries else "", claims) if row]
    if rows:
        return f"Not counted as changes: {and_list(rows)}."
    return "" if comparison.changes or comparison.passing else "No entry came in."


def change_words(change: StateChange) -> ChangeWords:
    """The words of one change."""
    row = change.change
    whose = "" if change.authority == change.supplier else f"{change.authority}’s rule"
    return ChangeWords(
        change.name,
        change.supplier,
        _areas(change),
        STATUS[change.before.status],
        STATUS[change.after.status],
        f"{CERTAINTY[change.after.certainty]}, {spoken(row.effective_text)}",
        whose,
        row.summary,
    )


def stayed_head(comparison: DayComparison) -> str:
    """The line that holds what did not change: "Unchanged: Taurus KEPD 350, GLSDB"; "" for none."""
    return f"Unchanged: {', '.join(comparison.unchanged)}" if comparison.unchanged else ""


def day_head(end: date) -> str:
    """The heading of the second day as a whole."""
    return f"All of {spoken_long(end)}"


def _changed(changes: Sequence[StateChange], named: bool = True, areas: bool = True) -> str:
    parts: list[str] = []
    nouns = [""]
    by_kind = {kind: [change for change in changes if change.kind == kind] for kind in KINDS}
    sure = {kind: _how_sure(of_kind) for kind, of_kind in by_kind.items() if of_kind}
    # What all parts have in common is said once.
    common = sure[next(iter(sure))] if len(sure) > 1 and len(set(sure.values())) == 1 else ""
    for kind, of_kind in by_kind.items():
        if systems := _named(of_kind) if areas else list(dict.fromkeys(change.name for change in of_kind)):
            noun, one, many = _DID[kind]
            counted_noun = "" if noun == nouns[-1] else f" {noun}{'' if len(systems) == 1 else 's'}"
            did = one if len(systems) == 1 else many
            how_sure, names = "" if common else sure[kind], _listed(systems) if named else ""
            parts.append(f"{number_word(len(systems))}{counted_noun} {did}{names}{how_sure}")
            nouns.append(noun)
    # What is said of one part alone must not seem to be said of the next.
    joined = and_list(parts) if common or not any(sure.values()) else "; ".join(parts)
    return f"{capital_first(joined)}{common if ' in part' in common else common.replace(',', ', all', 1)}."


def _how_sure(changes: Sequence[StateChange]) -> str:
    """What a reader must know before repeating it: ", as reported"; "" if the changes are on the record."""
    certainties = {change.after.certainty for change in changes} - {"official"}
    official = any(change.after.certainty == "official" for change in changes)
    # A supply that is official for one area is for all.
    if not certainties or (official and changes[0].kind == "supplied"):
        return ""
    partly = " in part" if official else ""
    return f",{partly} as inferred" if certainties == {"inferred"} else f",{partly} as reported"


def _named(changes: Sequence[StateChange]) -> list[str]:
    """The systems of some changes, each once, with its areas unless they are all that lead."""
    found: dict[str, list[StateChange]] = {}
    for change in changes:
        found.setdefault(change.name, []).append(change)
    named = []
    for name, own in found.items():
        areas = [area for change in own for area in change.areas]
        whole = own[0].leading <= {area.id for area in areas}
        named.append(name if whole else f"{name}, {and_list([area.as_noun for area in areas])}")
    return named


def _areas(change: StateChange) -> str:
    """The areas of a change as a part of a sentence: "the Kursk area and the rest of Russia", "all of Russia"."""
    if change.everywhere:
        return "all areas"
    general = [area.name for area in change.areas if area.lead == "general"]
    if general and change.leading <= {area.id for area in change.areas}:
        return and_list([*(area.as_noun for area in change.areas if not area.lead), f"all of {general[0]}"])
    return and_list([area.as_noun for area in change.areas])


def _span(start: date, end: date) -> str:
    """Two days: "16 and 18 November 2024", "1 May and 1 September 2025"."""
    last = spoken_long(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} and {last}"
    first = spoken_long(start)
    return f"{first.removesuffix(f' {end.year}') if start.year == end.year else first} and {last}"
