"""What a reader takes along: a permanent link leaves nothing to a default, a citation names view and release, a snippet is sound HTML."""

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caveat.content import pictures, share
from caveat.content.pages import page_by_id
from caveat.dataset.sources import Source
from caveat.domain.query import ALL_SYSTEMS, QueryBounds, View, parse_query, permanent_query
from caveat.settings import ROOT
from caveat.text import share as words
from tests.support.elements import parse
from tests.support.registry import EMBEDS, PAGE_OF, PATHS

SYSTEMS = ("atacms", "storm-shadow", "taurus-kepd-350")
LATEST = date(2026, 11, 22)
BOUNDS = QueryBounds(default=date(2026, 3, 13), latest=LATEST, systems=SYSTEMS, earliest=date(2022, 1, 1))
days = st.dates(BOUNDS.earliest, LATEST)
views = st.builds(
    View,
    days,
    st.sampled_from(("then", "now")),
    st.lists(st.sampled_from(SYSTEMS), unique=True).map(tuple),
    st.none(),
    st.sampled_from(("", "atacms")),
)
ONE = share.ShareTarget(
    "compare",
    "compare",
    "How far do they reach, by every published figure?",
    View(date(2024, 11, 18)),
    "abc123",
    "https://example.org",
    LATEST,
    (("attribute", ("range_km",)),),
    ("atacms", "gmlrs"),
)


def query_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


# A machine that is busy is no fault of the link.
@given(views, days, st.none() | st.integers(1, 1500))
def test_a_permanent_link_gives_the_same_view_whatever_the_default_day_is(view, default, before):
    """Every day, clock, comparison and choice of systems comes back, and nothing had to be replaced."""
    since = view.asof - timedelta(days=before) if before else None
    view = replace(view, since=since if since and since >= BOUNDS.earliest else None)
    query = {key: [value] if isinstance(value, str) else value for key, value in permanent_query(view).items()}
    assert set(query) >= {"asof", "known", "from" if view.since else "sys"}
    again, notes = parse_query(query, replace(BOUNDS, default=default))
    assert notes == []
    assert again == view


def test_no_choice_of_systems_is_said_and_is_no_system(dataset):
    assert permanent_query(View(date(2024, 11, 18)))["sys"] == [ALL_SYSTEMS]
    assert permanent_query(View(date(2024, 11, 18)), systems=("atacms",))["sys"] == ["atacms"]
    assert permanent_query(View(date(2024, 11, 18), systems=("gmlrs",)), systems=("atacms",))["sys"] == ["gmlrs"]
    assert ALL_SYSTEMS not in set(dataset["systems"]["system_id"]), "the word would then name a system"


def test_a_pages_own_keys_are_in_the_link_and_never_replace_those_of_the_view():
    query = permanent_query(View(date(2024, 11, 18)), {"zoom": ["week"], "q": [""], "asof": ["1999-01-01"]})
    assert query["zoom"] == ["week"] and "q" not in query and query["asof"] == "2024-11-18"


def test_the_link_of_a_page():
    assert ONE.link == "https://example.org/compare?asof=2024-11-18&known=then&sys=atacms&sys=gmlrs&attribute=range_km"


def test_a_citation_names_question_day_clock_release_address_and_day_of_access():
    said = words.citation(ONE.question, replace(ONE.view, known="now"), ONE.release, ONE.link, ONE.accessed)
    for part in (ONE.question, "18 November 2024", "in hindsight", "release abc123", ONE.link, "22 November 2026"):
        assert part in said


@given(st.text(max_size=80), st.text(max_size=40))
def test_bibtex_is_one_entry_whatever_the_words(question, release):
    entry = words.bibtex("map", question, View(date(2024, 11, 18)), release, ONE.link, ONE.accessed)
    assert re.match(r"@misc\{caveat-map-2024-11-18-then-[0-9a-f]{8},", entry) and entry.endswith("}")
    bare = entry.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")


def test_bibtex_keys_differ_where_views_differ():
    """A paper would cite one for the other."""
    queries = (
        "",
        "&sys=all",
        "&id=atacms",
        "&id=storm-shadow",
        "&sys=atacms",
        "&sys=atacms&sys=gmlrs",
        "&q=C",
        "&q=C%2B%2B",
    )
    keys = [
        re.match(
            r"@misc\{([a-z0-9-]+),",
            words.bibtex("system", "?", ONE.view, "x", f"https://example.org/system?known=then{query}", ONE.accessed),
        )[1]
        for query in queries
    ]
    assert keys[0] == keys[1] == "caveat-system-2024-11-18-then" and keys[2] == f"{keys[0]}-atacms"
    assert len(set(keys)) == len(queries) - 2, "sys=all is no choice; a page takes either id or sys"


def test_tex_signs_are_printed():
    assert words.tex_escaped("50 % of R&D_{x} #1 \\ ~ ^ $") == (
        r"50 \% of R\&D\_\{x\} \#1 \textbackslash{} \textasciitilde{} \textasciicircum{} \$"
    )


@pytest.mark.parametrize("part", PAGE_OF)
def test_a_snippet_is_one_frame_of_the_same_view(part):
    page_id = PAGE_OF[part]
    path = next(path for path, key in PATHS.items() if key == page_id)
    one = replace(ONE, page_id=page_id, path=path, question='What "is" <known>?')
    frames = parse(share.embed_snippet(one, EMBEDS[part])).select("body *")
    assert [frame.name for frame in frames] == ["iframe", "script"] and str(frames[1]) == share.LISTENER
    frame = frames[0]
    assert frame["title"] == 'Caveat: What "is" <known>?' and frame["width"] == "100%" and frame["loading"] == "lazy"
    assert int(frame["height"]) == EMBEDS[part].height_px
    assert urlsplit(frame["src"]).path == f"/{path}"
    asked = query_of(frame["src"])
    assert asked.pop("embed") == ["true"] and asked.pop("part") == [part]
    assert asked == query_of(one.link)


def test_a_site_set_by_hand_cannot_leave_the_attribute():
    frame = parse(share.embed_snippet(replace(ONE, site='https://example.org/"><script>'), EMBEDS["claims"])).select(
        "body *"
    )
    assert [column.name for column in frame] == ["iframe", "script"] and str(frame[1]) == share.LISTENER


def test_the_documented_snippet_is_the_one_that_the_button_gives():
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert f"</iframe>\n{share.LISTENER}\n```" in text
    for part, embed in EMBEDS.items():
        assert f"part={part}` | {embed.height_px} |" in text


def test_every_page_has_its_files_under_the_same_query():
    for page_id in PATHS.values():
        links = share.file_links(page_id, ONE.query)
        assert [title for title, _ in links] == [export.title for export in page_by_id(page_id).exports]
        assert all(query_of(address) == query_of(ONE.link) for _, address in links)


def source(name: str) -> Source:
    return Source(name.lower(), name, "Title", "https://example.org/x", "2024-11-17", "news", "en")


def test_a_copied_value_names_who_says_so():
    assert (
        words.copy_text("ATACMS, Range: up to 300 km", [source("Reuters")])
        == "ATACMS, Range: up to 300 km. Source: Reuters (17 Nov 2024)."
    )
    many = words.copy_text("A", [source(letter) for letter in ("B", "C", "D", "E", "F")])
    assert many == "A. Sources: B (17 Nov 2024); C (17 Nov 2024); D (17 Nov 2024) and 2 more."
    assert words.copy_text("A", []) == "A. No source."


def test_what_holds_for_all_values_of_a_view():
    said = parse(share.copy_suffix_html(ONE)).select_one(".cv-tail").text
    assert said == f"As of 18 Nov 2024, as the public knew it then. Caveat, release abc123, {ONE.link}"


def test_parts_are_chosen_by_the_address():
    assert page_by_id("briefing").embed({"part": ["matrix"]}, False) == (EMBEDS["matrix"], "")
    assert page_by_id("briefing").embed({}, True) == (EMBEDS["cards"], "")
    assert page_by_id("briefing").embed({}, False) == (None, "")
    assert page_by_id("story").embed({}, True) == (None, "")
    embed, note = page_by_id("map").embed({"part": ["cards"]}, True)
    assert embed == EMBEDS["map"] and "part=cards" in note and "the map" in note
    embed, note = page_by_id("data").embed({"part": ["<script>" * 20]}, False)
    assert embed is None and len(note) < 200


def test_each_picture_is_offered_in_every_format_with_its_alternative_text():
    """A link a format and form, with the view's own keys, a name to save it under and what a screen reader calls it."""
    soup = parse(str(share.share_html(ONE)))
    links = [link for link in soup.select("a[download]") if link["href"].startswith("picture/compare.")]
    forms = ("16x9", "1x1", "4x5")
    kinds = len(pictures.kinds_of("compare", compares=False))
    assert len(links) == kinds * len(forms) * 2
    assert len({link["aria-label"] for link in links}) == len({link["download"] for link in links}) == len(links)
    for link in links:
        query = query_of(link["href"])
        assert (
            query["attribute"] == ["range_km"] and query["sys"] == ["atacms", "gmlrs"] and query["format"][0] in forms
        )
        assert link["download"].endswith(f"{query['format'][0]}.{link.text.lower()}")
    assert all(
        button["data-copy-from"].startswith("picture/compare.txt?") for button in soup.select("[data-copy-from]")
    )
    assert len(soup.select("[data-copy-from]")) == kinds
