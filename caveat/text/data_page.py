"""The data page in sentences: what the tables rest on, how sure they are, where they are weak."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from caveat.dataset.partial_dates import first_day, spoken, spoken_long
from caveat.domain.case import Case
from caveat.text.english import capital_first, counted

QUESTION = "What does this dashboard rest on, and where is it weak?"
ROW_QUESTION = "How do you know?"
CONTEXT = (
    "Every source, every column and every file. The first list follows the day; the rest is about all of the data."
)

SOURCE_KIND = {
    "official": "Government or public body",
    "manufacturer": "Maker",
    "wire": "News agency",
    "news": "News medium",
    "think_tank": "Research institute",
    "aggregator": "Copy or digest of another’s report",
    "encyclopedia": "Encyclopedia",
}
ALL_KINDS = "All kinds"
WHOLE, WHOLE_INTRO = "The data as a whole", "The same on every day."
BEST_SOURCES_ORDER = (
    "The strongest comes first. We judge how strong a source is: a government’s own text before a newspaper "
    "or an agency, these before copies, digests and pages written by machine. “Official” says that a government "
    "said it on the record, whoever wrote it down."
)
UNCONFIRMED = (
    "Of the rules those that set a state today, of other tables the last row on its matter. "
    "Pages say so where such a value is opened; a dotted ring has it only where no date stands beside it."
)
NO_FILES = (
    "These files are served with the dashboard (`make run`). Under plain `streamlit run app.py` the links "
    "lead nowhere; the same files lie in the folder `data/`."
)


def headline(official: int, pages: int, copies: int) -> str:
    """What the data rests on, in a sentence without a full stop."""
    own = f"{official:,.0f} of {counted(pages, 'page')} {'is' if official == 1 else 'are'} a public body’s own text"
    return f"{own}; {counted(copies, 'value rests', 'values rest')} on copies alone" if copies else own


def source_kind(kind: str) -> str:
    """What sort of page a source is; the value itself if it has no word yet."""
    return SOURCE_KIND.get(kind, kind)


def best_sources_sentence(day: date, kinds: Sequence[str]) -> str:
    """How many answers of the front page rest on a government's own text, from the kind of each one's best source."""
    own, total = sum(kind == "official" for kind in kinds), len(kinds)
    front, own_text = f"on the front page of {spoken_long(day)}", "a government’s or parliament’s own text"
    if not total:
        return f"No answer {front} has a source."
    if total == 1:
        return f"The one answer {front} rests on {own_text if own else 'a report'}."
    if own == total:
        return f"The {total} answers {front} rest on {own_text}."
    if not own:
        return f"None of the {total} answers {front} rests on {own_text}; all rest on reports."
    rest = "the other rests on a report" if total - own == 1 else "the others rest on reports"
    return f"{own} of the {total} answers {front} {'rests' if own == 1 else 'rest'} on {own_text}; {rest}."


def data_extent(rows: float, tables: int, sources: int, languages: int) -> str:
    """How many rows, tables, pages and languages the data has."""
    size = f"{counted(rows, 'row')} in {counted(tables, 'table')}"
    return f"{size}, read from {counted(sources, 'public page', 'public pages')} in {counted(languages, 'language')}."


def rule_ages(newest: pd.DataFrame, names: Case) -> str:
    """Who has the newest and the oldest rules, from the columns `supplier` and `restrictions` (newest date, text).

    "" if no supplier has any.
    """
    rules = zip(newest["supplier"], newest["restrictions"], strict=True) if "restrictions" in newest else ()
    dated = sorted((first_day(text), code) for code, text in rules if text)
    if not dated:
        return ""
    (old, old_code), (new, new_code) = dated[0], dated[-1]
    return (
        f"The newest undisputed entry on a rule is {_whose(new_code, names)} ({spoken(new)}). "
        f"{capital_first(_whose(old_code, names))} newest is of {spoken(old)}; there is no news since, and later days "
        "assume it unchanged."
    )


def _whose(code: str, names: Case) -> str:
    name = names.country(code).in_sentence
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def first_hand_sentence(kinds: Mapping[str, int]) -> str:
    """How few sources are first-hand, from the number of sources by kind."""
    official, makers = kinds.get("official", 0), kinds.get("manufacturer", 0)
    press = kinds.get("news", 0) + kinds.get("wire", 0)
    lead = "Little is first-hand: " if official + makers < press else ""
    own = f"{counted(official, 'page is', 'pages are')} a government’s or a public body’s own"
    maker = f"{counted(makers, 'is', 'are')} a maker’s"
    return f"{lead}{own} and {maker}, while {counted(press, 'comes', 'come')} from news media and agencies."


def copies_sentence(stand_ins: int, rows: float) -> str:
    """How many pages repeat a named original, and how many rows have nothing better."""
    return (
        f"{counted(stand_ins, 'page only copies', 'pages only copy')} another report; "
        f"{counted(rows, 'value rests', 'values rest')} on such pages alone."
    )


def single_source_sentence(rows: float, total: float) -> str:
    """How many rows rest on one page, among those that may name several."""
    return (
        f"{rows:,.0f} of {counted(total, 'row')} that may name several pages rest on one page only. "
        "A published figure is one page’s words by definition and is not counted here."
    )


def idle_sources_sentence(uncited: int, undated: int) -> str:
    """Sources that nothing cites, and sources without a date."""
    return (
        f"{counted(uncited, 'page is', 'pages are')} not used by any row yet; "
        f"{counted(undated, 'page shows', 'pages show')} no date."
    )


def section_left_out(title: str) -> str:
    """The note in place of a section whose table cannot be used."""
    return (
        f"This part is left out: it needs the table “{title}”, which cannot be used at the moment. "
        "Its faults are listed at the head of the page."
    )


def sources_found(shown_from: int, shown_to: int, total: int, all_sources: int) -> str:
    """What a search found and which part of it is shown."""
    if not total:
        return (
            f"No source is found for this search. There are {all_sources:,} in all; "
            "take a word out, or choose all kinds."
        )
    what = (
        f"All {counted(total, 'source')}" if total == all_sources else f"{total:,} of {counted(all_sources, 'source')}"
    )
    part = f" Shown: {shown_from:,} to {shown_to:,}." if shown_to - shown_from + 1 < total else ""
    return f"{what}, the strongest first, then the newest.{part}"


def column_type(field: Mapping[str, Any]) -> str:
    """The content of a column, from its description: "number; unit: km", "date: day, month or year"."""
    if field.get("partialDate"):
        return "date: day, month or year"
    if "list" in field:
        return "list, separated by semicolons"
    if field["type"] in ("number", "integer"):
        return f"number; unit: {field['unit']}" if field.get("unit") else "number"
    if field.get("constraints", {}).get("enum"):
        return "one of the values listed"
    return "text" if field["type"] == "string" else str(field["type"])


def count_with_share(count: float, total: float) -> str:
    """A count with its share: "59 (45%)"; "–" for none."""
    if not count:
        return "–"
    percent = 100 * count / total
    return f"{count:,.0f} ({percent:.0f}%)" if percent >= 1 else f"{count:,.0f} (under 1%)"


def tables_left_out(tables: list[str]) -> str:
    """Which tables the counts leave out because they cannot be read; "" if all can."""
    if not tables:
        return ""
    named = ", ".join(tables)
    return f"The counts leave out what cannot be read at the moment: {named}."


def narrowed(looked_for: str, kind: str) -> str:
    """The filter of a list of sources as a sentence: a search, a kind of page, both; "" for neither."""
    if looked_for and kind:
        return f"Sources for “{looked_for}”, of the kind “{kind}”."
    if looked_for:
        return f"Sources for “{looked_for}”."
    return f"Sources of the kind “{kind}”." if kind else ""
