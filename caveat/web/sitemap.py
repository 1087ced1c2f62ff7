"""robots.txt, and the sitemap: every page and every day on which a rule changed."""

from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from caveat.content import pages
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.domain import rule_history
from caveat.domain.query import View, query_bounds, view_query
from caveat.web import releases, responses

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@responses.endpoint
def robots(request: Request) -> Response:
    """robots.txt: all pages may be read, and Streamlit's own paths are left out."""
    sitemap_url = f"{responses.site_url(request.scope)}/sitemap.xml"
    text = f"User-agent: *\nDisallow: /_stcore/\nAllow: /\n\nSitemap: {sitemap_url}\n"
    return responses.cached_response(request, "robots", text.encode(), "text/plain; charset=utf-8")


@responses.endpoint
def sitemap(request: Request) -> Response:
    """The addresses as a sitemap (sitemaps.org 0.9)."""
    urls = addresses(responses.site_url(request.scope))
    rows = Markup("").join(Markup("<url><loc>{}</loc></url>\n").format(url) for url in urls)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n{rows}</urlset>\n'
    return responses.cached_response(request, "sitemap", body.encode(), "application/xml")


def addresses(site: str) -> list[str]:
    """Every page, and the briefing on each day on which a rule changed; the pages alone if the log cannot be used."""
    shown = pages.PAGES
    try:
        dataset = releases.current_dataset()
        shown = pages.pages_of(dataset)
        bounds = query_bounds(dataset, current.today())
        days = rule_history.change_days(releases.checked_rule_log(dataset))
        covered = [day for day in days if bounds.earliest <= day <= bounds.latest]
    except UnusableTable:
        covered = []
    urls = [f"{site}/{page.path}" for page in shown]
    return urls + [f"{site}/?{urlencode(view_query(View(day)), doseq=True)}" for day in covered]
