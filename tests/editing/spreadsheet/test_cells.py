"""Cells one by one: signs that nobody sees, letters of other alphabets, lost letters, placeholders, errors."""

import pytest

from caveat.dataset import schema
from caveat.editing.spreadsheet.findings import CellContext, Finding
from caveat.editing.spreadsheet.sheet import _mend_cell


def found(cell: str, place: str = "positions.summary", **row: str) -> tuple[str, list[Finding]]:
    """The mended cell and what was found in it."""
    table, column = place.split(".")
    field = next(field for field in schema.fields(table) if field["name"] == column)
    return _mend_cell(cell, 2, CellContext(field, row))


@pytest.mark.parametrize(
    "sign",
    [*"\u200b\u200c\u200d\u2060\ufeff\xad\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u180e\u034f\u3164\ufe0f\ufffb"],
)
def test_a_sign_that_nobody_sees_is_taken_out(sign):
    for cell in (f"Joe{sign} Biden", f"{sign}Joe Biden", f"Joe Biden{sign}", f"Joe Bi{sign}den"):
        mended, [finding] = found(cell)
        assert mended == "Joe Biden"
        assert f"U+{ord(sign):04X}" in finding.advice


@pytest.mark.parametrize("space", [*"\xa0\u2003\u2009\u202f\u205f\u2800"])
def test_any_space_is_a_plain_one(space):
    assert found(f"Joe{space}Biden")[0] == "Joe Biden"


@pytest.mark.parametrize(
    ("cell", "mended"), [("Rene\u0301", "René"), ("Ku\u0308rsk", "Kürsk"), ("ﬁrst", "first"), ("Ｊｏｅ", "Joe")]
)
def test_a_letter_is_in_one_piece(cell, mended):
    assert found(cell)[0] == mended


def test_a_space_that_may_be_meant_is_left_to_the_editor():
    mended, [finding] = found("Joe\u200bBiden")
    assert (mended, finding.mended) == ("Joe\u200bBiden", False)


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("Jоe Biden", "in “Jоe” the second letter is a Cyrillic о, U+043E: type it anew"),
        ("аmerican", "the first letter is a Cyrillic а, U+0430"),
        ("Βiden", "the first letter is a Greek Β, U+0392"),
        ("Joe Вае", "in “Вае” the first letter is a Cyrillic В, U+0412"),
        ("Зеленcький", "the sixth letter is a Latin c, U+0063"),
        ("Joe\x92s", "U+0092"),
        ("Joe\ue000", "U+E000"),
    ],
)
def test_a_strange_letter_is_named(cell, advice):
    mended, [finding] = found(cell)
    assert mended == cell
    assert not finding.mended
    assert advice in finding.advice


@pytest.mark.parametrize(
    "cell",
    [
        *("Володимир Зеленський", "Zelensky: “не в Києві”", "“ATACMSів не буде”, Зеленський", "Μητσοτάκης", "Türkiye"),
        *("米国がＡＴＡＣＭＳ供与", "한국 미사일", "می‌خواهم", "☎️ 1,650 km", "O’Brien, José, Łukasz, Jiří, Şimşek, Ș"),
        *(
            "Why now?",
            "What next? Nothing",
            "to Ukraine?], he asked",
            "C# and F#",
            "№ 5",
            "none of them",
            "No",
            "±5 °C",
        ),
        *("see https://example.org/a?b=c#d", "#SlavaUkraini", "a #2 b", "nothing-n/a-nothing", "naïve"),
    ],
)
def test_good_text_passes(cell):
    assert found(cell) == (cell, [])


@pytest.mark.parametrize(
    "cell",
    [
        *("?2.2m", "2.2m?", "?ukasz", "a caf? au lait", "the allies? missiles", "20 ?C", "“?koda”", "1?650", "Kul?ba"),
        *("to the caf?.", "Zelensk?, the", "Kyiv ? London", "caf?-bar", "a\ufffdb", "??? ???", "a¿b"),
    ],
)
def test_a_lost_letter_is_named(cell):
    [finding] = found(cell, "claims.value_as_published")[1]
    assert finding.expected == "the letters themselves"


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "nan",
            "NaN",
            "None",
            "N/A",
            "n/a",
            "n.a.",
            "NULL",
            "-",
            "–",
            "--",
            "TBD",
            "tbc",
            "xxx",
            "…".replace("…", "..."),
        )
    ],
)
@pytest.mark.parametrize("place", ["positions.note", "aid.value", "events.date", "restrictions.status"])
def test_a_placeholder_is_named(cell, place):
    mended, [finding] = found(cell, place)
    assert mended == cell
    assert finding.expected in ("a value", "a value, or nothing")


@pytest.mark.parametrize("cell", ["FALSE", "no", "0", "x", "✓", "nein", "ні", "Withdrawn", "true"])
def test_a_mark_is_no_reason_to_withdraw_a_row(cell):
    """A box of a spreadsheet that is not ticked says FALSE, and would withdraw the row."""
    mended, [finding] = found(cell, "claims.withdrawn")
    assert (mended, finding.mended, finding.expected) == (cell, False, "the reason in words, or nothing")
    assert found("Replaced by another page.", "claims.withdrawn")[1] == []


@pytest.mark.parametrize("cell", [r"\"Scalp\" given", r"Macron\'s word"])
def test_a_quotation_mark_with_a_backslash_is_named(cell):
    [finding] = found(cell)[1]
    assert not finding.mended and finding.expected == "quotation marks without a backslash"


@pytest.mark.parametrize("cell", ["Loading...", "loading…"])
def test_a_cell_that_had_not_loaded_is_named(cell):
    [finding] = found(cell)[1]
    assert finding.expected.startswith("a value")


@pytest.mark.parametrize(
    ("cell", "place"), [("no", "claims.shown"), ("NO", "publishers.country"), ("NA", "events.countries")]
)
def test_a_code_is_no_placeholder(cell, place):
    assert found(cell, place)[1] == []


@pytest.mark.parametrize(
    "cell",
    [*("#N/A", "#REF!", "#NAME?", "#NV", "#¡VALOR!", "#ССЫЛКА!", "#Н/Д", "#DIV/0!", "#BUSY!", "Err:502", "a #REF! b")],
)
def test_an_error_of_a_spreadsheet_is_named(cell):
    [finding] = found(cell)[1]
    assert finding.expected == "a value, where the spreadsheet wrote an error"


@pytest.mark.parametrize(("page", "name"), [("mac_roman", "Mac Roman"), ("cp850", "DOS"), ("cp1251", "Windows-1251")])
def test_letters_doubled_by_another_page_are_named(page, name):
    [finding] = found("café".encode().decode(page))[1]
    assert name in finding.advice
    assert "“café”" in finding.advice
