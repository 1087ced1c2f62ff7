"""What did the founding article say, and does it hold? (page /story)"""

from caveat.content import choices, story
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.theme import Theme
from caveat.ui import blocks, page

METHOD = """
**What was compared.** The article is an explainer by the agency AFP. Each thing that it states was taken as one fact, and other pages were searched for each. The list under a fact names the pages that were read, at least as an excerpt.

**How agreement is judged.** *Confirmed*: independent pages say the same. *Partly confirmed*: they agree in part, or with another figure, date or wording; the note says how. *Found nowhere else*: no other page with this was found, which does not show that it is false. *Contradicted*: other pages say otherwise.

**How far this goes.** Pages often repeat one agency or one interview, so several pages are not always several witnesses. Some pages under a fact carry other texts of AFP; their names say so.

**The rows.** Under each fact stand the rows of our tables that carry it, with their own sources. They may be later, more precise or more careful than the article.
"""


def body(view: View, dataset: Dataset, theme: Theme) -> None:
    if notice := story.not_yet(dataset, view.asof):
        blocks.notice(notice)
    blocks.html(story.answer_html(dataset))
    blocks.section("Fact by fact")
    blocks.html(story.facts_html(dataset, blocks.choose("Show", "agrees", *choices.options("agrees", dataset, view))))
    blocks.method(METHOD, "How to read this")


page.show("story", body)
