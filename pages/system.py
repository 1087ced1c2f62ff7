"""Placeholder until this page lands."""

from frame import blocks, page

page.show("system", lambda view, tables, theme: blocks.headline("system"))
