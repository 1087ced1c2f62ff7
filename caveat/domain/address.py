"""Reads addresses as people pass them on: mail programs, editors and sentences change their keys and values.

A key that is nearly one of ours is read as meant, or named in a note. Keys of campaigns and caches are left out
silently.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from caveat.dataset.suggest import suggestion

Pairs = Iterable[tuple[str, str]]
# What people and programs write for a key of the view.
OTHER_NAMES = {
    "system": "sys",
    "systems": "sys",
    "systemid": "sys",
    "weapon": "sys",
    "weapons": "sys",
    "since": "from",
    "date": "asof",
    "day": "asof",
    "asofdate": "asof",
    "clock": "known",
}
# Keys of the API; on a page they change nothing, unless the page has one of the same name.
API_KEYS = frozenset({"supplier", "authority", "territory", "attribute", "until", "format"})
# Their values are a reader's own words.
TEXT_KEYS = frozenset({"find", "q"})
# So many unknown keys of an address are looked at.
MAX_UNKNOWN = 10
# What campaigns, networks and caches add to links.
_CAMPAIGN_KEYS = """
    fbclid gclid dclid gclsrc gbraid wbraid msclkid yclid ysclid twclid ttclid sccid scid rdtcid epik irclickid
    srsltid igshid igsh igsid mccid mceid ga gl gac fbaid ref refsrc refurl referrer referer source src campaign
    campaignid cmpid cmp cid ncid ocid icid ito xtor spm share shared sharetype si s t sh sr rss feature trk
    trkcampaign trkinfo trackingid mkttok vero veroid guccounter guceref guccereferrer gucereferrer gucereferrersig
    twitterimpression smid smtyp linkid mbid sref emci emdi ceid partner via mod embedoptions amp app isappinstalled
    scene nsukey wpmobileexternal print output noredirect cb cachebuster cachebust cache nocache ts timestamp time
    rnd rand random r v ver version nonce
"""
TRACKING = frozenset(_CAMPAIGN_KEYS.split())
# Keys that belong together by how they begin: “utm_source”, “_ga”; “attribute” is none of these.
_CAMPAIGN = re.compile(r"_|li_|(?:utm|hsa|hs|pk|mtm|piwik|matomo|oly|wt|at|af|stm|mc)[_.\-]")
# What stands around a value in a sentence, in brackets, in quotes, in Markdown; no sign of a number.
EDGES = (
    " \t\r\n\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff.,;:!?…()[]{}<>\"'“”„‟‘’‚‛«»‹›`´*_|\\/=&#~^"
    "。．，、；：！？（）［］｛｝【】「」『』《》〈〉〔〕｡､·•،؛؟।՝։"
)
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d-]+")
_CLOSING = re.compile(r"[\])}>\"<”»#）］】」』》〉]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
# A mail program that writes “=” as “=3D”.
_QUOTED_PRINTABLE = re.compile(r"^(?:=|3D(?==|[0-9a-z]))+")
_ENTITY = re.compile(r"^(?:amp;|#0*38;|#x0*26;|[&?;\s])+", re.IGNORECASE)
# What stands for “=” where an address was typed or translated.
_EQUALS = re.compile("[=＝:：]")
_INDEX = re.compile(r"\[[^\]]*\]?$")
# Bounded, so that no address takes long to read.
_NEXT_KEY = re.compile(
    r"(?:[&;?,\s|/#＆，；？]|%26|%3B|\\u0026){1,6}(?:amp;|#38;){0,3}([A-Za-z][\w\-\[\]]{0,20})(?:=|＝|%3D)",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# With a time of the day or without.
_DAY = re.compile(
    r"(\d{4})(?:([-/._])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T ]\d{2}[\d:.+\- Z]{0,30})?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True)
class Address:
    """The query of an address: its keys as meant with their values, and notes on what was not understood."""

    query: dict[str, list[str]]
    notes: list[str]


def read_address(pairs: Pairs, own: Collection[str], others: Collection[str] = ()) -> Address:
    """The keys in `own` with their values; a note for each key that looks like one of these or is one of `others`."""
    query: dict[str, list[str]] = {}
    notes: dict[str, None] = {}
    unknown = 0
    for name, value in _split(pairs, own):
        key = meant_key(name, own)
        if key:
            if value:
                query.setdefault(key, []).append(value)
        elif value and unknown < MAX_UNKNOWN and not is_tracking(name):
            unknown += 1
            notes[_note(name, value, own, others)] = None
    return Address(query, [note for note in notes if note])


def is_tracking(name: str) -> bool:
    """Whether a key is one that campaigns, networks and caches add: it says nothing of what is asked."""
    plain = _plain(name)
    folded = fold(plain)
    return folded in TRACKING or folded.isdigit() or bool(_CAMPAIGN.match(plain))


def meant_key(name: str, own: Collection[str]) -> str:
    """The key of `own` that a name stands for whatever its case, signs and encoding; "" if none."""
    if name in own:
        return name
    plain = _plain(name)
    if plain in own:
        return plain
    if is_tracking(plain):
        return ""
    folded = fold(plain)
    key = next((key for key in own if fold(key) == folded), "") or OTHER_NAMES.get(folded, "")
    return key if key in own else ""


def trimmed(value: str) -> str:
    """A value without what stands around it in a sentence, in a link of Markdown or HTML, with plain dashes."""
    plain = _DASHES.sub("-", _INVISIBLE.sub("", value)).strip(EDGES)
    return _CLOSING.split(plain, maxsplit=1)[0].strip(EDGES)


def written_day(value: str) -> str:
    """A day that is written with other signs, year first, as YYYY-MM-DD; other values as they are."""
    value = trimmed(unicodedata.normalize("NFKC", value[:200]))
    found = _DAY.fullmatch(value)
    if not found:
        return value
    month, day = found[3] or found[5], found[4] or found[6]
    return f"{found[1]}-{month:0>2}-{day:0>2}"


def meant(value: str, allowed: Collection[str]) -> str:
    """The allowed id that a value stands for, whatever its case and signs; "" if none or several."""
    if value in allowed:
        return value
    folded = fold(value)
    found = [one for one in allowed if fold(one) == folded] if folded else []
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A text without case and signs, to compare names."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text[:200]).casefold() if sign.isalnum())


def _decoded(text: str) -> str:
    """A text without the encodings that were laid over each other."""
    for _ in range(3):
        plain = unescape(unquote(text))
        if plain == text:
            break
        text = plain
    return text


def _plain(name: str) -> str:
    """A key without encodings, entity and index: “&amp;sys[]” is “sys”."""
    return _INDEX.sub("", _ENTITY.sub("", _decoded(name[:200]))).strip(EDGES.replace("_", "")).casefold()


def _split(pairs: Pairs, own: Collection[str]) -> Iterator[tuple[str, str]]:
    """The pairs; a key that was swallowed by the value before it is a pair of its own."""
    for name, value in pairs:
        if not value and len(parts := _EQUALS.split(_decoded(name), maxsplit=1)) == 2:
            name, value = parts
        elif (whole := name + value.strip().partition("=")[0]) in own:
            # A line of mail that ended within the key.
            name, value = whole, value.partition("=")[2]
        if meant_key(name, own) not in TEXT_KEYS:
            value = _QUOTED_PRINTABLE.sub("", _decoded(value))
        start = 0
        for found in _NEXT_KEY.finditer(value):
            if meant_key(found[1], own) or is_tracking(found[1]):
                yield name, value[start : found.start()]
                name, start = found[1], found.end()
        yield name, _QUOTED_PRINTABLE.sub("", value[start:]) if start else value


def _note(name: str, value: str, own: Collection[str], others: Collection[str]) -> str:
    """What to tell a reader of a key that a page does not take; "" if it cannot have meant anything here."""
    plain = _plain(name)
    asked = f"The address asks for {_short(plain)}={_short(value)}"
    if meant_key(plain, [*others, *API_KEYS]):
        return f"{asked}, which this page does not take. It was left out."
    if hint := suggestion(plain, {*own, *OTHER_NAMES, *others, *API_KEYS}):
        return f"{asked}; {hint} It was left out."
    # A day or a clock under a name of no key: it was meant to change the answer.
    means = _ISO_DAY.fullmatch(trimmed(value)) or fold(value) in ("then", "now")
    return f"{asked}, which is the name of no choice here. It was left out." if means else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:40]}…" if len(text) > 40 else text
