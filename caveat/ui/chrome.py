"""The navigation bar with its skip link, the target of that link, and the scripts of every page."""

from markupsafe import Markup

from caveat import html
from caveat.content import pages
from caveat.domain.query import View
from caveat.ui import url_state
from caveat.ui.html import render_html

# Our own files: the content security policy allows no others. The first HTML names `charts` too;
# here it is for a page reached without one.
# Always the same text, so that a browser runs them once.
SCRIPTS = Markup("").join(
    Markup('<script src="app/static/{}.js"></script>').format(name)
    for name in ("landmarks", "pages", "reader", "charts", "play")
)
_TARGET = Markup('<div id="answer" class="cv-target" tabindex="-1"></div>')


def draw_bar(page_id: str, view: View) -> None:
    """Draw the first element of a page: the skip link to the answer, and the navigation bar.

    One piece of HTML, not a link each: every element costs each reader a part of each change of day.
    static/pages.js follows the links within the open session.
    """
    render_html(html.render("pages_bar.html", pages=pages.PAGES, here=page_id, query=url_state.link_query(view)))


def draw_answer_target() -> None:
    """Draw the target of the skip link, with the scripts of every page."""
    render_html(_TARGET + SCRIPTS, scripts=True)
