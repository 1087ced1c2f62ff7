"""Placeholder until this page lands."""

from frame import blocks, page

page.show("positions", lambda view, tables, theme: blocks.headline("positions"))
