"""Placeholder until this page lands."""

from frame import blocks, page

page.show("data", lambda view, tables, theme: blocks.headline("data"))
