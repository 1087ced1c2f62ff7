"""Write a file in one step, and copy a data folder with some files replaced."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file's content in one step, so that nobody reads half of it.

    Its mode is kept, and a link stays a link.
    """
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
