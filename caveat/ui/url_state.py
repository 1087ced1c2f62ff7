"""The address as the only state: each run reads it, each control writes to it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import streamlit as st

from caveat.content import pages
from caveat.domain.query import View
from caveat.domain.query import view_query as query_of

# The keys of the view; everything else in an address belongs to the page that shows it.
VIEW_KEYS = ("asof", "known", "sys", "from", "id")


def site_url() -> str:
    """The address of the site as the reader's browser has it, without a slash at its end; "" if unknown."""
    url = urlsplit(st.context.url or "")
    return pages.site_url(f"{url.scheme}://{url.netloc}", url.path)


def address_query() -> dict[str, list[str]]:
    """The query of the address: every key with all its values."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def put_key(key: str, values: str | Sequence[str]) -> None:
    """Write one key; an empty value removes it."""
    if values:
        st.query_params[key] = values if isinstance(values, str) else list(values)
    elif key in st.query_params:
        del st.query_params[key]


def put_view(view: View) -> None:
    """Write what changed of a view and leave the page's own keys; the browser is told of every write."""
    wanted, before = query_of(view), address_query()
    for key in VIEW_KEYS:
        value = wanted.get(key, "")
        if before.get(key, []) != ([value] if isinstance(value, str) and value else list(value)):
            put_key(key, value)


def link_query(view: View) -> str:
    """The query of a link to another page: the same view without the id, which belongs to one page."""
    return urlencode(query_of(replace(view, id="")), doseq=True)
