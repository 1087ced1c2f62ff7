"""What does each published source say a system can do? (page /compare)"""

from urllib.parse import urlencode

from caveat.content import choices, compare
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, view_query
from caveat.text import claims as words
from caveat.theme import Theme
from caveat.ui import blocks, page, share_dialog

METHOD = """
**A figure is a claim.** Each published figure is kept with its qualifier, its wording, its unit as published, its source and its date. “Up to” gives a ceiling and no floor, “more than” a floor and no ceiling. Where a floor counts as lowest or highest, it counts with the number that it states.

**The headline.** For range the editors marked one row a system: the figure of the maker or of the supplier where there is one. For everything else the rule is: the figure that most sources state; among equals one that needed no conversion, then the newest. A click on a figure in the table shows which rule chose it.

**Units.** Miles, feet, pounds and miles an hour are converted; the wording stays as published. Prices in pounds, euro or won are not converted, because no source gives a rate.

**Variants.** A claim that names a variant stands with the variant. “ATACMS” has the claims that name none, or that cover all. Add the variants under “Systems”.

**How far this goes.** Most figures go back to the maker, one agency or one ministry, so many claims are not many witnesses. The chosen day does not change this page: it shows the figures of all dates.
"""


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    chosen = list(view.systems) or list(compare.DEFAULT)
    share_dialog.default_systems(compare.DEFAULT)
    attribute = blocks.choose("Property", "attribute", *choices.options("attribute", dataset, view))
    query = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    blocks.html(compare.lines_html(dataset, chosen, attribute, query))
    blocks.section(words.chart_title(attribute))
    _chart(view, dataset, chosen, attribute, theme)
    blocks.section(
        "Side by side",
        "The headline figure, and under it how many claims there are and how far they spread. A click shows rule, wording and source.",
    )
    blocks.html(compare.side_by_side_html(dataset, chosen, view))
    blocks.method(METHOD)


def _chart(view: View, dataset: Dataset, chosen: list[str], attribute: str, theme: Theme) -> None:
    drawn = compare.chart(dataset, tuple(chosen), attribute, theme)
    count = len(drawn.claims)
    table = compare.claims_table(dataset, drawn.claims, words.table_caption(attribute, count), view, compare.PATH)
    if drawn.figure is None:
        blocks.notice(words.NO_CHART)
        blocks.html(table)
        return
    blocks.chart(
        drawn.figure, alt=drawn.alt, table=table, caption=drawn.caption, key="claims", title=words.table_title(count)
    )


def part(view: View, dataset: Dataset, theme: Theme) -> None:
    """The chart alone, for other sites."""
    share_dialog.default_systems(compare.DEFAULT)
    attribute = blocks.param_value("attribute", *choices.options("attribute", dataset, view))
    blocks.section(words.chart_title(attribute))
    _chart(view, dataset, list(view.systems) or list(compare.DEFAULT), attribute, theme)


page.show("compare", body, {"claims": part})
