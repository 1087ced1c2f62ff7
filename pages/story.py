"""What did the founding article say, and does it hold? (page /story)"""

from caveat.ui import page

page.show("story")
