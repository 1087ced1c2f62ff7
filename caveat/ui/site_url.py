"""The address of the site as a reader's browser has it."""

from urllib.parse import urlsplit

import streamlit as st

from caveat import settings
from caveat.content.pages import page_by_path


def site_url() -> str:
    """The site's address without a slash at its end; "" if unknown.

    CAVEAT_URL, or the address that the browser has, without the path of the page.
    """
    if settings.current().url:
        return settings.current().url
    url = urlsplit(st.context.url or "")
    if url.scheme not in ("http", "https") or not url.netloc:
        return ""
    path = url.path.rstrip("/")
    parent, _, last = path.rpartition("/")
    return f"{url.scheme}://{url.netloc}{parent if page_by_path(last) else path}"
