"""Who asked, refused, pledged and delivered, up to the day, and what was paid? (page /suppliers)"""

from caveat.ui import page

page.show("suppliers")
