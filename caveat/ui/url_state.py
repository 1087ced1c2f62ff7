"""The address as the only state: each run reads it, each widget writes to it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import streamlit as st

from caveat.content import pages
from caveat.content.page import Page
from caveat.domain.address import Address
from caveat.domain.query import View
from caveat.domain.query import view_query as query_of


def site_url() -> str:
    """The address of the site as the reader's browser has it, without a slash at its end; "" if unknown."""
    url = urlsplit(st.context.url or "")
    return pages.site_url(f"{url.scheme}://{url.netloc}", url.path)


def read_address(page: Page | None = None) -> Address:
    """What the address asks of a page (None: of any page)."""
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    return pages.read_address(pairs, page, () if page else pages.PAGE_KEYS)


def put_keys(values: Mapping[str, str]) -> None:
    """Write keys at once, so that one change is one step of the browser's history; an empty value removes a key."""
    query = read_address().query | {key: [value] for key, value in values.items()}
    st.query_params.from_dict({key: found for key, found in query.items() if any(found)})


def link_query(view: View) -> str:
    """The query of a link to another page: the same view without the id, which belongs to one page."""
    return urlencode(query_of(replace(view, id="")), doseq=True)
