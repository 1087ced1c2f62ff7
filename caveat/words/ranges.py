"""The headline range of a system in a few words, for cards and rows."""

from __future__ import annotations

from caveat.tables import Tables


def headline_range(tables: Tables, system_id: str) -> str:
    return ""
