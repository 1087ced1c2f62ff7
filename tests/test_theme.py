"""Colours have enough contrast, and the style sheet and Streamlit's theme use the same ones."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from caveat.domain.restrictions import NO_RECORD, STATUSES
from caveat.settings import ROOT, STATIC
from caveat.text import labels
from caveat.theme import GLYPH, INK, LINE, STATUS, Theme

CSS = (STATIC / "caveat.css").read_text(encoding="utf-8")
MORE = CSS.partition("@media (prefers-contrast: more) {")[2]
THEMES: tuple[Theme, ...] = get_args(Theme)
ENOUGH = 4.5  # WCAG 2.2, 1.4.3, level AA
MUCH = 7  # WCAG 2.2, 1.4.6, level AAA


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def css_pair(name: str, selector: str, css: str = CSS) -> tuple[str, str]:
    """The light and the dark value of a variable under a selector of the style sheet."""
    for block in re.findall(rf"(?:^|[\s,}}]){re.escape(selector)}\s*(?:,[^{{]*)?{{([^}}]*)}}", css):
        pair = re.search(rf"{name}:\s*light-dark\((#\w{{6}}),\s*(#\w{{6}})\)", block)
        if pair:
            return pair[1].upper(), pair[2].upper()
    raise AssertionError(f"caveat.css has no {name} for {selector}")


def test_the_formula() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["paper", "card"])
@pytest.mark.parametrize("status", [*STATUSES, NO_RECORD])
def test_status_colours_can_be_read(theme: Theme, surface: str, status: str) -> None:
    assert contrast(STATUS[theme][status], INK[theme][surface]) >= ENOUGH


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["paper", "card", "wash"])
@pytest.mark.parametrize("ink", ["ink", "soft"])
def test_ink_can_be_read(theme: Theme, surface: str, ink: str) -> None:
    assert contrast(INK[theme][ink], INK[theme][surface]) >= ENOUGH


@pytest.mark.parametrize("theme", THEMES)
def test_links_can_be_read(theme: Theme) -> None:
    link = css_pair("--cv-link", ".stApp")[THEMES.index(theme)]
    for surface in ("paper", "card", "wash"):
        assert contrast(link, INK[theme][surface]) >= ENOUGH


@pytest.mark.parametrize("theme", THEMES)
def test_a_reader_who_asks_for_more_contrast_gets_it(theme: Theme) -> None:
    def colour(name: str, selector: str = ".stApp") -> str:
        return css_pair(name, selector, MORE)[THEMES.index(theme)]

    letters = [colour(name) for name in ("--cv-ink", "--cv-soft", "--cv-link")]
    letters += [colour("--cv-status", f".cv-{status}") for status in (*STATUSES, NO_RECORD)]
    for surface in ("--cv-paper", "--cv-card", "--cv-wash"):
        assert min(contrast(letter, colour(surface)) for letter in letters) >= MUCH
    assert contrast(colour("--cv-hair"), colour("--cv-paper")) >= 3


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_letters_follow_the_size_that_the_reader_chose(path: Path) -> None:
    """No letters are sized in px, nor the widths at which a layout changes."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert [
        text for text in re.findall(r"(?:font|font-size):([^;}]*)", css) if re.search(r"(?<!max\(16)px", text)
    ] == []
    assert re.findall(r"@(?:media|container)[^{]*\d+px[^{]*", css) == []


def test_every_status_has_a_colour_a_glyph_a_name_and_a_class() -> None:
    statuses = {*STATUSES, NO_RECORD}
    assert set(STATUS["light"]) == set(STATUS["dark"]) == set(GLYPH) == statuses
    assert set(labels.STATUS) == set(labels.STATUS_SHORT) == statuses
    rules = re.findall(r"([^{}]*){\s*--cv-status:\s*light-dark", CSS)
    assert {name for selectors in rules for name in re.findall(r"\.cv-(\w+)", selectors)} == statuses


@pytest.mark.parametrize("status", [*STATUSES, NO_RECORD])
def test_style_sheet_and_theme_agree_on_status(status: str) -> None:
    assert css_pair("--cv-status", f".cv-{status}") == tuple(
        STATUS[theme][status].upper() for theme in ("light", "dark")
    )


@pytest.mark.parametrize(
    ("variable", "ink"),
    [
        ("--cv-ink", "ink"),
        ("--cv-soft", "soft"),
        ("--cv-hair", "line"),
        ("--cv-paper", "paper"),
        ("--cv-card", "card"),
        ("--cv-wash", "wash"),
    ],
)
def test_style_sheet_and_theme_agree_on_ink(variable: str, ink: str) -> None:
    assert css_pair(variable, ".stApp") == tuple(INK[theme][ink].upper() for theme in ("light", "dark"))


@pytest.mark.parametrize("theme", THEMES)
def test_streamlit_has_the_same_colours(theme: Theme) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme]
    inks = {"backgroundColor": "paper", "secondaryBackgroundColor": "wash", "textColor": "ink", "borderColor": "line"}
    assert {key: config[key] for key in inks} == {key: INK[theme][ink] for key, ink in inks.items()}
    assert config["linkColor"].upper() == css_pair("--cv-link", ".stApp")[THEMES.index(theme)]


def test_no_status_by_colour_alone() -> None:
    """Each status that shares its colour with another has a glyph of its own."""
    assert len(set(GLYPH.values())) == len(GLYPH)


def test_certainties_differ_by_line() -> None:
    assert len({LINE[certainty] for certainty in ("official", "reported", "inferred", "disputed")}) == 4
    for certainty in ("official", "reported", "inferred"):
        assert re.search(rf"\.cv-{certainty} {{ --cv-rule: {LINE[certainty][1]};", CSS)
