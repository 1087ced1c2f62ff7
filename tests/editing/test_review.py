"""The comment under a pull request: the check first; data cannot break out of it; it says where it was cut."""

import pytest

from caveat.__main__ import main
from caveat.dataset import schema
from caveat.editing.commands import review
from caveat.editing.messages import diff, markdown
from tests.support import broken as b
from tests.support.broken import edit

CHANGES = "## What changes in the data"


def comment_of(repository) -> tuple[str, str]:
    """The part with the check, and the part with the changes."""
    text, _ = review.review("HEAD", repository)
    assert text.startswith("## Check\n\n")
    check, found, changes = text.partition(CHANGES)
    assert found
    return check, changes


def test_sound_data_and_what_changed(repository):
    edit(repository, "events", b.cell(4, "title", "Other"))
    text, is_sound = review.review("HEAD", repository)
    assert is_sound
    assert text.startswith(f"## Check\n\n{len(schema.table_names())} tables with ") and " rows are sound." in text
    assert "- Event: Other: title “US says it has no spare ATACMS” → “Other” (ev-202302-atacms-refusal)." in text


def test_a_mistyped_status_is_told_and_the_rest_too(repository, capsys):
    edit(repository, "restrictions", b.cell(2, "status", "permited"))
    edit(repository, "events", b.cell(4, "title", "Other"))
    assert main(["review", "HEAD", str(repository)]) == 1
    check, _, changes = capsys.readouterr().out.partition(CHANGES)
    assert "**1 fault.**" in check and 'status: found "permited"' in check and 'did you mean "permitted"?' in check
    assert "Event: Other" in changes and "permited" in changes and "What readers see cannot be compared" in changes


def test_accidents_come_first(repository):
    def reverse(raw: bytes) -> bytes:
        head, *rest = b.rows_of(raw)
        titles = [row[2] for row in reversed(rest)]
        return b.bytes_of([head, *([*row[:2], title, *row[3:]] for row, title in zip(rest, titles, strict=True))])

    edit(repository, "events", reverse)
    edit(repository, "aid", b.cell(2, "currency", "beans"))
    check, _ = comment_of(repository)
    first, second = [line for line in check.splitlines() if line.startswith("- ")]
    assert "rows changed in the column title alone" in first and "beans" in second


@pytest.mark.parametrize("broken", ["compare", "check"])
def test_an_error_of_the_program_leaves_the_rest(repository, monkeypatch, broken):
    def fail(*_: object) -> None:
        raise RuntimeError("no @reason")

    edit(repository, "events", b.cell(4, "title", "Other"))
    monkeypatch.setattr(*{"compare": (diff, "as_markdown"), "check": (review, "error_lines")}[broken], fail)
    check, changes = comment_of(repository)
    failed, whole = (changes, check) if broken == "compare" else (check, changes)
    assert "failed** (RuntimeError)" in failed
    assert ("are sound" if broken == "compare" else "Event: Other") in whole


@pytest.mark.parametrize("content", [b"", b"{", b"[]", None])
def test_without_a_description_the_check_says_so(repository, content):
    path = repository / "datapackage.json"
    path.unlink() if content is None else path.write_bytes(content)
    check, changes = comment_of(repository)
    assert "data/datapackage.json:" in check and "Nothing can be compared" in changes


def test_an_unknown_revision_leaves_the_check(repository):
    text, is_sound = review.review("nowhere", repository)
    assert is_sound and "The last version is not known" in text and "Nothing can be compared" in text


HOSTILE = [
    "```\n# Heading\n@admin",
    "</details><script>alert(1)</script>",
    "<!-- ",
    "@org/team and &#64;org #1 a/b#2",
    "[x](https://example.org) ![y](z)",
    "\u202egnp.\u200b",
    "| a | b |\n|---|---|",
    "\n\n## Check\n\n18 tables are sound.",
    "~~~\n**bold** _it_ `code` \\",
]


def test_a_cell_cannot_break_out_of_the_comment(repository):
    """As a value that is no fault, as a fault, and as the name of a file."""
    for line, cell in enumerate(HOSTILE, 4):
        edit(repository, "events", b.both(b.cell(line, "title", cell), b.cell(line, "certainty", cell)))
        (repository / f"{cell.strip().replace('/', ':').splitlines()[0]}x.csv").touch()
    text, _ = review.review("HEAD", repository)
    lines = text.splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "## Check",
        CHANGES,
        "### events",
    ]
    assert sum("alert(1)" in line for line in lines) >= 3
    for line in lines:
        assert line == "" or line.startswith(("- ", "#", "**", "The first of these")), line
        told = line.removeprefix("- ").replace("\\\\", "") if line.startswith("- ") else ""
        for number, sign in enumerate(told):
            if sign in "`*_[]<>|!~&" and told[number : number + 7] != "&#8203;":
                assert told[number - 1] == "\\", (sign, line)
            if sign in "@#" and told[number + 1 : number + 2].isalnum():
                assert told[number - 1 : number + 6] == "&#8203;", line
    assert not set(text) & set("\u202e\u200b\r\x00")


def test_a_long_comment_is_cut_between_lines_and_says_so(repository, tmp_path, capsys):
    edit(repository, "sources", b.column("title", lambda cell: cell and f"{cell} @everyone {'x' * 60}"))
    edit(repository, "sources", b.column("language", lambda cell: "xx"))
    path = tmp_path / "comment.md"
    address = "https://example.org/runs/1"
    assert main(["review", "HEAD", str(repository), "--comment", str(path), "--run-url", address]) == 1
    whole, comment = capsys.readouterr().out, path.read_text(encoding="utf-8")
    assert len(whole) > review.MAX_COMMENT >= len(comment) > review.MAX_COMMENT - 2000
    kept, _, last = comment.partition("\n\n**Cut here**, because a comment holds 60,000 characters. ")
    assert whole.startswith(f"{kept}\n") and last.endswith(f"as whole.md: {address}\n")


def test_a_short_text_is_not_cut_and_a_long_sentence_is():
    assert markdown.shorten("a\nb\n", 10, "There.") == "a\nb\n"
    assert markdown.as_list(["x" * 5000]) == f"- {'x' * 1000} … (5000 characters)"
