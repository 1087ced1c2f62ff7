"""Words of the strip: its title, what a lane says at its end, the label of a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caveat.dataset.partial_dates import spoken
from caveat.domain.bars import Bar
from caveat.domain.case import Case, Territory
from caveat.domain.restrictions import ALLOWED, STATUSES, PermissionState
from caveat.text.english import capital_first
from caveat.text.labels import CERTAINTY, STATUS
from caveat.text.permissions import certainty_since, leading_state

# A rule under which use may be allowed, or is barred: a smaller area can be freer.
_ON_TERMS = ("case_by_case", "prohibited")
LATER = "later"
HOW_TO_READ = "A thin line above a bar: freer in a smaller area."


def title(area: Territory, start: date, day: date) -> str:
    """What the strip shows: "Use inside Russia, 2022 to 18 Nov 2024"."""
    return f"Use inside {area.name}, {start.year} to {spoken(day)}"


@dataclass(frozen=True)
class LaneAnswer:
    """What stands at the end of a lane: the rule with its mark, any exception, how sure; `change_id` is its row."""

    status: str
    certainty: str
    text: str
    remark: str
    change_id: str


def lane_answer(states: Sequence[PermissionState], names: Case) -> LaneAnswer:
    """The general rule, then the smaller area that is freer: "Not allowed, except in the Kursk area".

    One that is allowed goes before one on conditions.

    States of one area only are answered by that area's rule.
    """
    general = next((state for state in states if state.territory == names.lead_area), states[-1])
    lead = leading_state(states, names)
    if lead is general:
        lead = _on_freer_terms(states, general, names)
    text, parts = capital_first(STATUS[general.status]), [certainty_since(general)]
    if general.deciding and general.authority != general.supplier:
        parts.append(f"{names.capital_name(general.authority)}’s rule")
    if lead is not general:
        is_exception = lead.status == "permitted" and general.status in ("prohibited", "not_supplied")
        joined = ", except" if is_exception else f"; {STATUS[lead.status]}"
        text = f"{text}{joined} {names.territory(lead.territory).in_sentence}"
        parts.append(f"{names.territory(lead.territory).short_name}: {certainty_since(lead)}")
    return LaneAnswer(
        general.status, general.certainty, text, " · ".join(part for part in parts if part), general.change_id
    )


def _on_freer_terms(states: Sequence[PermissionState], general: PermissionState, names: Case) -> PermissionState:
    """The first smaller area where use is on freer terms than the general rule sets; that rule if there is none."""
    freer = ALLOWED[: STATUSES.index(general.status)] if general.status in _ON_TERMS else ()
    narrow = (state for state in states if names.territory(state.territory).lead == "narrow")
    return next((state for state in narrow if state.status in freer), general)


def bar_label(name: str, bar: Bar, area: Territory) -> str:
    """A bar in words: "ATACMS in Russia: not allowed (official), 24 Apr to 18 Nov 2024"."""
    last = bar.end - timedelta(days=1)
    days = spoken(bar.start) if last <= bar.start else f"{spoken(bar.start)} to {spoken(last)}"
    return f"{name} {area.in_rule}: {STATUS[bar.status]} ({CERTAINTY[bar.certainty]}), {days}"
