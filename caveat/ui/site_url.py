"""The address of the site as a reader's browser has it."""

import os
from urllib.parse import urlsplit

import streamlit as st

from caveat.content.pages import PAGES


def site_url() -> str:
    """CAVEAT_URL, or the address that the browser has without the path of its page, without a slash at the end; "" if unknown."""
    if configured := os.environ.get("CAVEAT_URL", "").rstrip("/"):
        return configured
    url = urlsplit(st.context.url or "")
    if url.scheme not in ("http", "https") or not url.netloc:
        return ""
    parent, _, last = url.path.rstrip("/").rpartition("/")
    base = parent if last in {page.path for page in PAGES} else url.path.rstrip("/")
    return f"{url.scheme}://{url.netloc}{base}"
