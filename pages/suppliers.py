"""Placeholder until this page lands."""

from frame import blocks, page

page.show("suppliers", lambda view, tables, theme: blocks.headline("suppliers"))
