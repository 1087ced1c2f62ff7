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
from caveat.web.site_url import origin

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(site: str) -> str:
    """robots.txt: all pages may be read, and Streamlit's own paths are left out."""
    return f"User-agent: *\nDisallow: /_stcore/\nAllow: /\n\nSitemap: {site}/sitemap.xml\n"


def addresses(site: str) -> list[str]:
    """Every page, and the briefing on each day on which a rule changed. The pages alone if the log cannot be used."""
    urls = [f"{site}/{page.path}" for page in pages.PAGES]
    try:
        dataset = releases.current_dataset()
        bounds = query_bounds(dataset, current.today())
        days = [
            day
            for day in rule_history.change_days(releases.checked_rule_log(dataset))
            if bounds.earliest <= day <= bounds.latest
        ]
    except UnusableTable:
        return urls
    return urls + [f"{site}/?{urlencode(view_query(View(day)), doseq=True)}" for day in days]


def sitemap(urls: list[str]) -> str:
    """Addresses as a sitemap (sitemaps.org 0.9)."""
    rows = Markup("").join(Markup("<url><loc>{}</loc></url>\n").format(url) for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n{rows}</urlset>\n'


def _robots_response(request: Request) -> Response:
    return responses.cached_response(
        request, "robots", robots(origin(request.scope)).encode(), "text/plain; charset=utf-8"
    )


def _sitemap_response(request: Request) -> Response:
    return responses.cached_response(
        request, "sitemap", sitemap(addresses(origin(request.scope))).encode(), "application/xml"
    )


robots_app = responses.endpoint(_robots_response)
sitemap_app = responses.endpoint(_sitemap_response)
