"""Write files in one step, and copy a data folder with some files replaced."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file's content in one step, so that nobody reads half of it.

    Its mode is kept, and a link stays a link.
    """
    replace_files({path: content})


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Replace the contents of several files, or of none if one of them cannot be written."""
    written: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            target = path.resolve()
            before[target] = target.read_bytes() if target.exists() else None
            written[target] = _write_beside(target, content)
        for target, temporary in written.items():
            temporary.replace(target)
    except BaseException:
        for target, temporary in written.items():
            if not temporary.exists():  # it is in its place already
                _put_back(target, before[target])
            temporary.unlink(missing_ok=True)
        raise


def _write_beside(path: Path, content: bytes) -> Path:
    """Write a temporary file in the folder of `path`, with the mode of that file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        _write_beside(path, content).replace(path)


@contextmanager
def folder_with(name: str, contents: Mapping[str, bytes], folder: Path | None = None) -> Iterator[Path]:
    """A temporary folder called `name` with `contents` by file name. It has links to all else in `folder`."""
    with tempfile.TemporaryDirectory() as parent:
        copy = Path(parent) / name
        copy.mkdir()
        for file, content in contents.items():
            (copy / file).write_bytes(content)
        for path in folder.iterdir() if folder else ():
            if path.name not in contents and path.exists():
                (copy / path.name).symlink_to(path.resolve())
        yield copy
