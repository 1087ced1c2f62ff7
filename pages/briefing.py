"""What were the missiles allowed to reach on this day? (page /)"""

from functools import partial

from caveat.content import briefing, embeds
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.theme import Theme
from caveat.ui import blocks, page

METHOD = """
**How the state of a day comes about.** The log of restrictions has dated rows. For each supplier, system and territory the narrowest territory that has a row wins, and on it the latest row.
Where two governments have a say, the stricter rule stands, and both are shown when a cell is opened. A disputed row never sets the state. No record is not the same as “not allowed”.

**Two clocks.** “As known then” counts a row from the day on which the public knew it. “In hindsight” counts it from the day on which it applied.

**Certainty.** *Official*: said on the record. *Reported*: by media that cite named or unnamed sources. *Inferred*: from events or from wording; the note of the row says how. Most official words were read in news relays.
"""


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    built = briefing.build_briefing(dataset, view)
    if built.carried:
        blocks.notice(built.carried)
    blocks.html(briefing.briefing_html(dataset, view))
    blocks.method(METHOD, "How to read this")


def part(name: str, view: View, dataset: Dataset, theme: Theme) -> None:
    """The cards or the matrix alone, for other sites."""
    blocks.html(embeds.html(dataset, view, name))


page.show("briefing", body, {name: partial(part, name) for name in embeds.parts_of("briefing")})
