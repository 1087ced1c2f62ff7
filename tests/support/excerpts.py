"""Finding a table's row on a page whatever the page makes of it: the widest piece of the page that speaks of one row only."""

import base64
import struct
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag


@dataclass(frozen=True)
class Piece:
    """What a reader sees of one row: its text on one line, and the addresses outside that it leads to."""

    text: str
    links: set[str]


def squeeze(text: str) -> str:
    return " ".join(text.split())


def links(block: Tag) -> set[str]:
    """The addresses outside that an element leads to."""
    return {one["href"] for one in block.select("a[href*='://']")}


def blocks(soup: BeautifulSoup, texts: set[str]) -> dict[str, list[Piece]]:
    """For each text (a row's summary, say) the pieces of the page that hold it and none of the others.

    A piece is the widest element around the text, with the elements that follow it up to the next row: a paragraph and its list of sources, for example.
    """
    wanted = {squeeze(text) for text in texts if text}
    hits = []
    for node in soup.find_all(string=True):
        if isinstance(node, NavigableString) and (line := squeeze(node)):
            hits += [(text, node) for text in wanted if text in line]
    inside: Counter[int] = Counter(id(parent) for _, node in hits for parent in node.parents)
    found: dict[str, list[Piece]] = {text: [] for text in wanted}
    for text, node in hits:
        block = node.parent
        for parent in node.parents:
            if inside[id(parent)] > 1 or parent.name in ("[document]", "table", "ul", "ol", "tbody"):
                break
            block = parent
        parts = [block]
        for following in block.find_next_siblings():
            if inside[id(following)] or block.name in ("tr", "li"):
                break
            parts.append(following)
        found[text].append(
            Piece(
                squeeze(" ".join(part.get_text(" ") for part in parts)),
                {link for part in parts for link in links(part)},
            )
        )
    return found


def numbers(values: Any) -> list[float]:
    """The numbers of a figure's array, packed by plotly.py or not."""
    if isinstance(values, dict) and "bdata" in values:
        kind = {
            "f8": "d",
            "f4": "f",
            "i1": "b",
            "u1": "B",
            "i2": "h",
            "u2": "H",
            "i4": "i",
            "u4": "I",
            "i8": "q",
            "u8": "Q",
        }[values["dtype"].lstrip("<")]
        raw = base64.b64decode(values["bdata"])
        return [float(one) for one in struct.unpack(f"<{len(raw) // struct.calcsize(kind)}{kind}", raw)]
    if isinstance(values, list):
        return [number for one in values for number in numbers(one)]
    return [float(values)] if isinstance(values, int | float) and not isinstance(values, bool) else []


def drawn(figure: dict[str, Any], axis: str) -> Counter[float]:
    """How often each number stands on an axis of a figure."""
    return Counter(round(number, 3) for trace in figure["data"] for number in numbers(trace.get(axis)))
