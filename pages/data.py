"""What does this dashboard rest on, and where is it weak? (page /data)"""

from caveat.ui import page

page.show("data")
