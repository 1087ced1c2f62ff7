"""Placeholder until this page lands."""

from frame import blocks, page

page.show("compare", lambda view, tables, theme: blocks.headline("compare"))
