"""Reports of wrong values and proposals: links and texts. CAVEAT_REPORT_URL is a tracker's form or a mail address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from caveat import settings


def report_text(page: str, row: str = "", file: str = "", value: str = "") -> str:
    """A report to copy and fill in. Blank parts are left for the reader to fill."""
    lines = ["Wrong value", f"Page: {page}", f"Row: {row or '(the name under the opened value)'}"]
    lines += [f"File: {file}"] if file else []
    return "\n".join([*lines, f"What is shown: {value}", "What it should be: ", "Source (address, publisher, date): "])


def report_link(row: str, value: str, page: str) -> str:
    """The link to the tracker's form or a mail; "" without CAVEAT_REPORT_URL. `page` may lack the host."""
    where = settings.current().report_url
    if not where:
        return ""
    page = page if "://" in page else f"{settings.current().url}{page}"
    title = f"Wrong value: {row}" if row else "Wrong value"
    if where.startswith("mailto:"):
        return _joined(
            where, urlencode({"subject": title, "body": report_text(page, row, value=value)}, quote_via=quote)
        )
    # The ids of the fields of .github/ISSUE_TEMPLATE/report-a-wrong-value.yml.
    seen = "\n".join([*([value] if value else []), f"Page: {page}", *([f"Row: {row}"] if row else [])])
    return _joined(where, urlencode({"title": title, "shown": seen}))


def proposal_text(file: str, row: str, cells: Mapping[str, str]) -> str:
    """A row with all its cells, to change and send."""
    return "\n".join([f"Row: {row}", f"File: {file}", "", *(f"{column}: {cell}" for column, cell in cells.items())])


def proposal_link(file: str, row: str, cells: Mapping[str, str]) -> str:
    """The link to the tracker's form for a change with a row's cells filled in, or a mail; "" without a setting."""
    where = settings.current().report_url
    title = f"Change: {row}"
    if where.startswith("mailto:"):
        body = f"{proposal_text(file, row, cells)}\n\nSource (address, publisher, date): "
        return _joined(where, urlencode({"subject": title, "body": body}, quote_via=quote))
    if not where:
        return ""
    # The form stands beside that of CAVEAT_REPORT_URL; its fields are those of propose-a-change.yml.
    address = urlsplit(where)
    query = dict(parse_qsl(address.query, keep_blank_values=True)) | {"template": "propose-a-change.yml"}
    fields = {"title": title, "row": f"{row} ({file})", "cells": "\n".join(f"{name}: {cells[name]}" for name in cells)}
    return urlunsplit(address._replace(query=urlencode(query | fields)))


def _joined(where: str, query: str) -> str:
    return f"{where}{'&' if '?' in where else '?'}{query}"
