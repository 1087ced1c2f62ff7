"""The original publisher of a page, from its publisher's name: "News-Pravda / NYT" -> "NYT"."""

import re

# How the table of sources names a copy: the publisher, and with it the original in words.
# The first form that fits counts.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"\b(?:citing|quoting|(?:[Rr]elay|copy|excerpt) of) (?P<origin>[^;)]+?)(?: via [^)]*)?(?:\)|;|$)",
        r"\((?P<origin>[^()]+?) (?:text|copy)\)$",
        r"\((?P<origin>AFP|AP|Reuters|dpa|UPI|ANSA|TASS|PAP|Ukrinform)\)$",
        r"^(?P<origin>.+?) \((?:copy|text|at|relayed|quoted|summary|excerpt|seen|mirror)[^)]*\)$",
        r"^(?P<origin>.+?)(?: text)? via ",
        r" / (?P<origin>[^/]+)$",
    )
)
# Words for a publisher that do not name it: two such pages need not have the same one.
_NO_NAME = {"agency", "agencies", "german agency", "official", "forum", "forum copy"}
# Publishers under two names.
_SAME = {
    "wall street journal": "wsj",
    "new york times": "nyt",
    "washington post": "wp",
    "bbc news": "bbc",
    "sky news": "sky",
    "associated press": "ap",
    "agence france-presse": "afp",
}


def original_publisher(publisher: str) -> str:
    """The publisher that a report comes from, in small letters for comparison.

    The page's publisher itself if no other is named.
    """
    origin = next((match["origin"] for form in _FORMS if (match := form.search(publisher))), publisher)
    plain = re.sub(r"\s*\([^)]*\)", "", origin).strip().casefold().removeprefix("the ")
    return publisher.casefold() if plain in _NO_NAME else _SAME.get(plain, plain)
