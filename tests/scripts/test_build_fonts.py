"""The small face of icons holds every icon that can be shown, and the faces of pictures every letter of the tables."""

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from caveat.charts.pictures.canvas import FACES, LETTERS, writable
from caveat.dataset.tables import Dataset
from caveat.settings import STATIC
from caveat.web.middleware.compression import FONTS, font_redirects
from scripts import build_fonts as fonts


def test_every_icon_that_can_be_shown_is_there():
    """A newer Streamlit may show others: then `python -m scripts.build_fonts` makes the face anew."""
    kept = TTFont(fonts.ICONS)
    whole = fonts.ligatures(TTFont(fonts.source()))
    wanted = fonts.wanted(set(whole))
    assert {"expand_more", "close", "check", "calendar_month"} <= wanted
    assert wanted <= set(fonts.ligatures(kept))
    assert fonts.ICONS.stat().st_size < 0.2 * fonts.source().stat().st_size


def test_each_font_replaces_one_of_streamlits():
    redirects = list(font_redirects())
    assert len(redirects) == len(FONTS)
    assert all((STATIC / "fonts" / Path(ours).name).is_file() for _, ours in redirects)


@pytest.mark.parametrize("face", ["sans", "strong", "serif"])
def test_a_face_of_pictures_has_every_letter_that_it_is_said_to_have(face):
    codes = TTFont(STATIC / "fonts" / FACES[face][0]).getBestCmap()
    assert [sign for sign in LETTERS if not sign.isspace() and ord(sign) not in codes] == []


def test_pictures_write_every_letter_of_the_tables(dataset: Dataset):
    """Latin, Greek and Cyrillic ones, as they stand; titles of pages in other scripts are in the tables alone."""
    for name, frame in dataset.frames.items():
        for column in frame.select_dtypes("str").columns:
            if (name, column) == ("sources", "title"):
                continue
            signs = {sign for text in frame[column] for sign in text if unicodedata.category(sign).startswith("L")}
            assert signs <= LETTERS, (name, column, signs - LETTERS)
    titles = {sign for text in dataset["sources"]["title"] for sign in text if unicodedata.category(sign)[0] == "L"}
    scripts = {unicodedata.name(sign).split()[0] for sign in titles - LETTERS}
    assert not scripts & {"LATIN", "GREEK", "CYRILLIC"}
    assert writable("Nausėda, Erdoğan, Łódź, Київ") == "Nausėda, Erdoğan, Łódź, Київ"
