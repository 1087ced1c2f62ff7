"""Placeholder until this page lands."""

from frame import blocks, page

page.show("timeline", lambda view, tables, theme: blocks.headline("timeline"))
