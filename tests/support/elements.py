"""HTML as tests read it: parsed as browsers parse it, by Lexbor, some thirty times as fast as html.parser. The names are those of BeautifulSoup."""

from typing import Any, Self

from selectolax.lexbor import LexborHTMLParser, LexborNode


class Element:
    """An element of a page; equal to another that stands for the same place in the same page."""

    def __init__(self, node: LexborNode) -> None:
        self.node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.node.mem_id == other.node.mem_id

    def __hash__(self) -> int:
        return hash(self.node.mem_id)

    def __repr__(self) -> str:
        return (self.node.html or "")[:300]

    def __str__(self) -> str:
        return self.node.html or ""

    def __getitem__(self, name: str) -> Any:
        """An attribute, "class" and "rel" as lists. KeyError if the element does not have it."""
        value = self.node.attributes[name] or ""
        return value.split() if name in ("class", "rel") else value

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if self.has_attr(name) else default

    def has_attr(self, name: str) -> bool:
        return name in self.node.attributes

    @property
    def name(self) -> str:
        return self.node.tag or ""

    @property
    def parents(self) -> list["Element"]:
        """The elements around this one, from the inside."""
        found, node = [], self.node.parent
        while node is not None and node.is_element_node:
            found.append(Element(node))
            node = node.parent
        return found

    @property
    def parent(self) -> "Element":
        return self.parents[0]

    @property
    def following(self) -> "Element | None":
        """The next element of the same parent."""
        node = self.node.next
        while node is not None and not node.is_element_node:
            node = node.next
        return node and Element(node)

    def select(self, selector: str) -> list["Element"]:
        """The elements within this one that a CSS selector finds."""
        return [Element(node) for node in self.node.css(selector) if node.mem_id != self.node.mem_id]

    def select_one(self, selector: str) -> Any:
        """The first of them; None if there is none."""
        return next(iter(self.select(selector)), None)

    def get_text(self, separator: str = "", strip: bool = False) -> str:
        """The text of the element; with `strip` without blank pieces and the blanks around each."""
        pieces = [
            node.text_content or ""
            for node in self.node.traverse(include_text=True)
            if node.is_text_node
            and (node.parent.mem_id == self.node.mem_id or node.parent.tag not in ("script", "style"))
        ]
        # A space at which no line breaks is a space.
        pieces = [piece.replace("\xa0", " ") for piece in pieces]
        return separator.join(piece.strip() for piece in pieces if piece.strip()) if strip else separator.join(pieces)

    @property
    def text(self) -> str:
        return self.get_text()

    def without(self, selector: str, keep_text: bool = False) -> Self:
        """The same element after the elements of a selector are taken out of it, their text too or not."""
        for node in self.node.css(selector):
            node.unwrap() if keep_text else node.decompose()
        self.node.merge_text_nodes()
        return self


def parse(html: str) -> Element:
    """The root of a document, or of a body with a part of one."""
    return Element(LexborHTMLParser(str(html)).root)
