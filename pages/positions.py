"""Who said what, up to the day? (page /positions)"""

from caveat.ui import page

page.show("positions")
