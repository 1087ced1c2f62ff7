"""Several files are replaced, or none."""

from pathlib import Path

import pytest

from caveat.editing.files import replace_file, replace_files


def test_all_files_are_replaced_with_their_modes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "ab"]
    for path in paths:
        path.write_bytes(b"old")
        path.chmod(0o640)
    replace_files({path: path.name.encode() for path in paths})
    assert [path.read_bytes() for path in paths] == [b"a", b"b"]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o640}
    assert sorted(tmp_path.iterdir()) == paths


@pytest.mark.parametrize("fails_at", ["write", "replace"])
def test_a_failure_on_the_way_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    paths = [tmp_path / name for name in "abc"]
    for path in paths[:2]:
        path.write_bytes(b"old")
    replace = Path.replace

    def failing(source: Path, target: Path) -> Path:
        if Path(target).name == "b" and source.read_bytes() == b"new":
            raise OSError("no space is left")
        return replace(source, target)

    order = {paths[2]: b"new", paths[0]: b"new", paths[1]: b"new"}
    if fails_at == "write":
        order[tmp_path / "no folder" / "d"] = b"new"
    else:
        monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError):
        replace_files(order)
    assert [path.read_bytes() for path in paths[:2]] == [b"old", b"old"]
    assert sorted(tmp_path.iterdir()) == paths[:2]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    replace_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"
