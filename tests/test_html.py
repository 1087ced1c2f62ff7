"""Templates: text is escaped, and a figure keeps its unit."""

from types import SimpleNamespace

import pytest

from caveat import html


def heading(headline: str) -> str:
    return html.render(
        "heading.html", heading=SimpleNamespace(headline=headline, question="", age="", context=""), target=False
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from 80 km (GMLRS) to 500 km", "from 80\u00a0km (GMLRS) to 500\u00a0km"),
        ("186 miles, 2 mines", "186\u00a0miles, 2 mines"),
        ("<b>80 km</b>", "&lt;b&gt;80\u00a0km&lt;/b&gt;"),
    ],
)
def test_a_heading_does_not_break_between_number_and_unit(text: str, shown: str) -> None:
    assert f">{shown}</h1>" in heading(text)
