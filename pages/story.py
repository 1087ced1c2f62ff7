"""Placeholder until this page lands."""

from frame import blocks, page

page.show("story", lambda view, tables, theme: blocks.headline("story"))
