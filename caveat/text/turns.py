"""When rules turned, as the headline of the timeline: the first permission and the newest turn, or the first no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Territory
from caveat.domain.restrictions import AuthorityRule
from caveat.domain.rule_log import RuleChange
from caveat.domain.timeline import reporting_gap_days
from caveat.text.english import and_list, capital_first, number_word
from caveat.text.evidence import who_disputes
from caveat.text.labels import CERTAINTY, STATUS
from caveat.text.timeline import area_phrase

# A headline is shortened beyond this length: four lines on a phone.
LETTERS = 120
# More systems than this are counted.
_MAX_NAMED = 2


@dataclass(frozen=True)
class Turn:
    """Rules that turned alike, as a headline tells them: the systems, and the rule of the first.

    `parts` has the smaller areas that alone have it, () for the whole area.
    """

    names: tuple[str, ...]
    status: str
    rule: AuthorityRule
    parts: tuple[Territory, ...] = ()
    certainty: str = "official"
    is_disputed: bool = False

    @property
    def since(self) -> str:
        """Since when it holds, as published."""
        return self.rule.since


def headline(where: tuple[str, Territory], first: Turn, newest: Turn | None) -> str:
    """When use was first allowed and what turned last: "First allowed inside Russia: 28 May 2024 (SCALP-EG); …".

    `where` has the chosen systems, "" for all, and the area.
    """
    subject, area = where
    opened = capital_first(f"{subject} first allowed {area_phrase(area)}: {spoken(first.since)}".strip())
    names = () if subject in first.names else first.names
    how = "" if first.status == "permitted" else STATUS[first.status].removeprefix(f"{STATUS['permitted']} ")
    who = f"{_listed(names)}{_place(first.parts)}".strip()
    if not newest:
        return f"{opened}{_bracketed(who, how, *_sure(first))}"
    turned = _turned(newest)
    wordings = [
        f"{opened}{_bracketed(who, *_sure(first))}; {turned}",
        f"{opened}{_bracketed(*_sure(first))}; {turned}",
        f"{capital_first(area_phrase(area))}: {turned}",
    ]
    return next((said for said in wordings if len(said) <= LETTERS), wordings[-1])


def never_headline(
    where: tuple[str, Territory], day: date, bar: Turn | None, claims: Sequence[RuleChange], is_past: bool
) -> str:
    """The same of rules that never allowed anything, with the first no; disputed `claims` say otherwise."""
    subject, area = where
    said = f"No rule allowed {subject or 'use'} {area_phrase(area)} by {spoken(day)}"
    if claims:
        said += who_disputes(claims, is_past)[0]
    if not bar:
        return said
    names = () if subject in bar.names else bar.names
    longer = f"{said}; first no: {spoken(bar.since)}{_bracketed(_listed(names), *_sure(bar))}"
    return longer if len(longer) <= LETTERS else said


def single_headline(area: Territory, now: Turn, around: str, before: Turn | None) -> str:
    """The same of a single pair; `around` is the status of the whole area where a smaller one alone is freer."""
    [name] = now.names
    status = STATUS[now.status]
    if around:
        joined = ", except" if around in ("prohibited", "not_supplied") else f"; {status}"
        status = f"{STATUS[around]}{joined}"
    since = "" if now.status == "not_supplied" and not before else f" since {spoken(now.since)}"
    # A system that was not supplied has the same answer in every area.
    where = "" if status == STATUS["not_supplied"] else f" {area_phrase(area)}"
    said = f"{name}{where}: {status}{_place(now.parts)}{since}{_bracketed(*_sure(now))}"
    until = f"; until then {STATUS[before.status]}{_place(before.parts)}" if before and not around else ""
    return f"{said}{until}" if len(said + until) <= LETTERS else said


def _turned(turn: Turn) -> str:
    since = f"{STATUS[turn.status]}{_place(turn.parts)} since {spoken(turn.since)}"
    return f"{_listed(turn.names)} {since}{_bracketed(*_sure(turn))}"


def _place(parts: Sequence[Territory]) -> str:
    return f" {and_list([area.in_sentence for area in parts])}" if parts else ""


def _listed(names: Sequence[str]) -> str:
    if not names:
        return ""
    return and_list(names) if len(names) <= _MAX_NAMED else f"{number_word(len(names))} systems"


def _sure(turn: Turn) -> tuple[str, ...]:
    """How sure a turn is, and when the public learned of it if that was later: "reported 23 Aug", "disputed"."""
    certainty = "" if turn.certainty == "official" else CERTAINTY[turn.certainty]
    if reporting_gap_days(turn.rule.change):
        learned = spoken(turn.rule.change.reported_text).removesuffix(f" {turn.since[:4]}")
        certainty = (
            f"{'reported' if turn.certainty == 'reported' else ' '.join([certainty, 'public']).strip()} {learned}"
        )
    return tuple(part for part in (certainty, "disputed" if turn.is_disputed else "") if part)


def _bracketed(*parts: str) -> str:
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
