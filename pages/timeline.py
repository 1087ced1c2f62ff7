"""When did a rule change, and when did the public learn of it? (page /timeline)"""

from functools import partial

from caveat import html
from caveat.content import choices, timeline
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.text import timeline as words
from caveat.theme import Theme
from caveat.ui import blocks, page

METHOD = """
**Where a lane comes from.** The log of rules is folded for each day: of each authority the newest row on the narrowest area counts, and of several authorities the strictest. A bar is a run of days with the same answer. Where a rule is another state's than the supplier's, the hover label and the table say whose it is.

**Two clocks.** *As known then* starts a bar when the rule applied and the public knew of it. *In hindsight* starts it when it applied. Switch the clock and bars move: the Pentagon's review of 2025 applied from late spring and became public in August.

**Certainty.** The line under a bar: solid is official, dashed is reported, dotted is inferred. A bar without a line, in a paler tone, is carried forward: the newest row for that lane and area is more than 90 days older. Disputed rows set no bar. They stand as marks under the lane and in the table.

**Dates.** A month or a year counts from its first day, so a bar that begins on such a date may begin later in truth. The table shows dates as they were published.

**Which area is shown first.** The Kursk area, because the founding week of November 2024 turned on it. A rule for all of Russia holds there too, until the Kursk area has one of its own.

**Events** are context at policy level. The chart names the weightiest of each quarter of the window; all of them are in the table.
"""


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    territory = blocks.choose("Area", "territory", *choices.options("territory", dataset, view))
    zoom = blocks.choose("Days shown", "zoom", *choices.options("zoom", dataset, view))
    shown = timeline.build(dataset, view, territory, zoom)
    blocks.html(timeline.answer_html(shown))
    _chart(view, shown, theme)
    if shown.notes:
        blocks.html(html.render("timeline_notes.html", notes=shown.notes))
    blocks.section("Every entry behind it")
    blocks.html(timeline.entries_html(dataset, view, shown))
    blocks.section("Said and reported, without setting a rule")
    page.render_safely(partial(_context, dataset, view, shown))
    blocks.section("Events")
    page.render_safely(partial(_events, view, dataset, shown))
    blocks.method(METHOD)


def _chart(view: View, shown: timeline.History, theme: Theme) -> None:
    blocks.section(words.chart_title(shown.territory, shown.start, shown.end))
    if shown.names:
        blocks.html(timeline.legend_html())
        blocks.chart(
            timeline.figure(shown, view.asof, theme), alt=shown.alt, table=timeline.spans_table(shown), key="lanes"
        )
    else:
        blocks.notice(words.NO_LANE)


def _context(dataset: Dataset, view: View, shown: timeline.History) -> None:
    blocks.html(timeline.context_html(dataset, view, shown))


def _events(view: View, dataset: Dataset, shown: timeline.History) -> None:
    blocks.html(timeline.events_html(dataset, view, shown))


def part(view: View, dataset: Dataset, theme: Theme) -> None:
    """The chart alone, for other sites."""
    territory = blocks.param_value("territory", *choices.options("territory", dataset, view))
    zoom = blocks.param_value("zoom", *choices.options("zoom", dataset, view))
    _chart(view, timeline.build(dataset, view, territory, zoom), theme)


page.show("timeline", body, {"timeline": part})
