"""The pages of the registry as Streamlit has them."""

from copy import copy
from functools import cache
from typing import Any

import streamlit as st

from caveat.content import pages
from caveat.content.page import Page
from caveat.dataset import current
from caveat.settings import ROOT

SCRIPTS = ROOT / "pages"


def script_path(page: Page) -> str:
    """The absolute path of a page's script: Streamlit resolves a relative one from its main script."""
    return str(SCRIPTS / f"{page.id}.py")


@cache
def _navigation_page(page: Page) -> Any:
    """A page for `st.navigation`, made once. A new page looks its file up on disk, in every run of every reader."""
    return st.Page(script_path(page), title=page.nav_title, url_path=page.path, default=not page.path)


def navigation_pages() -> list[Any]:
    """The pages of the case for `st.navigation`, as copies: it notes on a page that this reader may run it."""
    return [copy(_navigation_page(page)) for page in pages.pages_of(current.current_dataset())]
