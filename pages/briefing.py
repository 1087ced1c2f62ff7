"""What were the missiles allowed to reach on this day? (page /)"""

from caveat.ui import page

page.show("briefing")
