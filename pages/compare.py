"""What does each published source say a system can do? (page /compare)"""

from caveat.ui import page

page.show("compare")
