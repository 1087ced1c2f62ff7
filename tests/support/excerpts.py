"""Find the rows of a table on a page, whatever the page makes of them, and the values in its figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.elements import Element


@dataclass(frozen=True)
class Excerpt:
    """The part of a page about one row: its text on one line and the addresses outside that it links to."""

    text: str
    links: set[str]


def one_line(text: str) -> str:
    """Return a text with single spaces in place of line breaks and indents."""
    return " ".join(text.split())


def outside_links(element: Element) -> set[str]:
    """Return the addresses of other sites that an element links to."""
    return {link["href"] for link in element.select("a[href*='://']")}


def excerpts(soup: Element, texts: set[str]) -> dict[str, list[Excerpt]]:
    """Return, for each text on one line (a row's summary, say), the parts of the page that hold it and none of the others.

    A part is the widest element around the text, with the elements that follow it up to the next row: a paragraph and
    its list of sources, for example.
    """
    lines = {one_line(text) for text in texts if text}
    hits = [
        (line, Element(text.parent))
        for text in soup.node.traverse(include_text=True)
        if text.is_text_node and (found := one_line(text.text_content))
        for line in lines
        if line in found
    ]
    hits_within = Counter(around for _, element in hits for around in (element, *element.parents))
    parts: dict[str, list[Excerpt]] = {line: [] for line in lines}
    for line, block in hits:
        for around in (block, *block.parents):
            if hits_within[around] > 1 or around.name in ("html", "body", "table", "ul", "ol", "tbody"):
                break
            block = around
        elements = [block]
        while block.name not in ("tr", "li") and (following := elements[-1].following) and not hits_within[following]:
            elements.append(following)
        parts[line].append(
            Excerpt(
                one_line(" ".join(element.get_text(" ") for element in elements)),
                {link for element in elements for link in outside_links(element)},
            )
        )
    return parts


def axis_values(figure: dict[str, Any], axis: str) -> Counter[float]:
    """Return how often each number, rounded to 3 digits, stands on an axis of a figure."""
    return Counter(round(number, 3) for trace in figure["data"] for number in _numbers(trace.get(axis)))


def _numbers(values: Any) -> Iterator[float]:
    if isinstance(values, list):
        for value in values:
            yield from _numbers(value)
    elif isinstance(values, int | float) and not isinstance(values, bool):
        yield float(values)
