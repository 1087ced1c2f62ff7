"""The Share button: its place in the frame, what the page says about itself while it is drawn, and what the button opens."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from caveat import settings
from caveat.content import embeds, share
from caveat.dataset import current
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.ui.html import render_html
from caveat.ui.navigation import PAGES

# In a frame of another site: what copies, what draws, and what tells that site how tall the page is (frame.landmarks has those of a whole page).
SCRIPTS = Markup("").join(
    Markup('<script src="app/static/{}.js"></script>').format(one) for one in ("reader", "charts", "frame")
)


@dataclass
class Said:
    """What a page has said about itself so far: its question, its own keys with their values, the systems that it shows where none was chosen, where the button is, what a copied value needs."""

    question: str = ""
    own: dict[str, list[str]] = field(default_factory=dict)
    systems: tuple[str, ...] = ()
    place: Any = None
    tail: Markup = field(default_factory=Markup)


_said: ContextVar[Said] = ContextVar("said")


def start_page() -> None:
    """A page begins."""
    _said.set(Said())


def ask(question: str) -> None:
    """The page's question."""
    if said := _said.get(None):
        said.question = question


def record_param(key: str, values: str | list[str]) -> None:
    """A key of the page's own with what it shows, be it chosen or a default."""
    if said := _said.get(None):
        said.own[key] = [values] if isinstance(values, str) else list(values)


def default_systems(systems: tuple[str, ...]) -> None:
    """The systems that the page shows where the address names none."""
    if said := _said.get(None):
        said.systems = systems


def button() -> None:
    """Put the button here; `fill` says later what it opens, because the page's own keys are known only at its end."""
    if said := _said.get(None):
        said.place = st.popover("Share", width="content", key="share")


def open_dialog(page_id: str, view: View, dataset: Dataset) -> None:
    """Say what the button opens, and what belongs to each value that is copied."""
    said, one = _said.get(None), shared(page_id, view, dataset)
    if said and said.place is not None:
        with said.place:
            render_html(share.share_html(one))
    if said:
        said.tail = share.copy_suffix_html(one)


def tail() -> Markup:
    """What belongs to each value that is copied, for the foot; nothing before `fill`."""
    said = _said.get(None)
    return said.tail if said else Markup("")


def framed(page_id: str, view: View, dataset: Dataset, part: str = "") -> None:
    """Under a page in a frame: day, clock, source and the way to the full view; and what belongs to each value that is copied, unseen."""
    one = shared(page_id, view, dataset)
    line = embeds.line_html(view, dataset.fingerprint, one.path, dict(one.own), part)
    render_html(line + Markup("<div hidden>{}</div>").format(share.copy_suffix_html(one)) + SCRIPTS, scripts=True)


def shared(page_id: str, view: View, dataset: Dataset) -> share.ShareTarget:
    """The page as it is passed on."""
    said = _said.get(None) or Said()
    path = next(one.path for one in PAGES if one.id == page_id)
    return share.ShareTarget(
        page_id,
        path,
        said.question,
        view,
        dataset.fingerprint,
        site(path),
        current.today(),
        share.page_params(said.own),
        said.systems if not view.systems else (),
    )


def site(path: str) -> str:
    """The address that all links begin with, without a stroke at its end: CAVEAT_URL, or as the reader's browser has it; "" where neither is known."""
    if settings.current().url:
        return settings.current().url
    parts = urlsplit(st.context.url or "")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return (
        f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix(f'/{path}' if path else '').rstrip('/')}"
    )
