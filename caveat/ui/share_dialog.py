"""The Share button, and the source line of a page in a frame of another site."""

from contextlib import suppress

import streamlit as st
from markupsafe import Markup

from caveat.content import share
from caveat.content.page import Embed, PageRequest
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.ui import url_state
from caveat.ui.blocks import render_html

# In a frame of another site: copying, charts, and reporting the height of the page to that site
# (ui/frame.py has the scripts of a whole page).
SCRIPTS = Markup("").join(
    Markup('<script src="app/static/{}.js"></script>').format(name) for name in ("reader", "charts", "frame")
)


def share_target(request: PageRequest) -> share.ShareTarget:
    """The page as a reader shares it; without a question if its heading cannot be made."""
    page, view, question = request.page, request.view, ""
    # An error was shown and logged where the heading should stand.
    with suppress(Exception):
        question = request.heading.question
    return share.ShareTarget(
        page.id,
        page.path,
        question,
        view,
        request.dataset.fingerprint,
        url_state.site_url(),
        current.today(),
        share.page_params({key: [value] for key, value in request.params.usable.items()}),
        _default_systems(request),
    )


def _default_systems(request: PageRequest) -> tuple[str, ...]:
    """What the page shows if no system was chosen; () if that is all, or if it cannot be read."""
    with suppress(UnusableTable):
        return () if request.view.systems else request.page.default_systems(request.dataset)
    return ()


def draw_button(request: PageRequest) -> None:
    """Draw the button with its dialog."""
    with st.popover("Share", width="content", key="share"):
        render_html(share.share_html(share_target(request)))


def copy_suffix_html(request: PageRequest) -> Markup:
    """The text that is added to each copied value."""
    return share.copy_suffix_html(share_target(request))


def draw_source_line(request: PageRequest, embed: Embed | None) -> None:
    """Draw the line with day, clock, source and the link to the full view, and the text added to copies."""
    suffix = Markup("<div hidden>{}</div>").format(copy_suffix_html(request))
    render_html(request.source_line(embed) + suffix + SCRIPTS, scripts=True)
