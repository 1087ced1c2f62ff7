"""Words of the strip: its title, what a lane says at its end, the label of a bar."""

from collections.abc import Sequence
from datetime import date, timedelta

from caveat.dataset.partial_dates import spoken
from caveat.domain.bars import Bar
from caveat.domain.case import Case, Territory
from caveat.domain.restrictions import PermissionState
from caveat.text.english import capital_first
from caveat.text.labels import CERTAINTY, STATUS
from caveat.text.permissions import certainty_since, leading_state

HOW_TO_READ = "A thin line above a bar: freer in a smaller area."


def title(area: Territory, start: date, day: date) -> str:
    """What the strip shows: "Use inside Russia, 2022 to 18 Nov 2024"."""
    return f"Use inside {area.name}, {start.year} to {spoken(day)}"


def answer(states: Sequence[PermissionState], names: Case) -> str:
    """The state at the end of a lane: "Not allowed"; "Allowed in the Kursk area" where only a smaller area is freer."""
    lead = leading_state(states, names)
    where = f" {names.territory(lead.territory).in_sentence}" if lead.territory != names.lead_area else ""
    return f"{capital_first(STATUS[lead.status])}{where}"


def remark(states: Sequence[PermissionState], names: Case) -> str:
    """Under it how sure it is and since when, whose rule it is, and what holds elsewhere."""
    lead = leading_state(states, names)
    parts = [certainty_since(lead)]
    if lead.deciding and lead.authority != lead.supplier:
        parts.append(f"{names.capital_name(lead.authority)}’s rule")
    if lead.territory != names.lead_area:
        general = next(state for state in states if state.territory == names.lead_area)
        parts.append("not elsewhere" if general.status == "prohibited" else f"elsewhere {STATUS[general.status]}")
    return " · ".join(part for part in parts if part)


def bar_label(name: str, bar: Bar, area: Territory) -> str:
    """A bar in words: "ATACMS in Russia: not allowed (official), 24 Apr to 18 Nov 2024"."""
    last = bar.end - timedelta(days=1)
    days = spoken(bar.start) if last <= bar.start else f"{spoken(bar.start)} to {spoken(last)}"
    return f"{name} {area.in_rule}: {STATUS[bar.status]} ({CERTAINTY[bar.certainty]}), {days}"
