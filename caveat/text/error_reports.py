"""Reports of wrong values: links and texts. CAVEAT_REPORT_URL is a tracker's form or a mail address."""

from urllib.parse import quote, urlencode

from caveat import settings

PROVENANCE_HEADING = "How do you know?"
REPORT_HEADING = "Report a wrong value"


def report_text(page: str, row: str = "", file: str = "", value: str = "") -> str:
    """A report to copy and fill in. Blank parts are left for the reader to fill."""
    lines = ["Wrong value", f"Page: {page}", f"Row: {row or '(the name under the opened value)'}"]
    lines += [f"File: {file}"] if file else []
    return "\n".join([*lines, f"What is shown: {value}", "What it should be: ", "Source (address, publisher, date): "])


def report_link(row: str, value: str, page: str) -> str:
    """The link to the tracker's form (or a mail) with page, row and value; "" without CAVEAT_REPORT_URL.

    `page` may lack the host.
    """
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


def report_steps(file: str = "") -> list[str]:
    """How to report without a tracker. `file`: file and line of the row, "" if not known."""
    find = (
        f"The row stands in {file}."
        if file
        else "Open the value: the name of its row stands under its sources, with a link to its file and line."
    )
    return [
        find,
        (
            "Copy the text below and fill in what it should be and a public source that says so; "
            "without a source nothing is changed."
        ),
        (
            "This site names no address for reports: send the text to those who run it, "
            "or change the row yourself and propose the change (CONTRIBUTING.md says how, "
            "for spreadsheets too)."
        ),
    ]


COPY_HINT = "Click the text to select all of it."
FORM_LINK = "Open the form"
FORM_HINT = "It opens with this page’s address filled in. A value is changed on a public source only."
PROVENANCE_HINT = (
    "Every value opens to its sources. Under them stands the name of its row with a link to all that is "
    "known of it: what each source states, how sure it is, what is weak."
)
