"""Write DATA_CHANGES.md. A new entry says what changed in the facts since the last release that has an entry."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from caveat.dataset import tables
from caveat.dataset.partial_dates import spoken
from caveat.editing.git import NoRevision, folder_at, revisions_of

# The head of an entry; the release is the short name of the data's content that the foot of each page bears.
_RELEASE_HEAD = re.compile(r"^## Release ([0-9a-f]{12})\b.*$", re.M)
_ANY_HEAD = re.compile(r"^## ", re.M)
_NO_ENTRY = "the file has no entry of a release yet; name the revision that the first one begins with"


@dataclass(frozen=True)
class Base:
    """What a new entry compares with: a revision, its release ("" if unknown), and the older entries that stay."""

    release: str
    revision: str
    older_entries: str


def last_release(text: str, folder: Path) -> Base:
    """The newest recorded release that a revision holds. NoRevision if there is none.

    Entries above it are drafts: their data are in no revision, so the new entry replaces them.
    """
    heads = list(_RELEASE_HEAD.finditer(text))
    if not heads:
        raise NoRevision(_NO_ENTRY)
    starts = {head[1]: head.start() for head in reversed(heads)}
    for revision in revisions_of(folder):
        with folder_at(revision, folder) as copy:
            release = tables.fingerprint(copy)
        if release in starts:
            return Base(release, revision, text[starts[release] :])
    last = f"release {heads[0][1]}, the last one with an entry"
    raise NoRevision(f"no revision holds the data of {last}; commit the data, or name a revision")


def entries_of(text: str) -> str:
    """The entries of a file, without its introduction."""
    first = _ANY_HEAD.search(text)
    return text[first.start() :] if first else ""


def with_entry(text: str, base: Base, release: str, today: date, changes: str) -> str:
    """The file with a new entry above those that stay; `changes` is the difference as Markdown."""
    introduction = text.removesuffix(entries_of(text)).rstrip()
    since = f"release {base.release} (revision {base.revision[:10]})" if base.release else f"revision {base.revision}"
    entry = f"## Release {release}, {spoken(today)}\n\nSince {since}.\n\n{changes}\n"
    return f"{introduction}\n\n{entry}\n{base.older_entries}".rstrip() + "\n"
