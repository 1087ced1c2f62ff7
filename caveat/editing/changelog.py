"""DATA_CHANGES.md: a new entry with what changed in the facts since the last release that has one."""

import re
from dataclasses import dataclass
from pathlib import Path

from caveat.dataset import tables
from caveat.editing.git import NoRevision, folder_at, revisions_of
from caveat.editing.messages import changelog as words

# The head of an entry; the release is the short name of the data's content that the foot of each page bears.
_HEAD = re.compile(r"^## Release ([0-9a-f]{12})\b.*$", re.M)
_ANY_HEAD = re.compile(r"^## ", re.M)


@dataclass(frozen=True)
class Base:
    """The newest recorded release that a revision holds: its name, the revision, and the entries from its own on as they stand in the file."""

    release: str
    revision: str
    kept: str


def base(text: str, folder: Path) -> Base:
    """Where a new entry begins. Entries above it are drafts: their data stand in no revision, so the new entry takes their place. NoRevision where there is none."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        raise NoRevision(words.NO_ENTRY)
    places = {head[1]: head.start() for head in reversed(heads)}
    for revision in revisions_of(folder):
        with folder_at(revision, folder) as copy:
            release = tables.fingerprint(copy)
        if release in places:
            return Base(release, revision, text[places[release] :])
    raise NoRevision(words.not_held(heads[0][1]))


def entries_of(text: str) -> str:
    """The entries of a file, without its introduction."""
    first = _ANY_HEAD.search(text)
    return text[first.start() :] if first else ""


def with_entry(text: str, kept: str, entry: str) -> str:
    """The file with a new entry: its introduction, the entry, then what is kept of the older ones."""
    introduction = text.removesuffix(entries_of(text)).rstrip()
    return f"{introduction}\n\n{entry}\n{kept}".rstrip() + "\n"
