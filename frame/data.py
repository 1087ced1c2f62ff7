"""The tables that pages read: one reading of the files is shared by all readers and lives until the files change."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from caveat import package, restrictions, tables
from caveat.tables import Tables
from caveat.view import Bounds


def folder() -> Path:
    """Where the tables lie: `data/`, or the folder that CAVEAT_DATA names."""
    return Path(os.environ.get("CAVEAT_DATA") or package.DATA)


@st.cache_resource(max_entries=3, show_spinner=False)
def _load(where: str, fingerprint: str) -> Tables:
    return tables.load(Path(where))


def current() -> Tables:
    """The tables as the files are now. The reading is keyed by the content of the files, so that an edit shows on the next rerun. Never change its frames."""
    where = folder()
    return _load(str(where), tables.fingerprint(where))


def today() -> date:
    """The day in UTC, the same for all readers."""
    return datetime.now(UTC).date()


def bounds(read: Tables) -> Bounds:
    """The days and systems that an address may name. Without the restrictions every day up to today can be asked for, and today is the default."""
    systems = [] if "systems" in read.broken else list(read["systems"]["system_id"])
    try:
        default = restrictions.change_days(restrictions.log_of(read), "then")[-1]
    except (tables.BrokenTable, IndexError, ValueError):
        default = today()
    return Bounds(default=min(default, today()), latest=today(), systems=systems)
