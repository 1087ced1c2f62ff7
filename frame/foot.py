"""The foot of a page: how its values are known, how to report a wrong one, scope, licence, release."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from caveat import fragments
from caveat.tables import Tables
from caveat.view import View
from caveat.view import address as query_of
from caveat.words import report
from frame import address, share
from frame.put import put
from frame.site import PAGES


def page_address(page_id: str) -> str:
    """The address of the page as the reader has it, with the query; without the host where the browser has not said it."""
    path = next(one.path for one in PAGES if one.id == page_id)
    parts = urlsplit(st.context.url or "")
    base = report.site() or (f"{parts.scheme}://{parts.netloc}" if parts.netloc else "")
    return f"{base}/{path}?{urlencode(address.query(), doseq=True)}".rstrip("?")


def draw(page_id: str, view: View, tables: Tables) -> None:
    """Draw the foot, under what belongs to each value that is copied."""
    page = page_address(page_id)
    asks = fragments.render(
        "report_foot.html",
        report=report,
        # The data page is itself about sources, and the list of systems answers nothing.
        method=page_id != "data" and (page_id != "system" or bool(view.id)),
        query=urlencode(query_of(View(view.asof, view.known)), doseq=True),
        form=report.tracker("", "", page),
        steps=report.steps(),
        copied=report.text(page),
    )
    put(share.tail() + fragments.render("foot.html", release=tables.fingerprint, asks=asks))
