"""The search in words: its labels, the kinds of results and a line for each, and what readers call what they ask."""

import re
from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Territory
from caveat.domain.rule_log import RuleChange
from caveat.text.english import and_list, capital_first, counted

SEARCH_LABEL = "Search systems, people, sources and changes"
PLACEHOLDER = "Search"
CLOSE_LABEL = "Close the search"
KIND = {
    "answer": "Answer",
    "file": "File",
    "system": "System",
    "person": "Person",
    "supplier": "Supplier",
    "page": "Page",
    "term": "Term",
    "numbers": "Numbers",
    "change": "Rule",
    "event": "Event",
    "statement": "Statement",
    "transfer": "Transfer",
    "source": "Source",
}
NUMBERS_RESULT = "Every published number with who gave it: delivered, promised, fired, left, in stock."
SUPPLIER_RESULT = "What it was asked for, refused, pledged and delivered."
# Other words under which a section of the page about the site is found.
SECTION_WORDS = {
    "told": "follow subscribe feed rss newsletter updates news alert",
    "correct": "wrong error mistake correction report",
    "cite": "cite citation quote reference bibtex footnote source of a value",
    "take": "download csv excel spreadsheet json api data table file",
    "kept": "who made maintains editors authors contact next review reviewed",
}


def _asks(*ways: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(ways)})\b")


# What a question is about, looked for in its folded words. A question may be about several things.
ASKS = {
    "strictest": _asks("strict", "strictest", "stricter", "toughest", "tightest", "harshest", "most restrictive"),
    "consent": _asks(
        *("consents?", r"veto\w*", r"approv\w+", "blocks", "blocked", "blocking", r"withh[eo]ld\w*", "second yes"),
        r"whose (?:yes|rule|consent|permission|approval|say|decision)",
        r"who (?:has |had )?(?:stopped|stops|prevented|forbade|forbids|banned|decides|decided)",
        r"(?:stopped|prevented|forbidden|banned) by",
    ),
    "every": _asks("everything", "all", "every", "each", "list"),
    "how many": _asks("how many", "number of", "numbers", "quantity", "quantities", "total"),
    "reach": _asks("how far", "range", "ranges", "reach", "reaches", "distance", "fly"),
    "first": _asks("first", "when", "since when", "start", "started", "begin", "began"),
    "ever": _asks("ever", "never", "at any time"),
    "allow": _asks(
        *(r"allow\w*", r"permit\w*", "permission", r"authori[sz]\w*", r"lift\w*", r"approv\w*", "green light"),
        *("let", "lets", "say yes", "said yes", "agree", "agreed"),
    ),
    "use": _asks(
        *("use", "used", "fire", "fired", "strike", "hit", "could", "can", "may", "banned", "forbidden", "prohibited"),
        "rule",
    ),
    "said": _asks(
        "say", "says", "said", "saying", "statements?", "positions?", "think", "thinks", "promised?", "words?"
    ),
    "changed": _asks(r"chang\w+", "differences?", "different", "what happened", "new", "news"),
    "cite": _asks(r"cit(?:e|es|ing|ation|ations)", "bibtex", "footnote", "how to quote", "quote (?:a|one|this) value"),
    "download": _asks(r"downloads?", "downloading", "spreadsheets?", "csv", "excel", "xlsx?", "export", "data file"),
    "rules": _asks("rules?", "log", "restrictions?", "permissions?", "entries", "changes"),
    "picture": _asks("charts?", "pictures?", "images?", "graphics?", "png", "svg", "screenshot", "infographic"),
    "print": _asks(r"credits?(?: line)?", "publish", "print", "embed", "reuse", "licen[cs]e", "image", "png", "svg"),
    "article": _asks("founding article", "article", "fact check", "fact checks", "story"),
    "wrong": _asks(
        *("not hold", "didn t hold", "wrong", "false", "untrue", "not true", "contradicted", "incorrect", "failed"),
        *("errors?", "mistakes?"),
    ),
}
_FEWER = re.compile(r"\b(?:less|fewer|under|below|shorter)\b(?: than)? (\d[\d ,.]*)")
_MORE = re.compile(r"\b(?:more|over|above|beyond|longer|further)\b(?: than)? (\d[\d ,.]*)")


def asked_for(phrase: str) -> frozenset[str]:
    """What the folded words of a question ask for: keys of ASKS."""
    return frozenset(key for key, pattern in ASKS.items() if pattern.search(phrase))


def asked_bound(phrase: str) -> tuple[str, float] | None:
    """The number under or over which figures are asked for: ("less", 500) for "who says less than 500 km"."""
    for side, pattern in (("less", _FEWER), ("more", _MORE)):
        if match := pattern.search(phrase):
            return side, float(re.sub(r"[ ,.]", "", match[1]) or 0)
    return None


def system_result(one_line: str, reach: str) -> str:
    """A system's type and its headline range; `reach` is "" if none is published."""
    return f"{one_line} Published range: {reach}." if reach else one_line


def person_result(role: str, count: int) -> str:
    """Who somebody is and how much of what they said is here."""
    return f"{role}. {counted(count, 'statement')} here."


def reach_question(system: str) -> str:
    """The question about a range."""
    return f"How far does {system} reach?"


def reach_answer(reach: str, side: str, bound: float, said: Sequence[str]) -> str:
    """The headline range, and who says less or more than a bound (side "" for none): "More than 500 km. …"."""
    head = f"{reach[:1].upper()}{reach[1:]}." if reach else "No range is published."
    if not side:
        return head
    more = [counted(len(said) - 3, "other page")] if len(said) > 4 else []
    who = and_list([*said[: 3 if more else 4], *more]) or "nobody here"
    return f"{head} {'Less' if side == 'less' else 'More'} than {bound:,.0f} km: {who}."


def on_day(subject: str, day: date) -> str:
    """A subject on a day, as the title of a result."""
    return f"{subject.rstrip('?')} on {spoken(day)}{'?' if subject.endswith('?') else ''}"


NEWEST = _asks("newest day", "latest day", "last day", "newest entry", "right now", "today", "now")
STRICTEST = "Which supplier is strictest?"
ALLOWED = "What was allowed"
NOT_HELD = "What of the founding article did not hold"
CITE = "How to cite a value or a view"
CITE_RESULT = "A permanent link, a citation and BibTeX with day, clock and release; “Copy this value” for a single one."
PICTURE = "A picture to publish, with its credit line"
PICTURE_RESULT = (
    "The answer of the day as a picture with sources, licence and address. “Share” on each page has others."
)
RULES_FILE_RESULT = "CSV for Excel and other spreadsheets: every rule with day, status, certainty and sources."


def first_allowed(country: str, system: str, area: Territory) -> str:
    """The title of the first rule that allowed a system."""
    return f"{capital_first(country)} first allowed {system} {area.in_rule}"


def never_allowed(country: str, system: str) -> str:
    """The title of an answer that no rule allowed a system."""
    return f"{capital_first(country)} and {system}: no rule that allows it"


def never_answer(newest: str, day: date) -> str:
    """That the log has no rule that allows it, and the newest one."""
    return f"The log has no entry that allows it. On {spoken(day)}: {newest}."


def rules_of(capital: str) -> str:
    """The title of the rules of one authority on the systems of others."""
    return f"Every rule of {capital} on what others supply"


def rules_answer(rows: Sequence[RuleChange], day: date) -> str:
    """How many such rules there are by a day, and the newest."""
    newest = f" The newest: {rows[0].summary}" if rows else ""
    return f"{counted(len(rows), 'rule')} by {spoken(day)}.{newest}"


def said_on(actor: str, issue: str) -> str:
    """The title of what somebody said."""
    return f"What {actor} said{f': {issue}' if issue else ''}"


def said_answer(count: int, newest: str, summary: str) -> str:
    """How many statements there are by the day, and the newest."""
    if not count:
        return "No statement by this day."
    return f"{counted(count, 'statement')} by this day, the newest of {spoken(newest)}: {summary}"


def rules_file(system: str) -> str:
    """The title of the file with the rules on a system."""
    return f"All rules{f' on {system}' if system else ''} as a spreadsheet"


def not_held(count: int) -> str:
    """How many facts of the article others contradict."""
    return f"{counted(count, 'fact')} that independent pages contradict, each with its sources."
