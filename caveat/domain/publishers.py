"""Whose report a page goes back to, as far as the name of its publisher says so: "News-Pravda / NYT" -> "NYT"."""

import re

# How the table of sources names a copy, by the guidelines: the publisher, and with it the original in words. The first form that fits counts.
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
# Words that stand for a house without naming it: two such pages need not share one.
_NO_NAME = {"agency", "agencies", "german agency", "official", "forum", "forum copy"}
# One house under two names.
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
    """The house that a page's report comes from, in small letters for comparison; the publisher itself where no other is named."""
    origin = next((match["origin"] for form in _FORMS if (match := form.search(publisher))), publisher)
    plain = re.sub(r"\s*\([^)]*\)", "", origin).strip().casefold().removeprefix("the ")
    return publisher.casefold() if plain in _NO_NAME else _SAME.get(plain, plain)
