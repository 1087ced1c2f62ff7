"""Whose report a page has and where it was read, for each kind of page with and without origins."""

from dataclasses import replace

import pytest

from caveat.dataset import sources
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.text.evidence import read_where, who_disputes
from tests.domain.test_restrictions import RULE


def page(kind: str, *origins: str, form: str = "") -> Source:
    return Source("id", "", "", "", "", kind, "en", outlet="Somewhere", origins=origins, origin_form=form)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (page("official"), "Somewhere on the record, read in its own text"),
        (page("official", "White House", form="text"), "White House on the record, read at Somewhere"),
        (page("official", "White House", form="report"), "White House on the record, as Somewhere reports it"),
        (page("news"), "Somewhere report"),
        (page("wire"), "Somewhere report"),
        (page("news", "AFP", form="text"), "AFP report, read at Somewhere"),
        (page("wire", "dts", "Welt", form="text"), "dts and Welt report, read at Somewhere"),
        (page("news", "AFP", form="report"), "AFP report, retold by Somewhere"),
        (page("aggregator", "AFP", form="text"), "AFP report, read in a copy at Somewhere"),
        (page("aggregator", "AFP", form="report"), "AFP report, read in a digest by Somewhere"),
        (page("aggregator"), "a copy or digest at Somewhere, which does not say whose"),
        (page("manufacturer"), "Somewhere, the maker, in its own text"),
        (page("think_tank"), "Somewhere, a research institute"),
        (page("think_tank", "CSIS", form="text"), "CSIS report, read at Somewhere"),
        (page("encyclopedia"), "Somewhere, an encyclopedia"),
        (Source("gone", "gone", "", "", "", "", ""), "a page that our list of sources does not have (gone)"),
    ],
)
def test_every_kind_and_form(source: Source, said: str) -> None:
    assert read_where(source) == said


def test_no_source_is_without_words(dataset: Dataset) -> None:
    for source in sources.sources_by_id(dataset).values():
        said = read_where(source)
        assert source.outlet in said
        assert all(origin in said for origin in source.origins)


@pytest.mark.parametrize(
    ("summaries", "said", "count"),
    [
        (["The Echo writes that it is."], ", but the Echo said otherwise", "one claim"),
        (
            ["Chancellor Ann says so.", "Chancellor Ann says so.", "Chancellor Ann says no."],
            ", but Chancellor Ann said",
            "one",
        ),
        (["Ann says so.", "The Echo reports it; Bob says no."], ", but Ann and the Echo said otherwise", "two claims"),
        (["Ann says so.", "Bob says so.", "Cy says so."], ", but three claims said otherwise", "three claims"),
        (
            ["After a week of talks the government issues nothing; Ann says so."],
            ", but one claim said otherwise",
            "one",
        ),
    ],
)
def test_who_disputes_is_named_or_counted(summaries, said, count):
    longer, shorter = who_disputes([replace(RULE, summary=summary) for summary in summaries], True)
    assert longer.startswith(said) and shorter.startswith(f", but {count}")


def test_a_dispute_of_today_is_in_the_present():
    assert who_disputes([replace(RULE, summary="Ann says so.")], False)[0] == ", but Ann says otherwise"
