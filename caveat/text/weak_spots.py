"""The weak spots of the data in words: a count for each, and a line for a row."""

from caveat.dataset.partial_dates import spoken
from caveat.dataset.records import Record
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import names
from caveat.domain.case import usable_case
from caveat.text import labels
from caveat.text import records as row_words
from caveat.text.english import and_list, counted

INTRO = "Counted anew after every edit of the data. In each list the row with the weakest sources comes first."
# Why rows are weak -> the subject for one and for several, and what is weak in one and in several.
_COUNT = {
    "copies": ("rule", "rules", "rests on copies or digests alone", "rest on copies or digests alone"),
    "marked": (
        "rule",
        "rules",
        "rests only on pages that a state controls or a machine wrote",
        "rest only on pages that a state controls or a machine wrote",
    ),
    "single": ("rule", "rules", "rests on one page", "rest on one page each"),
    "no_condition": (
        "rule",
        "rules",
        "allows use and names no condition",
        "allow use and name no condition",
    ),
    "unconfirmed": (
        "rule",
        "rules",
        "was never confirmed on the record",
        "were never confirmed on the record",
    ),
    "words_only": (
        "published number",
        "published numbers",
        "is in words only, such as “hundreds”",
        "are in words only, such as “hundreds”",
    ),
    "contradiction": ("pair of numbers", "pairs of numbers", "cannot both be true", "cannot both be true"),
    "no_basis": (
        "office of a person",
        "offices of persons",
        "has no source in our tables; it is common knowledge",
        "have no source in our tables; they are common knowledge",
    ),
}


def spot_sentence(why: str, count: int) -> str:
    """How many rows are weak in one way: "3 rules rest on copies or digests alone."."""
    singular, plural, one_does, several_do = _COUNT[why]
    return f"{counted(count, singular, plural)} {one_does if count == 1 else several_do}."


def row_line(dataset: Dataset, row: Record) -> str:
    """A short line for a weak row: what it says, its day, and for a rule without a condition why it has none."""
    if row.table == "restrictions":
        system = names.pair_name(dataset, row.values["supplier"], row.values["system_id"])
        title = labels.rule_title(
            usable_case(dataset),
            system,
            **{key: row.values[key] for key in ("supplier", "territory", "status", "certainty")},
        )
        return f"{title}, {spoken(row.date)}"
    if row.table == "quantities":
        systems = and_list([row_words.subject_name(dataset, one) for one in list_items(row.values["system_ids"])])
        dated = f" ({spoken(row.date)})" if row.date else ""
        return f"{systems}: “{row.values['value_as_published']}”, {row.values['speaker']}{dated}"
    return row_words.record_line(dataset, row).rstrip(".")
