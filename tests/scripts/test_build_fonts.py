"""The small face of icons holds every icon that the installed Streamlit or our own code can show."""

from pathlib import Path

from fontTools.ttLib import TTFont

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
