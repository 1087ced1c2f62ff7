"""The foot of a page: how its values are known, how to report a wrong one, scope, licence, release."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from caveat import html, settings
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.domain.query import view_query as query_of
from caveat.text import error_reports
from caveat.ui import share_dialog, url_state
from caveat.ui.html import render_html
from caveat.ui.navigation import PAGES


def page_address(page_id: str) -> str:
    """The address of the page as the reader has it, with the query; without the host where the browser has not said it."""
    path = next(one.path for one in PAGES if one.id == page_id)
    parts = urlsplit(st.context.url or "")
    base = settings.current().url or (f"{parts.scheme}://{parts.netloc}" if parts.netloc else "")
    return f"{base}/{path}?{urlencode(url_state.query(), doseq=True)}".rstrip("?")


def draw(page_id: str, view: View, dataset: Dataset) -> None:
    """Draw the foot, under what belongs to each value that is copied."""
    page = page_address(page_id)
    asks = html.render(
        "report_foot.html",
        report=error_reports,
        # The data page is itself about sources, and the list of systems answers nothing.
        method=page_id != "data" and (page_id != "system" or bool(view.id)),
        query=urlencode(query_of(View(view.asof, view.known)), doseq=True),
        form=error_reports.report_link("", "", page),
        steps=error_reports.report_steps(),
        copied=error_reports.report_text(page),
    )
    render_html(share_dialog.tail() + html.render("foot.html", release=dataset.fingerprint, asks=asks))
