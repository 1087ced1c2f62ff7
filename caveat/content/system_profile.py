"""The facts on one system: identity, state of the day, log, other dated rows, sources, citation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from caveat import html
from caveat.content import briefing
from caveat.content.provenance import Provenance
from caveat.dataset import sources
from caveat.dataset.memo import memoized, memoized_by_bytes
from caveat.dataset.partial_dates import first_day, spoken, spoken_long
from caveat.dataset.records import Record, table_records
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import claims, confirmations, names, rule_history, rule_log
from caveat.domain import transfers as transfer_steps
from caveat.domain.case import Case, case
from caveat.domain.quantities import quantities_of_step
from caveat.domain.query import View, view_query
from caveat.domain.restrictions import ALLOWED
from caveat.domain.rule_history import LogEntry
from caveat.domain.rule_log import RuleChange
from caveat.text import english, labels
from caveat.text import permissions as state_words
from caveat.text import positions as position_words
from caveat.text import system as words
from caveat.text import transfers as transfer_words

# So many entries of a list stand open; the rest opens on a click.
OPEN = 6
# The address of the page.
PATH = "system"


@dataclass(frozen=True, eq=False)
class System:
    """One row of the table `systems`, with its relatives; one object for each system.

    `family` is the system whose rules hold for it: the system itself if it has no family.
    """

    system_id: str
    name: str
    row: dict[str, str]
    family: str
    variants: tuple[str, ...]

    @property
    def related(self) -> tuple[str, ...]:
        """The ids whose rows belong on the page: its own, its family's, its variants'."""
        return tuple(dict.fromkeys((self.system_id, self.family, *self.variants)))


@dataclass(frozen=True)
class Entry:
    """One dated row as a list shows it; `kind` and `about` are short remarks or "".

    `repeats` says which rule the row repeats, and has its id.
    """

    table: str
    id: str
    day: str
    title: str
    kind: str
    text: str
    note: str
    sources: tuple[Source, ...]
    about: str = ""
    repeats: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Listed:
    """The entries up to a day, newest first, and how many come later."""

    entries: tuple[Entry, ...]
    later: int


@memoized_by_bytes()
def find_system(dataset: Dataset, system_id: str) -> System | None:
    """The system with an id; None if there is none. UnusableTable if systems cannot be used."""
    systems = dataset["systems"]
    rows = systems[systems["system_id"] == system_id].to_dict("records")
    if not rows:
        return None
    row = {str(key): str(value) for key, value in rows[0].items()}
    variants = tuple(systems["system_id"][systems["family_id"] == system_id])
    return System(system_id, names.short_name(dataset, system_id), row, row["family_id"] or system_id, variants)


def _supplied(dataset: Dataset, system: System, day: date) -> str:
    """How far the supply had got by a day; of a variant of a family that was delivered what its own row says."""
    told = str(system.row[dataset.settings.supplied_column])
    if "transfers" in dataset.broken:
        return told
    step, ever = (transfer_steps.furthest_supply(dataset, system.family, until) for until in (day, date.max))
    own = step in transfer_steps.DELIVERIES and system.system_id != system.family
    return told if own or not ever else step or "no"


def identity_fields(dataset: Dataset, system: System, day: date = date.max) -> list[tuple[str, str, list[Source]]]:
    """The fields of a system by a day as (label, value, sources that back the field)."""
    row, known = system.row, case(dataset)
    backing: dict[str, list[str]] = {}
    if "system_sources" not in dataset.broken:
        own = dataset["system_sources"][dataset["system_sources"]["system_id"] == system.system_id]
        for backed in own.itertuples():
            for field in list_items(backed.fields):
                backing.setdefault(field, []).append(backed.source_id)
    values = {
        "kind": words.KIND.get(row["kind"], row["kind"]),
        "designation": row["designation"],
        "manufacturer": row["manufacturer"].replace("; ", ", "),
        "origin_countries": english.and_list(
            [known.country_name(code) for code in list_items(row["origin_countries"])]
        ),
        "launch_mode": english.and_list([words.LAUNCH.get(mode, mode) for mode in list_items(row["launch_mode"])]),
        "introduced": row["introduced"] or words.NOT_FOUND,
    }
    column, recipient = dataset.settings.supplied_column, known.country(dataset.settings.recipient).in_sentence
    labelled = [(field, words.FIELD[field], value) for field, value in values.items()]
    return [
        (label, value, sources.resolve_sources(dataset, backing.get(field, [])))
        for field, label, value in [*labelled, (column, *words.supplied(_supplied(dataset, system, day), recipient))]
    ]


def _listed(dataset: Dataset, system: System, rows: list[Record], day: date, dated: str = "date") -> Listed:
    """Rows of one table as entries by the date in a column, newest first; rows after the day are only counted."""
    starts = [(first_day(row.values[dated]), number, row) for number, row in enumerate(rows)]
    starts.sort(key=lambda start: start[:2], reverse=True)
    entries = tuple(_entry(dataset, system, row, spoken(row.values[dated])) for start, _, row in starts if start <= day)
    return Listed(entries, len(rows) - len(entries))


def _entry(dataset: Dataset, system: System, row: Record, day: str) -> Entry:
    known = case(dataset)
    title, kind, text = _SAID[row.table](row.values, known)
    system_id, issue = row.values.get("system_id", ""), row.values.get("issue", "")
    about = names.short_name(dataset, system_id) if system_id in system.related else system.name
    if issue and issue not in known.issues_about(*system.related):
        about = f"“{known.issue_name(issue)}”"
    return Entry(
        row.table,
        row.id,
        day,
        title,
        kind,
        text,
        row.values.get("note", ""),
        tuple(sources.resolve_sources(dataset, row.source_ids)),
        "" if about == system.name else f"on {about}",
    )


Values = Mapping[str, Any]


def _transfer(row: Values, known: Case) -> tuple[str, str, str]:
    title = f"{known.country_name(row['supplier'])}: {transfer_words.KIND[transfer_steps.transfer_kind(row)]}"
    return (
        title,
        labels.CERTAINTY[row["certainty"]],
        f"{row['summary']} {transfer_words.kind_remark(row['kind_note'])}".strip(),
    )


def _context(row: Values, known: Case) -> tuple[str, str, str]:
    supplier = known.country_name(row["supplier"])
    title = f"{supplier}: {known.territory(row['territory']).whole}" if row["territory"] else supplier
    return title, labels.CERTAINTY[row["certainty"]], row["summary"]


def _position(row: Values, known: Case) -> tuple[str, str, str]:
    text = f"{row['summary']} “{row['short_quote']}”" if row["short_quote"] else row["summary"]
    return f"{row['actor']}: {position_words.STANCE[row['stance']]}", row["role"], text


def _event(row: Values, known: Case) -> tuple[str, str, str]:
    return row["title"], labels.CERTAINTY[row["certainty"]], row["summary"]


# The title, a short remark and the text of a row.
_SAID = {"transfers": _transfer, "context": _context, "positions": _position, "events": _event}


def _rows_on(dataset: Dataset, system: System, table: str) -> list[Record]:
    return [row for row in table_records(dataset, table) if row.values["system_id"] in system.related]


@memoized()
def transfers(dataset: Dataset, system: System, day: date) -> Listed:
    """Requested, refused, announced, pledged, delivered: the steps on the system and its relatives."""
    rows = _rows_on(dataset, system, "transfers")
    steps = {
        row.id: dict(row.values) | {"kind": transfer_steps.transfer_kind(row.values), "lane": system.family}
        for row in rows
    }
    listed = _listed(dataset, system, rows, day)
    return replace(
        listed, entries=tuple(_with_numbers(dataset, entry, steps[entry.id], day) for entry in listed.entries)
    )


def _with_numbers(dataset: Dataset, entry: Entry, step: Values, day: date) -> Entry:
    numbers = transfer_words.step_numbers(step, quantities_of_step(dataset, step, day))
    return replace(entry, kind=", ".join((entry.kind, *numbers)))


@memoized()
def context(dataset: Dataset, system: System, day: date) -> Listed:
    """Statements and reports that set no rule; a row counts from the day on which it was public."""
    return _listed(dataset, system, _rows_on(dataset, system, "context"), day, "reported")


@memoized()
def positions(dataset: Dataset, system: System, day: date) -> Listed:
    """The statements that name the system or a relative, and those on its issues that name no system."""
    issues = case(dataset).issues_about(*system.related)
    rows = [row for row in table_records(dataset, "positions") if _speaks_of(row.values, system, issues)]
    return _listed(dataset, system, rows, day)


def _speaks_of(statement: Values, system: System, issues: Iterable[str]) -> bool:
    # A release from before November 2026 does not say of which systems a statement speaks.
    named = list_items(statement.get("system_ids", ""))
    return bool(set(named) & set(system.related)) if named else statement["issue"] in issues


@memoized()
def events(dataset: Dataset, system: System, day: date) -> Listed:
    """The events that name the system or a relative."""
    related = set(system.related)
    rows = [row for row in table_records(dataset, "events") if related & set(list_items(row.values["system_ids"]))]
    return _listed(dataset, system, rows, day)


def log_entries(dataset: Dataset, family: str, view: View) -> list[LogEntry]:
    """The log on a family up to the day under the view's clock, newest first."""
    log = rule_log.rule_log(dataset)
    entries = rule_history.log_entries(log, date.min, view.asof, view.known)
    return [entry for entry in entries if log.family(entry.change.system_id) == family]


def first_allowed(dataset: Dataset, system: System, view: View) -> RuleChange | None:
    """The first rule by the day that allowed the system in the area that leads or one within it; None without one."""
    territories = case(dataset).territories
    leading = {key for key, area in territories.items() if area.lead == "general"}
    inside = {key for key, area in territories.items() if leading & set(area.path)}
    allowed = [
        entry.change
        for entry in log_entries(dataset, system.family, view)
        if entry.kind == "changed" and entry.change.status in ALLOWED and entry.change.territory in inside
    ]
    return allowed[-1] if allowed else None


@memoized()
def changes(dataset: Dataset, system: System, view: View) -> Listed:
    """The log on the system's family as entries."""
    log, entries = rule_log.rule_log(dataset), []
    for entry in log_entries(dataset, system.family, view):
        change = entry.change
        rule = confirmations.root(log, change, view.asof, view.known)
        how_sure, repeated = state_words.entry_remarks(entry, rule)
        name = labels.lane_name(
            names.pair_name(dataset, change.supplier, system.family), case(dataset).country_name(change.supplier)
        )
        entries.append(
            Entry(
                "restrictions",
                change.change_id,
                spoken(entry.day),
                state_words.entry_title(entry, name, case(dataset), rule),
                how_sure,
                f"{change.summary} {state_words.applied_and_known(change)}".strip(),
                change.note,
                tuple(sources.resolve_sources(dataset, change.source_ids)),
                repeats=(repeated, rule.change_id),
            )
        )
    every = sum(log.family(change.system_id) == system.family for change in log.changes)
    return Listed(tuple(entries), every - len(entries))


@memoized()
def state_html(dataset: Dataset, system: System, view: View) -> Markup:
    """The matrix of the system's family on the day, with a sentence on variants; a note without rules."""
    values = briefing.template_values(dataset, replace(view, systems=(system.family,), id=""))
    rows = [row for row in values["answer"].matrix if row.system_id == system.family]
    return html.render(
        "system_state.html",
        name=system.name,
        family=names.short_name(dataset, system.family),
        is_variant=system.family != system.system_id,
        variants=english.and_list([names.short_name(dataset, system_id) for system_id in system.variants]),
        files=[(words.FILES[name], f"shown/{PATH}/{name}.csv?{_system_query(system, view)}") for name in words.FILES],
        rows=rows,
        **values | {"provenance": Provenance(dataset, replace(view, id=system.system_id), PATH)},
    )


@memoized()
def identity_html(dataset: Dataset, system: System, day: date, query: str) -> Markup:
    """The fields of the system by a day with their sources, and links to family and variants."""
    relatives = [
        (system_id, names.short_name(dataset, system_id))
        for system_id in system.related
        if system_id != system.system_id
    ]
    return html.render(
        "system_identity.html",
        one_line=system.row["one_line"],
        fields=identity_fields(dataset, system, day),
        relatives=relatives,
        query=query,
    )


@memoized()
def list_html(dataset: Dataset, query: str) -> Markup:
    """All systems with their description in one line, variants under their family."""
    systems = [(row.system_id, row.name, row.one_line) for row in dataset["systems"].itertuples()]
    return html.render("system_list.html", systems=systems, query=query)


@memoized_by_bytes()
def entries_html(dataset: Dataset, system: System, view: View, listed: Listed, what: str) -> Markup:
    """A dated list: the newest OPEN entries, the others on a click, and how many come later."""
    return html.render(
        "system_entries.html",
        shown=listed.entries[:OPEN],
        others=listed.entries[OPEN:],
        later=listed.later,
        what=what,
        day=spoken_long(view.asof),
        provenance=Provenance(dataset, replace(view, id=system.system_id), PATH),
    )


def all_sources(dataset: Dataset, system: System, lists: Iterable[Listed]) -> list[Source]:
    """Every source of the page, the weightiest first, then by publisher: of the fields, the figures and the lists."""
    every_source = [source for _, _, field_sources in identity_fields(dataset, system) for source in field_sources]
    if "claims" not in dataset.broken:
        every_source += sources.resolve_sources(
            dataset,
            [
                claim.source_id
                for attribute in claims.ATTRIBUTES
                for claim in claims.claims_of_family(dataset, system.system_id, attribute)
            ],
        )
    every_source += [source for listed in lists for entry in listed.entries for source in entry.sources]
    return sorted(
        dict.fromkeys(every_source),
        key=lambda source: (-source.weight, source.publisher.casefold(), source.published, source.id),
    )


def _system_query(system: System, view: View) -> str:
    return urlencode({"id": system.system_id, **view_query(View(view.asof, view.known))}, doseq=True)


def citation_html(dataset: Dataset, system: System, view: View, base: str) -> Markup:
    """The citation of the page. `base` is the site's address without a slash at its end, "" if it is not known."""
    return html.render(
        "system_citation.html",
        name=system.name,
        day=spoken_long(view.asof),
        known=view.known,
        release=dataset.fingerprint,
        base=base,
        query=_system_query(system, view),
    )
