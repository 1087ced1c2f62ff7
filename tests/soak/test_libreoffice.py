"""Every table through LibreOffice, as an editor abroad would open and save it: what it changed is mended or named."""

import shutil
import subprocess
from pathlib import Path

import pytest

from caveat.dataset import schema
from caveat.editing import checks, spreadsheet
from tests.support.broken import copy_data

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="needs Debian's libreoffice-calc-nogui")

# Language -> LibreOffice's numbers of the language, of the separator and of the code page that Windows has there.
LANGUAGES = {"German": (1031, 59, 1), "French": (1036, 59, 1), "Ukrainian": (1058, 59, 34)}
UTF_8 = 76


def _convert(folder: Path, files: list[Path], to: str, *options: str) -> None:
    profile = f"-env:UserInstallation=file://{folder.parent / 'profile'}"
    command = ["soffice", profile, "--headless", *options, "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)


@pytest.mark.parametrize("book", ["xlsx", "ods"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_changes_in_silence(language: str, book: str, tmp_path: Path) -> None:
    number, separator, page = LANGUAGES[language]
    tables = sorted(schema.DATA.glob("*.csv"))
    books = tmp_path / "books"
    _convert(books, tables, book, f"--infilter=CSV:44,34,{UTF_8},1,,{number},false,true")
    for encoding in (UTF_8, page):
        saved = tmp_path / f"saved-{encoding}"
        to = f"csv:Text - txt - csv (StarCalc):{separator},34,{encoding},1,,{number},false,true,false"
        _convert(saved, sorted(books.glob(f"*.{book}")), to)
        folder = copy_data(tmp_path / str(encoding) / "data")
        for path in saved.glob("*.csv"):
            shutil.copy(path, folder / path.name)
        assert sorted(path.name for path in saved.glob("*.csv")) == [path.name for path in tables]
        list(spreadsheet.format_folder(folder))
        named = {error.file for error in checks.check(folder)}
        for path in tables:
            kept = (folder / path.name).read_bytes() == path.read_bytes()
            assert kept or f"data/{path.name}" in named, f"{path.name} changed, and nobody said so"
