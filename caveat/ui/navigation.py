"""The pages of the registry as Streamlit has them."""

from copy import copy
from functools import cache
from typing import Any

import streamlit as st

from caveat.content import pages
from caveat.content.page import Page
from caveat.settings import ROOT

SCRIPTS = ROOT / "pages"


def script_path(page: Page) -> str:
    """The path of a page's script.

    Absolute, since Streamlit resolves a relative path from the folder of its main script.
    """
    return str(SCRIPTS / f"{page.id}.py")


@cache
def _navigation_page(page: Page) -> Any:
    """A page for `st.navigation`, made once.

    A new page looks its file up on disk, in every run of every reader.
    """
    return st.Page(script_path(page), title=page.nav_title, url_path=page.path, default=not page.path)


def navigation_pages() -> list[Any]:
    """All pages for `st.navigation`.

    Copies, since `st.navigation` notes on a page that it may run, and readers must not share that.
    """
    return [copy(_navigation_page(page)) for page in pages.PAGES]
