"""When did a rule change, and when did the public learn of it? (page /timeline)"""

from caveat.ui import page

page.show("timeline")
