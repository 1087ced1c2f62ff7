"""What is known about one system? (page /system?id=…)"""

from caveat.ui import page

page.show("system")
