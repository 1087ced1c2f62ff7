"""Sources as readers meet them: the name of the publisher, with the original of a copy, and their order by weight."""

from caveat import html
from caveat.dataset import sources
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from tests.support.elements import parse


def shown(dataset: Dataset, source_id: str) -> str:
    return sources.sources_by_id(dataset)[source_id].publisher


def test_a_copy_names_its_original(dataset: Dataset) -> None:
    assert shown(dataset, "reuters-20231019-kuleba-atacms") == "Reuters (at TODAY (Singapore))"
    assert shown(dataset, "up-20240911-guardian") == "Ukrainska Pravda (citing The Guardian)"


def test_a_publisher_is_called_by_its_shown_name(dataset: Dataset) -> None:
    row = dataset["publishers"].set_index("publisher").loc["UK Prime Minister"]
    assert row["name"] == shown(dataset, "govuk-20241128-pm") == "UK Prime Minister’s Office"


def test_the_weightiest_source_comes_first(dataset: Dataset) -> None:
    """The row opened with a mirror of a Kremlin network before the sources were ordered."""
    found = sources.resolve_sources(
        dataset, ["newspravda-20250824-eram", "liga-202508-wsj-eram", "wh-20240424-sullivan"]
    )
    assert [source.id for source in found] == [
        "wh-20240424-sullivan",
        "liga-202508-wsj-eram",
        "newspravda-20250824-eram",
    ]
    assert found[-1].marked == "machine_made"


def test_a_source_that_is_not_known_comes_last(dataset: Dataset) -> None:
    assert [source.id for source in sources.resolve_sources(dataset, ["gone", "wh-20240424-sullivan"])] == [
        "wh-20240424-sullivan",
        "gone",
    ]


def test_no_copy_weighs_as_much_as_an_original_of_its_kind(dataset: Dataset) -> None:
    weights = sources.sources_by_id(dataset)
    copies = [weights[row.source_id].weight for row in dataset["sources"].itertuples() if row.kind == "aggregator"]
    assert copies and max(copies) <= 2
    marked = [weight for weight in weights.values() if weight.marked == "machine_made"]
    assert marked and all(source.weight == 1 for source in marked)


def test_a_mark_is_that_of_the_page_or_of_the_text_that_it_prints(dataset: Dataset) -> None:
    known = sources.sources_by_id(dataset)
    marks = dataset["publishers"].set_index("publisher")["marked"]
    for row in dataset["sources"].itertuples():
        printed = row.origins.split(";") if row.origin_form == "text" and row.origins else []
        expected = next((marks[name] for name in (row.publisher, *printed) if marks.get(name)), "")
        assert known[row.source_id].marked == expected


def test_readers_are_told_who_controls_a_page(dataset: Dataset) -> None:
    def remark(source: Source) -> str:
        return parse(html.render("data_short_list.html", heading="", sources=[source])).select_one("li").get_text()

    countries = set()
    for source in sources.sources_by_id(dataset).values():
        said = remark(source)
        controlled = f"controlled by the state in {source.country}"
        assert (controlled in said) == (source.marked == "state_controlled")
        countries.add(source.country)
        assert said.endswith("written by machine)") == (source.marked == "machine_made")
    assert {"Russia", "Turkey"} <= countries
