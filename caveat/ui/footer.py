"""The footer of a page: how its values are known, how to report a wrong one, scope, licence, release."""

from urllib.parse import urlencode

from caveat import html
from caveat.content.page import PageRequest
from caveat.domain.query import View, view_query
from caveat.text import error_reports
from caveat.ui import share_dialog, url_state
from caveat.ui.html import render_html


def draw_footer(request: PageRequest) -> None:
    """Draw the footer, under what is added to each value that is copied."""
    view = request.view
    query = urlencode(url_state.address_query(), doseq=True)
    address = f"{url_state.site_url()}/{request.page.path}?{query}".rstrip("?")
    asks = html.render(
        "report_foot.html",
        method=request.page.has_method and request.page.shows_one_answer(view),
        query=urlencode(view_query(View(view.asof, view.known)), doseq=True),
        form=error_reports.report_link("", "", address),
        file="",
        copied=error_reports.report_text(address),
    )
    suffix = share_dialog.copy_suffix_html(request)
    render_html(suffix + html.render("foot.html", release=request.dataset.fingerprint, asks=asks))
