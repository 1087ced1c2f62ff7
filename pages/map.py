"""What lay within range, and what was allowed, on this day? (page /map)"""

from caveat.ui import page

page.show("map")
