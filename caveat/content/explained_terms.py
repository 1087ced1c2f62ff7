"""Terms of the glossary explained where they stand: the first use on a page is a button that opens what it means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from caveat import html
from caveat.content.blocks import Block, Container, Group, Html, Section
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.glossary import Term, terms
from caveat.domain.query import View

_NAME = re.compile(r"</?([a-z0-9]+)")
# Text in these is a control, a heading, a name, or closed.
_LEFT_ALONE = re.compile(r"a|button|summary|details|h[1-3]|th|dt|b|q|blockquote|caption|code|pre|svg|script|style")
_A_RANGE = r"(?= [\d,.]+\skm)"
_OPEN_ENDED = frozenset(("br", "img", "input", "hr", "wbr", "col", "source"))


class Marker:
    """Marks the first use of each term on one page; `used` has the terms marked so far."""

    def __init__(self, dataset: Dataset, view: View) -> None:
        self.dataset = dataset
        self.public = tuple(term for term in terms(dataset) if term.is_public(view))
        self.used: tuple[Term, ...] = ()

    def mark(self, fragment: Markup) -> Markup:
        """A fragment with the first use of each term that was not used before as a button."""
        left = tuple(term for term in self.public if term not in self.used)
        marked, found = _marked(self.dataset, fragment, left)
        self.used += found
        return marked

    def meanings(self) -> Iterator[Block]:
        """What the buttons open, as the last block of the page."""
        if self.used:
            yield Html(html.render("term_meanings.html", terms=self.used), prerender=True)


def explained(dataset: Dataset, view: View, blocks: Iterable[Block], app: bool) -> Iterator[Block]:
    """The blocks with terms explained, and at the end what they mean; as they are if the glossary cannot be used.

    The app and the first HTML draw other blocks, so each is given its own alone.
    """
    if "glossary" not in dataset.frames or dataset["glossary"].empty:
        yield from blocks
        return
    marker = Marker(dataset, view)
    last: list[Block] = []
    for block in _marked_blocks(marker, blocks, app):
        if block.prerender or app:
            yield from last
            last = []
            yield block
        else:
            last.append(block)
    # Made when the blocks before it have been drawn; with the HTML of the page, not after what only the app draws.
    yield Group(marker.meanings, prerender=True)
    yield from last


def _marked_blocks(marker: Marker, blocks: Iterable[Block], app: bool) -> Iterator[Block]:
    for block in blocks:
        if block.app if app else block.prerender:
            yield _marked_block(marker, block, app)
        elif block.app:
            # Beside the HTML of the page the app draws it by itself.
            yield block


def _marked_block(marker: Marker, block: Block, app: bool) -> Block:
    if isinstance(block, Html):
        return replace(block, content=marker.mark(block.content))
    if isinstance(block, Section) and block.body:
        return replace(block, body=marker.mark(Markup(block.body)))
    if isinstance(block, Container):
        return replace(block, blocks=tuple(_marked_block(marker, part, app) for part in block.blocks))
    if isinstance(block, Group):
        return replace(block, make=partial(_made, marker, block, app))
    return block


def _made(marker: Marker, group: Group, app: bool) -> Iterator[Block]:
    return _marked_blocks(marker, group.make(), app)


@memoized(1024)
def _marked(dataset: Dataset, fragment: Markup, left: tuple[Term, ...]) -> tuple[Markup, tuple[Term, ...]]:
    """A fragment with the first use of each of some terms marked, and the terms found."""
    parts = html.TAG.split(str(html.unbroken(fragment)))
    found: list[Term] = []
    forms = {form: term for term in left for form in term.forms}
    if not forms or not parts[1:]:
        return Markup("".join(parts)), ()
    pattern = _pattern(forms)
    closed: list[str] = []
    for index, part in enumerate(parts):
        if index % 2:
            _follow(part, closed)
        elif not closed and part.strip():
            parts[index] = pattern.sub(partial(_button, part, forms, found), part)
    return Markup("".join(parts)), tuple(found)


def _follow(tag: str, closed: list[str]) -> None:
    """Keep the open elements whose text is left alone, with all that are open in them."""
    match = _NAME.match(tag)
    if not match or match[1] in _OPEN_ENDED or tag.endswith("/>"):
        return
    if tag.startswith("</"):
        if closed and match[1] == closed[-1]:
            closed.pop()
    elif closed or _LEFT_ALONE.fullmatch(match[1]) or "cv-hidden" in tag:
        closed.append(match[1])


def _pattern(forms: Mapping[str, Term]) -> re.Pattern[str]:
    """Any of the forms as whole words, the longest first, with the signs before and after it.

    Words that a term quotes are meant before a number of km.
    """
    words = []
    for form in sorted(forms, key=len, reverse=True):
        before = _A_RANGE if "“" in forms[form].term else ""
        words.append(rf"(?<![\w-]){re.escape(Markup.escape(form))}(?![\w-]){before}")
    return re.compile(rf"(?P<before>[(\[“‘]*)(?P<word>{'|'.join(words)})(?P<after>[)\]”’,.;:!?]*)")


def _button(text: str, forms: Mapping[str, Term], found: list[Term], match: re.Match[str]) -> str:
    """The button for a term found in a text; the text itself for a term found before.

    A single small word is in use as a word too ("who reported it"), so it is a term only where it stands by itself.
    """
    word = match["word"]
    term = forms[Markup(word).unescape()]
    stands_alone = text.strip(" ,.;:") == word
    if term in found or (word.isalpha() and word.islower() and not stands_alone):
        return match[0]
    found.append(term)
    button = html.render("term.html", term=term, word=Markup(word))
    # Beside the box of a term a line may break before a comma and after a bracket.
    signs = match["before"] or match["after"]
    return f'<span class="cv-nowrap">{match["before"]}{button}{match["after"]}</span>' if signs else str(button)
