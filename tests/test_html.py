"""Templates: text is escaped, and a figure keeps its unit."""

from types import SimpleNamespace

import pytest
from markupsafe import Markup

from caveat import html


def heading(headline: str) -> str:
    return html.render(
        "heading.html", heading=SimpleNamespace(headline=headline, question="", age="", context=""), unfollowed=""
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from 80 km (GMLRS) to 500 km", "from 80\u00a0km (GMLRS) to 500\u00a0km"),
        ("186 miles, 2 mines", "186\u00a0miles, 2 mines"),
        ("<b>80 km</b>", "&lt;b&gt;80\u00a0km&lt;/b&gt;"),
        ("since 28 May 2024, in May 2025 (23 Aug)", "since 28\u00a0May\u00a02024, in May 2025 (23\u00a0Aug)"),
        ("Taurus KEPD 350 and SCALP-EG", 'Taurus KEPD\u00a0350 and <span class="cv-nowrap">SCALP-EG</span>'),
        ("a long-range R-1-Kestrel-of-the-second-make", "a long-range R-1-Kestrel-of-the-second-make"),
    ],
)
def test_a_title_does_not_break_within_a_figure_a_day_or_a_name(text: str, shown: str) -> None:
    assert f">{shown}</h1>" in heading(text)


def test_text_does_not_break_before_a_unit_or_a_dot() -> None:
    shown = html.unbroken(Markup('<p title="5 km">5 km, 2 mi & 3 kg <b>KEPD 350</b> · x – y, 8 months, 1 March</p>'))
    wanted = '<p title="5 km">5_km, 2_mi & 3_kg <b>KEPD 350</b>_· x_– y, 8 months, 1 March</p>'
    assert shown == wanted.replace("_", "\u00a0")
    assert html.unbroken("a < b") == "a &lt; b"
