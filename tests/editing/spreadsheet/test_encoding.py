"""A file in another encoding comes back letter for letter, or is left with a word on it: never with wrong letters."""

import pytest

from caveat.__main__ import main
from caveat.editing.spreadsheet import encoding

HEAD = "id,name\n"
WORDS = {
    "German": "Köln Müller Präsident Straße größer Fähre Österreich menü Zürich",
    "French": "café République française à l’École naïve voilà père été où Côte",
    "Spanish": "León González país El País París Martín señor José Luís así",
    "Polish": "Zełenski Duda Łódź Morawiecki został żółć są",
    "Czech": "Jiří Černý říká že",
    "Turkish": "Erdoğan Türkiye İstanbul Kılıç",
    "Lithuanian": "Simonytė Šimonytė",
    "Romanian": "București Iași",
    "Hungarian": "Orbán Győr Szűcs",
    "Nordic": "Malmö Åland Ångström Älv",
    "Ukrainian": "Зеленський сказав не в Києві та і",
    "Greek": "Μητσοτάκης είπε",
    "Japanese": "米国がミサイル供与",
    "Korean": "한국 미사일 공급",
    "Chinese": "美国 提供 导弹",
    "signs": "Starmer’s “quoted” text – and — more… £2.2m €5 ‘a’ allies’",
}
PAGES = (
    *("cp1252", "latin_1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "iso8859_5", "iso8859_9"),
    *("iso8859_15", "iso8859_16", "koi8_u", "mac_roman", "mac_latin2", "mac_cyrillic", "mac_turkish", "mac_greek"),
    *("cp437", "cp850", "cp852", "cp857", "cp858", "cp866", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
    *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp500"),
)


def encodings(word: str) -> list[tuple[str, bytes]]:
    """A word in each page that has its letters, where that is not UTF-8."""
    found = []
    for page in PAGES:
        try:
            raw = f"{HEAD}1,{word}\n".encode(page)
        except UnicodeEncodeError:
            continue
        try:
            raw.decode()  # ASCII, or by chance: then the cells show it
        except UnicodeDecodeError:
            found.append((page, raw))
    return found


@pytest.mark.parametrize("language", WORDS)
def test_no_letter_is_read_wrongly(language):
    for word in [WORDS[language], *WORDS[language].split()]:
        for page, raw in encodings(word):
            text, findings = encoding.decode(raw)
            text = text.removeprefix("\ufeff")
            assert text in ("", f"{HEAD}1,{word}\n"), (page, word, text)
            assert len(findings) == 1
            assert findings[0].mended == bool(text)


@pytest.mark.parametrize(
    ("word", "page"),
    [
        (WORDS["German"], "cp1252"),
        ("größer", "cp1252"),
        ("30 °C", "cp1252"),
        ("£2.2m", "cp1252"),
        (WORDS["signs"], "cp1252"),
        ("Kyiv’s allies’ Starmer’s Putin’s Biden’s", "cp1252"),
        *((WORDS["Ukrainian"], page) for page in ("utf-16", "utf-16-le", "utf-16-be")),
    ],
)
def test_what_is_certain_is_read(word, page):
    text = f"{HEAD * 20}1,{word}\n"
    assert encoding.decode(text.encode(page))[0] == text


@pytest.mark.parametrize(("page", "letter"), [("mac_roman", "ü"), ("cp850", "é"), ("cp1251", "ж"), ("koi8_u", "ж")])
def test_a_doubtful_file_is_named_and_left(folder, capsys, page, letter):
    path = folder / "territories.csv"
    spoilt = path.read_text(encoding="utf-8").replace("Kursk", f"K{letter}rsk").replace("’", "").encode(page)
    path.write_bytes(spoilt)
    # Both say what one reading of the file found; the check also reads all other tables.
    for command in ("check", "format") if page == "cp850" else ("format",):
        assert main([command, str(folder)]) == 1
        said = capsys.readouterr().out
        assert "bytes that are not UTF-8, and not certain which encoding" in said
        assert "save the file again as “CSV UTF-8”" in said
    assert path.read_bytes() == spoilt
