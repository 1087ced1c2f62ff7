"""Reports of wrong values: links and texts. CAVEAT_REPORT_URL is a tracker's form or a mail address."""

from urllib.parse import quote, urlencode

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


def _joined(where: str, query: str) -> str:
    return f"{where}{'&' if '?' in where else '?'}{query}"
