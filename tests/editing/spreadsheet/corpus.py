"""Broken files made from the real tables, each kind of damage singly and mixed, with what `check` must say."""

import csv
from dataclasses import dataclass, replace

from tests.support import broken as b

FORMAT = "`python -m caveat format` mends it"
LAST = "*take the cell from the last version of the file*"
DATE = "expected a date as YYYY-MM-DD, YYYY-MM or YYYY; "
NUMBER = "expected a number with a decimal point, or nothing; "
GUESS = "so it is not mended by itself"
UTF8 = "expected UTF-8 without a byte order mark, each line ended by a line feed; "
OWN_WAY = f"a spreadsheet wrote the date in its own way; {FORMAT}"


@dataclass(frozen=True)
class Case:
    """A broken file, patterns (* is anything) for all lines on it without its name, and whether it can be mended."""

    id: str
    table: str
    broken: b.Break
    lines: tuple[str, ...]
    mended: bool = False


def case(name: str, table: str, broken: b.Break, *lines: str) -> Case:
    """A file with damage that only an editor can mend."""
    return Case(name, table, broken, lines)


def mended_case(name: str, table: str, broken: b.Break, *lines: str) -> Case:
    """A file that the formatter mends."""
    return Case(name, table, broken, lines, mended=True)


def cell_case(name: str, cell: str, change: b.Cell | str, line: str) -> Case:
    """One cell ("table:line:column") changed or typed; `line` follows “found”, and the quoted text if typed."""
    table, number, column = cell.split(":")
    found = f'"{change}"; {line}' if isinstance(change, str) else line
    return case(name, table, b.cell(int(number), column, change), f":{number}:{column}: found {found}")


def mended_cell(name: str, cell: str, change: b.Cell | str, line: str) -> Case:
    """The same, where the formatter mends the cell."""
    return replace(cell_case(name, cell, change, line), mended=True)


FORM = (
    mended_case(
        "semicolons",
        "restrictions",
        b.saved(";"),
        f":1: found semicolons between the cells; expected commas between the cells; *{FORMAT}",
    ),
    mended_case("tabs", "article_facts", b.saved("\t"), f":1: found tabs between the cells; *{FORMAT}"),
    mended_case("bars", "system_sources", b.saved("|"), ":1: found bars between the cells; *"),
    mended_case(
        "sep line",
        "transfers",
        b.both(b.saved(";"), b.before(b"sep=;\n")),
        ":1: found semicolons between the cells after a line “sep=”; *",
    ),
    mended_case(
        "utf-16 with a mark",
        "claims",
        b.saved(encoding="utf-16"),
        f": found text in UTF-16; {UTF8}save the file as “CSV UTF-8”; {FORMAT}",
    ),
    mended_case("utf-16 little", "positions", b.saved(encoding="utf-16-le"), ": found text in UTF-16; *"),
    mended_case("utf-16 big", "context", b.saved(encoding="utf-16-be"), ": found text in UTF-16; *"),
    mended_case(
        "cp1252", "events", b.saved(encoding="cp1252"), f":7: found text in Windows-1252 (cp1252), not UTF-8; {UTF8}*"
    ),
    mended_case(
        "cp1252 in claims",
        "claims",
        b.saved(encoding="cp1252"),
        ":*: found text in Windows-1252 (cp1252), not UTF-8; *",
    ),
    mended_case(
        "byte order mark",
        "systems",
        b.saved(encoding="utf-8-sig"),
        f":1: found a byte order mark (BOM); {UTF8}{FORMAT}",
    ),
    mended_case("crlf, as git may write it", "context", b.saved(lineterminator="\r\n")),
    mended_case("cr", "transfers", b.saved(lineterminator="\r"), ": found old Mac line ends (CR); *"),
    case(
        "a stray byte",
        "events",
        lambda raw: raw[:3000] + b"\xe4" + raw[3000:],
        ":*: found bytes that are not UTF-8, and not certain which encoding; expected text saved as UTF-8; *",
    ),
    case(
        "another alphabet",
        "context",
        b.both(b.cell(3, "note", "покупка Кореи"), b.saved(encoding="cp1251")),
        ":3: found bytes that are not UTF-8, and not certain which encoding; *",
    ),
    mended_case("quotes everywhere", "positions", b.saved(quoting=csv.QUOTE_ALL)),
    mended_case("no last line end", "territories", lambda raw: raw.rstrip(b"\n")),
    case("empty", "aid", lambda raw: b"", ":1: found an empty file; expected a header with the columns figure_id, *"),
)
HEADER = (
    mended_case(
        "one empty column",
        "article_facts",
        b.wider(1),
        f":1: found 1 empty column; expected only the columns of the package; delete it; {FORMAT}",
    ),
    mended_case("four empty columns", "systems", b.wider(4), ":1: found 4 empty columns; *"),
    mended_case("empty rows at the end", "positions", b.longer(7), f":288: found 7 empty rows at the end; *{FORMAT}"),
    mended_case("one empty row at the end", "aid", b.longer(1), ":135: found 1 empty row at the end; *"),
    mended_case(
        "a blank line",
        "transfers",
        b.line_put(4, b""),
        ":4: found a blank row; expected a row with cells; take the line out; *",
    ),
    mended_case("a row of commas", "context", b.line_put(3, b"," * 12), ":3: found a blank row; *"),
    mended_case(
        "capitals in the header",
        "aid",
        b.header(lambda names: [name.upper() for name in names]),
        f':1:figure_id: found the names "FIGURE_ID", "DATE", *; expected "figure_id", "date", *; {FORMAT}',
    ),
    mended_case(
        "a space in the header",
        "events",
        b.renamed("title", " title "),
        ':1:title: found the name " title "; expected "title"; *',
    ),
    mended_case(
        "columns moved",
        "positions",
        b.columns_moved,
        ":1: found columns in another order; expected the order position_id, *",
    ),
    case(
        "a renamed column",
        "restrictions",
        b.renamed("status", "state"),
        ':1:status: found no column status; an unknown column state; *; the column was renamed: call it "status" again',
    ),
    case(
        "two renamed columns",
        "transfers",
        b.both(b.renamed("supplier", "suplier"), b.renamed("summary", "sumary")),
        ':1:supplier: found no column *, summary; *: did you mean "supplier"?; "sumary": did you mean "summary"?',
    ),
    case(
        "a duplicated header",
        "events",
        b.renamed("category", "title"),
        ':1:category: found no column category; the column title twice; *; one of the two was "category": call it so *',
    ),
    case(
        "a column of one's own",
        "aid",
        b.each_row(lambda row: [*row, "my note"]),
        ":1:my note: found an unknown column my note; *; take out what the package does not name",
    ),
    case(
        "a column deleted",
        "context",
        b.each_row(lambda row: row[:-1]),
        ":1:withdrawn: found no column withdrawn; *; put the column back",
    ),
    case(
        "a comma too many",
        "positions",
        b.line_put(3, b"pos-x,2024-01-01,a,b,US,long_range_general,opposes,one, two,,s,"),
        ":3: found 12 cells; expected 13 cells; *",
    ),
    case(
        "smart quotes as quotes",
        "transfers",
        b.line_put(
            3, "x,US,UA,gmlrs,,announced,2022-06-01,,,official,“One, two.”,thehill-20220601-assurances,".encode()
        ),
        ':3: found 14 cells with smart quotes at their start; expected 16 cells; put straight quotes (") around *',
    ),
    case(
        "a quotation mark too many",
        "article_facts",
        b.one_line(5, lambda line: line.replace(",", ',"', 1)),
        ":5: found that a quotation mark opened in line 5 is not closed before line *: * inside this cell; *",
    ),
    case(
        "a quotation mark too many in a german excel file",
        "glossary",
        b.both(b.saved(";"), b.one_line(5, lambda line: f'{line}"')),
        ":5: found that a quotation mark opened in line 5 is not closed before line *: * inside this cell; *",
    ),
    case(
        "a quotation mark too few",
        "sources",
        b.one_line(66, lambda line: line[::-1].replace('"', "", 1)[::-1]),
        ":66: found that a quotation mark opened in line 66 is not closed before line *: * inside this cell; *",
    ),
    case(
        "a merge conflict",
        "turning_points",
        b.both(b.line_put(6, b"<<<<<<< HEAD"), b.line_put(8, b"======="), b.line_put(10, b">>>>>>> theirs")),
        ":6: found that a merge conflict is left in lines 6 to 10; expected the lines of one version; *",
    ),
    case(
        "a torn row in a file with other faults",
        "quantities",
        b.both(b.saved(";"), b.line_put(3, b"one;two")),
        f":1: found semicolons *; {FORMAT} once the header and all rows are whole",
        ":3: found 2 cells; expected 14 cells; *",
    ),
    case(
        "a cut row",
        "events",
        b.line_put(3, b"ev-20220531-x,2022-05-31,US"),
        ":3: found 3 cells; expected 10 cells; look for a missing quote or a comma too many",
    ),
)
DATES = (
    mended_case(
        "german dates",
        "restrictions",
        b.both(b.column("effective", b.german_date), b.column("reported", b.german_date)),
        ':2:effective: found "26.05.2024", "31.05.2024", "09.08.2024" … in * cells of effective and reported '
        f"(rows 2, 3, 4 …); {DATE}{OWN_WAY}",
    ),
    mended_cell("one german date", "events:9:date", b.german_date, f'"16.01.2024"; {DATE}{OWN_WAY}'),
    mended_cell("a us date", "context:3:reported", b.us_date, f'"11/18/2024"; {DATE}{OWN_WAY}'),
    mended_cell("a british date", "positions:2:date", b.british_date, f'"30/05/2022"; {DATE}{OWN_WAY}'),
    cell_case("day and month alike", "aid:2:date", lambda text: "6/6/2022", f'"6/6/2022"; {DATE}{OWN_WAY}'),
    cell_case(
        "a date with two readings",
        "aid:7:date",
        b.us_date,
        f'"3/12/2024"; {DATE}write 2024-03-12 or 2024-12-03: a spreadsheet may mean either, {GUESS}',
    ),
    mended_cell(
        "a serial", "events:10:date", b.serial, f'"45344"; {DATE}a spreadsheet counts days since 1900; {FORMAT}'
    ),
    mended_case(
        "all days as serials",
        "restrictions",
        b.both(b.column("effective", b.serial), b.column("reported", b.serial)),
        ':2:effective: found "45438", "45443", "45513" … in * cells of effective and reported (rows 2, 3, 4 …); *',
    ),
    cell_case(
        "a serial of a first day",
        "aid:2:date",
        b.serial,
        f'"44713"; {DATE}write 2022-06-01 or 2022-06: a spreadsheet counts days and may mean either, {GUESS}',
    ),
    mended_cell(
        "a month in words", "positions:4:date", "Feb 2023", f"{DATE}a spreadsheet wrote the month in its own way; *"
    ),
    cell_case(
        "a month with a short year", "transfers:8:date", "Jul 23", f"{DATE}write 2023-07 if the month is meant: *"
    ),
    cell_case(
        "two digits of a year",
        "context:4:effective",
        "19.11.24",
        f"{DATE}the spreadsheet cut the year to two digits: *",
    ),
    mended_cell(
        "a date with a time", "events:3:date", lambda text: f"{text} 00:00:00", f'"2022-05-31 00:00:00"; {DATE}*'
    ),
    mended_cell(
        "a date with slashes, year first", "positions:5:date", lambda text: text.replace("-", "/"), '"2023/05/11"; *'
    ),
    mended_cell("a date in german words", "aid:8:date", "24. Apr. 2024", f"{DATE}{OWN_WAY}"),
    cell_case(
        "no day of the calendar", "events:9:date", "31.02.2024", "expected a date as YYYY-MM-DD, YYYY-MM or YYYY*"
    ),
)
CELLS = (
    mended_cell(
        "a decimal comma",
        "claims:13:value_low",
        b.comma,
        f'"3,98"; {NUMBER}write 1234.5: a point in place of the decimal comma; {FORMAT}',
    ),
    mended_case(
        "all decimal commas",
        "claims",
        b.both(b.column("value_low", b.comma), b.column("value_high", b.comma)),
        ':13:value_high: found "3,98", "305,8", "297,7" … in 79 cells of value_high and value_low (rows 13, *',
    ),
    cell_case(
        "a comma with two readings",
        "claims:2:value_low",
        "1,650",
        f"{NUMBER}write 1234.5 without groups: 1650 or 1.650 may be meant, {GUESS}",
    ),
    mended_cell("groups of three", "aid:2:value", "700,000,000", f"{NUMBER}*{FORMAT}"),
    cell_case("groups with points and a comma", "aid:2:value", "700.000.000,0", "*"),
    cell_case(
        "a shortened number",
        "aid:3:value",
        "4.6E+09",
        f"{NUMBER}a spreadsheet shortened the number and may have dropped digits: {LAST}",
    ),
    cell_case(
        "a number turned to a date",
        "claims:13:value_high",
        "3. Dez",
        f"{NUMBER}a spreadsheet turned the number into a date: {LAST}",
    ),
    cell_case(
        "an id turned to a number",
        "events:30:event_id",
        "20240531",
        "expected an id with a word in it; a spreadsheet turned the id into a number: *",
    ),
    cell_case(
        "an id turned to a date",
        "positions:30:position_id",
        "Mai 24",
        "expected an id with a word in it; a spreadsheet turned the id into a date: *",
    ),
    cell_case(
        "a key turned to a number", "restrictions:3:system_id", "1.23E+05", "expected an id with a word in it; *"
    ),
    mended_cell(
        "smart quotes around a code",
        "context:2:status",
        "“permitted”",
        f"expected a value without quotation marks; take the smart quotes out; {FORMAT}",
    ),
    mended_cell(
        "a line break",
        "aid:2:summary",
        lambda text: text.replace(" ", "\n", 1),
        f"'Eleventh\\ndrawdown, the first with HIMARS.'; expected one line, without line breaks; *; {FORMAT}",
    ),
    mended_case(
        "a windows line break",
        "events",
        b.cell(3, "summary", lambda text: text.replace(" ", "\r\n", 1)),
        ":3:summary: found *; expected one line, *",
    ),
    mended_cell(
        "spaces",
        "positions:3:actor",
        lambda text: f" {text.replace(' ', '  ')} ",
        f"' Joe  Biden '; expected one line, *{FORMAT}",
    ),
    mended_cell("a space that does not break", "context:3:status", lambda _: "unclear\u00a0", "'unclear\\xa0'; *"),
    *(
        cell_case(
            f"a formula with {sign}",
            "events:4:title",
            f"{sign}SUM(A1:A3)",
            "expected text that does not start with =, +, - or @; begin with a word: a spreadsheet would run this as *",
        )
        for sign in "=+-@"
    ),
    cell_case(
        "a formula as a number", "aid:4:value", "=B2*2", f"{NUMBER}write the value itself in place of the formula"
    ),
    cell_case("a formula in a code", "transfers:3:status", "=F2", "expected text that does not start with *"),
    cell_case(
        "an error", "events:5:title", "#NAME?", f"expected a value, where the spreadsheet wrote an error; {LAST}"
    ),
    cell_case("a german error", "aid:4:value", "#BEZUG!", f"expected a value, where *; {LAST}"),
    cell_case(
        "a column too narrow",
        "context:4:reported",
        "########",
        "expected a value, where the spreadsheet wrote an error; *",
    ),
    cell_case("html", "positions:6:summary", "Announces <b>SCALP</b> for Ukraine.", "expected text without HTML; *"),
    cell_case(
        "an html sign", "events:6:title", "France &amp; SCALP", "expected text without HTML; write & in place of &amp;"
    ),
    mended_case(
        "letters doubled",
        "events",
        b.column("title", b.doubled),
        ':*:title: found "Starmerâ€™s * cells of title *; expected each letter once; UTF-8 was read as Windows-1252 *',
    ),
    cell_case(
        "a letter lost",
        "positions:7:actor",
        "Dmytro Kul?ba",
        f"expected the letters themselves; the encoding of the file lost a letter: {LAST}",
    ),
    cell_case(
        "a sign lost before a figure",
        "claims:69:value_as_published",
        "?2.2m",
        "expected the letters themselves; *",
    ),
    mended_cell(
        "a sign that nobody sees", "positions:2:actor", lambda _: "Joe\u200b Biden", "*U+200B (zero width space); *"
    ),
    cell_case(
        "a letter of another alphabet", "roles:2:note", "An Аmerican", "*the first letter is a Cyrillic А, U+0410*"
    ),
    cell_case("a placeholder", "roles:3:note", "n/a", "expected a value, or nothing; *"),
    cell_case("the word of readers", "context:2:status", "allowed", '*; did you mean "permitted"?'),
    cell_case("a year long ago", "events:3:date", "1022-05-31", "expected a year from 1900 to *"),
    cell_case(
        "a misspelt code",
        "restrictions:5:status",
        "permited",
        'expected one of permitted, *; did you mean "permitted"?',
    ),
    cell_case(
        "a misspelt id",
        "claims:5:source_id",
        "chosun-200311-blok1a",
        'expected an id of sources; did you mean "chosun-200311-block1a"?',
    ),
    *(
        cell_case(
            f"a link that is {start}",
            "sources:2:url",
            start,
            "expected an address that starts with https:// or http://, without spaces; copy it from *",
        )
        for start in ("ftp://example.org/a", "javascript:alert(1)", "www.example.org", "file:///C:/a.html")
    ),
)
MIXED = (
    case(
        "many months of a german excel",
        "transfers",
        b.column("date", lambda text: "Nov 24" if text.startswith("2024") else text),
        ':*:date: found "Nov 24" in * cells of date (rows *); *write 2024-11 if the month is meant: *',
    ),
    case(
        "many dates with two readings",
        "context",
        b.both(b.cell(3, "reported", "1/2/2024"), b.cell(4, "reported", "3/4/2024"), b.cell(5, "reported", "5/6/2024")),
        ':3:reported: found "1/2/2024", "3/4/2024", "5/6/2024" in 3 cells of reported *write 2024-01-02 *',
    ),
    mended_case(
        "german excel",
        "restrictions",
        b.german_excel("effective", "reported"),
        ":1: found semicolons between the cells; *",
        f":2:effective: found * in * cells of effective and reported *; {DATE}{OWN_WAY}",
        ":15: found text in Windows-1252 (cp1252), not UTF-8, and Windows line ends (CRLF); *",
    ),
    mended_case(
        "german excel with numbers",
        "claims",
        b.both(
            b.column("published", b.german_date),
            b.column("value_low", b.comma),
            b.column("value_high", b.comma),
            b.saved(";", "\r\n", "cp1252"),
        ),
        ":1: found semicolons *",
        ":*:published: found *",
        ":*:value_*: found *",
        ":*: found text in Windows-1252 *",
    ),
    mended_case(
        "unicode text of excel",
        "events",
        b.both(b.column("date", b.german_date), b.saved("\t", "\r\n", "utf-16")),
        ": found text in UTF-16 and Windows line ends (CRLF); *",
        ":1: found tabs *",
        ":2:date: found *",
    ),
    mended_case(
        "csv utf-8 of excel",
        "aid",
        b.saved(",", "\r\n", "utf-8-sig"),
        ":1: found a byte order mark (BOM) and Windows line ends (CRLF); *",
    ),
    case(
        "german excel and a wrong word",
        "transfers",
        b.both(b.cell(4, "status", "anounced"), b.german_excel("date")),
        ":1: found semicolons *",
        ":2:date: found *",
        ':4:status: found "anounced"; *; did you mean "announced"?',
        ":58: found text in Windows-1252 (cp1252), not UTF-8, and Windows line ends (CRLF); *",
    ),
    mended_case(
        "empty columns, rows and a moved header",
        "context",
        b.both(b.columns_moved, b.wider(2), b.longer(3)),
        ":1: found 2 empty columns; *",
        ":1: found columns in another order; *",
        ":28: found 3 empty rows at the end; *",
    ),
    case(
        "semicolons and a renamed column",
        "positions",
        b.both(b.renamed("stance", "position"), b.saved(";")),
        ":1: found semicolons *",
        ":1:stance: found no column stance; an unknown column position; *",
    ),
    case(
        "a blank line and a wrong word after it",
        "events",
        b.both(b.cell(10, "category", "polici"), b.line_put(3, b"")),
        ":3: found a blank row; *",
        ':11:category: found "polici"; *; did you mean "policy"?',
    ),
    case(
        "a line break and a wrong word after it",
        "aid",
        b.both(b.cell(8, "currency", "USDD"), b.cell(2, "summary", "Eleventh\ndrawdown, the first with HIMARS.")),
        ":2:summary: found *; expected one line, *",
        ':9:currency: found "USDD"; *; did you mean "USD"?',
    ),
    case(
        "sep line, blank line and a wrong word",
        "transfers",
        b.both(b.cell(4, "status", "anounced"), b.saved(";"), b.line_put(3, b""), b.before(b"sep=;\n")),
        ":1: found semicolons *",
        ":4: found a blank row; *",
        ':6:status: found "anounced"; *',
    ),
    case(
        "dates of both kinds",
        "positions",
        b.both(b.cell(2, "date", b.us_date), b.cell(8, "date", "09/10/2023")),
        ':2:date: found "5/30/2022"; *',
        ':8:date: found "09/10/2023"; *write 2023-09-10 or 2023-10-09: *',
    ),
)
CASES = (*FORM, *HEADER, *DATES, *CELLS, *MIXED)
