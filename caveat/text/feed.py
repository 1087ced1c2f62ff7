"""The feed in words: title, subtitle, and how sure an entry is."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.dataset.releases import TableChanges
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_history import LogEntry
from caveat.domain.rule_log import RuleChange
from caveat.text.english import capital_first, counted
from caveat.text.labels import CERTAINTY, STATUS
from caveat.text.permissions import is_reworded, repeats, reworded

TITLE = "Caveat: what suppliers allow"
RIGHTS = "Creative Commons Attribution 4.0 (CC BY 4.0)"
# How many tables the title of an entry on the data names.
MAX_NAMED_TABLES = 2
# What rows of a table are called, the tables that readers know best first.
_ROWS = {
    "restrictions": ("rule", "rules"),
    "positions": ("statement", "statements"),
    "transfers": ("step of a transfer", "steps of transfers"),
    "claims": ("published figure", "published figures"),
    "quantities": ("published number", "published numbers"),
    "events": ("event", "events"),
    "aid": ("aid figure", "aid figures"),
    "article_facts": ("fact of the article", "facts of the article"),
    "context": ("entry of context", "entries of context"),
    "systems": ("system", "systems"),
    "sources": ("source", "sources"),
    "publishers": ("publisher", "publishers"),
    "roles": ("office of a person", "offices of persons"),
    "turning_points": ("turning point", "turning points"),
    "glossary": ("term", "terms"),
    "countries": ("country or body", "countries and bodies"),
    "issues": ("issue", "issues"),
    "pairs": ("note on a supplier with a system", "notes on suppliers with a system"),
}
COMPARED = "What changed on that day"
DISPUTED = "Sources contradict each other, so this entry does not count."


def feed_title(chosen: Sequence[str]) -> str:
    """The feed's title, with the systems, suppliers and days that it is limited to."""
    return f"{TITLE}: {', '.join(chosen)}" if chosen else TITLE


def days(since: date | None, until: date | None) -> list[str]:
    """The time that the feed is limited to, as a part of its title; none if it is not."""
    if since and until:
        return [f"{spoken(since)} to {spoken(until)}"]
    return [f"from {spoken(since)}"] if since else [f"to {spoken(until)}"] if until else []


def feed_subtitle(subject: str, most: int, with_releases: bool) -> str:
    """What the feed holds."""
    releases = ", and what changed in our data" if with_releases else ""
    return (
        f"Changes of policy on {subject}, each on the day on which the public learned of it{releases}; "
        f"the newest {most}, and what was added late or corrected."
    )


def release_title(changes: Sequence[TableChanges]) -> str:
    """What changed in the data, by the tables that readers know best: at most MAX_NAMED_TABLES of them."""
    order = list(_ROWS)
    ranked = sorted(changes, key=lambda table: order.index(table.table) if table.table in order else len(order))
    named = "; ".join(table_sentence(table) for table in ranked[:MAX_NAMED_TABLES])
    return f"The data changed: {named}{'; and more' if len(ranked) > MAX_NAMED_TABLES else ''}"


def release_summary(release: str, created: str) -> str:
    """Which release an entry is about."""
    return (
        f"Release {release} of {spoken(created)}, compared with the one before. "
        "A corrected row has another text, value or source than it had; a withdrawn one counts no longer."
    )


def table_sentence(table: TableChanges) -> str:
    """How many rows of a table changed: "33 rules added, 12 corrected"."""
    one, several = _ROWS.get(table.table, (f"row of {table.table}", f"rows of {table.table}"))
    counts = ((table.added, "added"), (table.changed, "corrected"), (table.withdrawn, "withdrawn"))
    parts = [(count, done) for count, done in counts if count]
    return ", ".join(
        f"{counted(count, one, several)} {done}" if number == 0 else f"{count:,} {done}"
        for number, (count, done) in enumerate(parts)
    )


def was_and_is(entry: LogEntry, rule: RuleChange) -> str:
    """What a rule was and is, or that it is the same; `rule` is the one that the entry repeats, or its own row."""
    before, after = entry.before, entry.after
    changed = entry.kind == "changed" or (before.deciding and before.authority != after.authority)
    if is_reworded(entry, rule):
        return f"No change: {_state(before)}. {reworded(rule)}"
    if changed and entry.kind != "disputed":
        return f"Was: {_state(before)}. Is: {_state(after)}."
    if not after.deciding:
        return "No change: no rule is on record."
    sure = f", before {CERTAINTY[before.certainty]}" if entry.kind == "confirmed" and before.certainty else ""
    repeated = capital_first(repeats(entry.change, rule))
    return f"No change: {_state(after)}{sure}.{f' {repeated}.' if repeated else ''}"


def _state(state: PermissionState) -> str:
    return f"{STATUS[state.status]} ({CERTAINTY[state.certainty]})" if state.certainty else STATUS[state.status]


def row_days_sentence(added: date | None, corrected: date | None) -> str:
    """When a row came into our tables after their first release, and when it was corrected; "" if neither was."""
    parts = [
        *([f"added to our tables on {spoken(added)}"] if added else []),
        *([f"corrected on {spoken(corrected)}"] if corrected else []),
    ]
    return f"{capital_first(', '.join(parts))}." if parts else ""


def certainty_sentence(entry: LogEntry) -> str:
    """How sure an entry is, as a sentence."""
    if entry.kind == "disputed":
        return DISPUTED
    return f"Certainty: {CERTAINTY[entry.change.certainty]}."
