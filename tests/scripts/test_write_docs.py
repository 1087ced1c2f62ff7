"""The generated parts of the docs are what the package says, and nothing outside the markers is touched."""

import re

import pytest

from caveat.dataset import case_settings, schema
from caveat.dataset.partial_dates import spoken
from caveat.domain import rule_history
from caveat.text.headline import LETTERS
from scripts import write_docs


def test_the_docs_on_disk_are_up_to_date():
    assert list(write_docs.stale()) == [], "run python -m scripts.write_docs"


def test_each_table_and_each_column_is_in_the_dictionary():
    text = write_docs.dictionary()
    for table in schema.table_names():
        assert f'<a id="{table}"></a>' in text
        section = text.split(f'<a id="{table}"></a>')[1].split("<a id=")[0]
        for field in schema.fields(table):
            assert f"| `{field['name']}` | {field['title']} |" in section
            for value, meaning in field.get("enumMeanings", {}).items():
                assert f"| `{value}` | {meaning} |" in section


def test_every_day_of_change_has_a_headline_that_is_short(log):
    rows = [line.strip("| ").split(" | ") for line in write_docs.headlines().splitlines()[2:]]
    days = sorted({*rule_history.change_days(log, "then"), *rule_history.change_days(log, "now")})
    assert list(dict.fromkeys(day for day, *_ in rows)) == [spoken(day) for day in days]
    for _, _, said, whose, turned in rows:
        # "In hindsight" may take a few letters more.
        assert len(said) <= LETTERS + 5 * said.startswith("In hindsight") and not said.endswith(".")
        assert whose.endswith(".")
        assert len(turned) <= LETTERS and not turned.endswith(".")


def test_each_key_of_case_toml_is_described():
    text = write_docs.case_keys()
    sections = {
        "": case_settings.CaseSettings,
        "[defaults]": case_settings.Defaults,
        "[map]": case_settings.MapSettings,
    }
    sections |= {"[map.anchor]": case_settings.Anchor, "[[windows]]": case_settings.Window}
    assert re.findall(r"### `(.*)`", text) == ["[defaults]", "[[windows]]", "[map]", "[map.anchor]"]
    for name, model in sections.items():
        section = text.split(f"### `{name}`")[-1 if name else 0].split("### ")[0]
        for key, field in model.model_fields.items():
            assert re.search(rf"^\| `{key}` \| \S.* \| {re.escape(field.description)} \|$", section, re.MULTILINE), key


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "dictionary.md").write_text(
        f"# Head\n\n{write_docs.BEGIN}\nold\n{write_docs.END}\n\nfoot\n", encoding="utf-8"
    )
    for name, build in write_docs.PARTS[1:]:
        page = write_docs.placed(f"{write_docs.BEGIN}\n{write_docs.END}\n", build())
        (tmp_path / name).write_text(page, encoding="utf-8")
    return tmp_path


def test_check_says_what_differs_and_writes_nothing(root, capsys):
    before = (root / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert write_docs.main(["--check"], root) == 1
    assert "docs/dictionary.md: is out of date" in capsys.readouterr().out
    assert (root / "docs" / "dictionary.md").read_text(encoding="utf-8") == before


def test_writing_keeps_what_stands_outside_the_markers_and_is_done_once(root, capsys):
    assert write_docs.main([], root) == 0
    written = (root / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written.startswith("# Head\n\n") and written.endswith("\n\nfoot\n")
    assert "old" not in written.split("\n") and "`claim_id`" in written
    assert capsys.readouterr().out == "docs/dictionary.md: written\n"
    assert write_docs.main(["--check"], root) == 0
    assert write_docs.main([], root) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "page",
    ["no markers", write_docs.BEGIN, f"{write_docs.END}{write_docs.BEGIN}", (write_docs.BEGIN + write_docs.END) * 2],
)
def test_a_page_without_one_pair_of_markers_is_refused(page):
    with pytest.raises(ValueError, match="expected one line"):
        write_docs.placed(page, "text")
