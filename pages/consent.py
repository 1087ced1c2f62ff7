"""Whose yes does it take? The supplier's rule and any other state's, side by side (page /consent)."""

from caveat.ui import page

page.show("consent")
