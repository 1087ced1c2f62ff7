"""Placeholder until this page lands."""

from frame import blocks, page

page.show("map", lambda view, tables, theme: blocks.headline("map"))
