"""What is this site, and how is it read? (page /about)"""

from caveat.ui import page

page.show("about")
