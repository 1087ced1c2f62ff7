"""A thread that looks for edits of a folder, has each judged beside the readers, and shows them what was accepted."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from caveat import error_log
from caveat.dataset import live, tables
from caveat.dataset.errors import DataError
from caveat.dataset.live import Errors, FolderState, LiveDataset, Snapshot
from caveat.dataset.tables import Dataset

LOOK_SECONDS = 0.2
# How long it waits after a look that failed, for example because no file can be opened at the moment.
PAUSE_SECONDS = 5.0
# How long a start waits for what is drawn first. It takes some 4 s; a machine that is busy shows its tables before.
START_SECONDS = 20.0
# From what readers have (None: nothing that was judged) and what they would get, the errors that speak against it:
# first what is found before it is shown, then, if that is nothing and while the condition holds, what is found after.
Judge = Callable[[Dataset | None, Dataset, Callable[[], bool]], Iterator[Errors]]
Files = Mapping[str, bytes]


@dataclass(eq=False)
class Watch:
    """The watch over a folder, from `start` to `stop`; readers meanwhile get what it puts into `dataset`.

    `shown` is the state that readers have, `proven` the last one that was judged to the end. What is refused falls back
    to the first, and to the second if that is at fault.
    """

    dataset: LiveDataset
    folder: Path
    judge: Judge
    # Builds what a first reader would wait for, before readers get a new version.
    prepare: Callable[[Dataset], object] = lambda dataset: None
    # Files outside the folder whose change may settle what waits: an edit that is committed is meant.
    signs: tuple[Path, ...] = ()
    shown: FolderState = field(init=False)
    proven: FolderState = field(init=False)
    _stats: object = None
    _judged: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self, trusted: Callable[[str], bool], fallback: Callable[[], Files]) -> None:
        """Read the folder and look for edits from now on.

        Its tables are judged first, for at most START_SECONDS; not if `trusted` knows their fingerprint: a release was
        drawn when it was made. If they cannot be used, `fallback` gives files to begin with, {} for none.
        UnusableTable for a bad description, without such files.
        """
        contents = self._contents()
        digest = live.combined_digest(contents)
        state = self._state(digest, contents)
        if state is None or state.snapshot.dataset.broken:
            state = self._state_from(dict(fallback()), digest, contents) or state
        if state is None:
            self.dataset.read(self.folder)  # raises with the reason
            return
        self._show(state)
        self.proven = state
        self.dataset.watched.add(self.folder)
        is_judged = trusted(state.snapshot.dataset.fingerprint)
        job = self._look_on if is_judged else partial(self._judge_and_look_on, fallback)
        self._thread = threading.Thread(target=job, name="caveat-edits", daemon=True)
        self._thread.start()
        if not is_judged:
            self._judged.wait(START_SECONDS)

    def stop(self) -> None:
        """End the thread. Readers of the folder look at its files themselves again."""
        self._ended.set()
        self.dataset.watched.discard(self.folder)
        if self._thread:
            self._thread.join(timeout=5)

    def look(self) -> None:
        """Look at the files once: an edit is judged, then shown, or named as waiting."""
        files = live.file_stats(self.folder)
        stats = files, [_changed_at(path) for path in self.signs]
        if stats == self._stats:
            return
        contents = self._contents()
        digest = live.combined_digest(contents)
        if digest != self.shown.digest or not self._is_settled() or self.shown.snapshot.pending_edits:
            self._take(digest, contents, self.shown)
        self._stats = (
            stats if self._is_settled() and (live.settled(files) or self.shown.snapshot.pending_edits) else None
        )

    def _is_settled(self) -> bool:
        """Whether what is shown is judged to the end, and no file has yet to settle."""
        return self.shown.final and self.shown is self.proven

    def _judge_and_look_on(self, fallback: Callable[[], Files]) -> None:
        try:
            self._judge_start(fallback)
        except Exception as error:
            error_log.record_error(error, "judge the tables at the start")
        self._look_on()

    def _look_on(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception as error:  # readers keep what they have, and the next look may do better
                error_log.record_error(error, "look for edits")
                self._ended.wait(PAUSE_SECONDS)

    def _judge_start(self, fallback: Callable[[], Files]) -> None:
        state = self.shown
        for errors in self.judge(None, state.snapshot.dataset, partial(self._holds_still, state.served)):
            if errors and not state.snapshot.pending_edits:
                found = self._state_from(dict(fallback()), state.digest, dict(state.served))
                if found is None:  # nothing is better: it stays, and is named at least
                    self.proven = _with_pending(state, errors)
                    self._show(self.proven)
            self._judged.set()

    def _holds_still(self, contents: Files) -> bool:
        """Whether the files are still these: no other edit waits, and the server goes on."""
        return self._contents() == contents and not self._ended.is_set()

    def _take(self, digest: str, contents: dict[str, bytes], before: FolderState, compared: bool = True) -> None:
        """Show an edit, without the files that have to wait: those are as they were `before`.

        With `compared` it is judged against what was judged to the end. When another edit comes once it is shown, the
        rest is left to that one. What readers had before may turn out to be at fault itself.
        """
        proven = self.proven = self.dataset.with_copy(self.folder, self.proven)
        before = proven if before is proven else self.dataset.with_copy(self.folder, before)
        refused: dict[str, Errors] = {}
        while not self._ended.is_set():
            state = self.dataset.next_state(self.folder, digest, contents, before, refused)
            errors: Errors = ()
            stages = 0
            if state.served != proven.served:
                base = proven.snapshot.dataset if compared else None
                for errors in self.judge(base, state.snapshot.dataset, partial(self._holds_still, contents)):
                    if errors:
                        break
                    stages += 1
                    if stages == 1:
                        self.prepare(state.snapshot.dataset)
                        self._show(state)
            if not errors:
                self._show(state)
                if stages != 1:
                    self.proven = state
                return
            blamed = _by_file(errors, proven.served, state.served)
            if any(state.served.get(file) == before.served.get(file) for file in blamed):
                before, refused = proven, blamed
            else:
                refused |= blamed

    def _state_from(self, files: dict[str, bytes], digest: str, contents: dict[str, bytes]) -> FolderState | None:
        """The state with the files of a fallback in place of those that cannot be used; None if that is no better."""
        base = self._state("", files | tables.text_contents(self.folder)) if files else None
        if base is None or base.snapshot.dataset.broken or next(self.judge(None, base.snapshot.dataset, lambda: False)):
            return None
        self.proven = base
        self._take(digest, contents, base, compared=False)
        return self.shown

    def _state(self, digest: str, contents: dict[str, bytes]) -> FolderState | None:
        try:
            return FolderState(digest, Snapshot(self.dataset.load(self.folder, contents)), contents)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def _contents(self) -> dict[str, bytes]:
        return tables.file_contents(self.folder) | tables.text_contents(self.folder)

    def _show(self, state: FolderState) -> None:
        self.shown = state
        self.dataset.put(self.folder, state)


def _changed_at(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_mtime_ns
    return 0


def _with_pending(state: FolderState, errors: Errors) -> FolderState:
    """A state that is shown although it has errors, since there is none before it; they are named."""
    return replace(state, snapshot=replace(state.snapshot, pending_edits=_by_file(errors, {}, state.served)))


def _by_file(errors: Errors, before: Files, after: Files) -> dict[str, Errors]:
    """The errors by the edited file that has to wait for each; an error elsewhere holds back every edited file."""
    edited = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    waiting: dict[str, list[DataError]] = {}
    for error in errors:
        _, _, name = error.file.partition("/")
        for file in [name] if name in edited else edited:
            waiting.setdefault(file, []).append(error)
    return {file: tuple(found) for file, found in waiting.items()}
