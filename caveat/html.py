"""HTML from templates (Jinja2, autoescape on). All text from the tables becomes HTML in this way."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from caveat import theme
from caveat.dataset.partial_dates import spoken

# The space between a number and its unit, where a line of large letters must not break.
_FIGURE = re.compile(r"(\d) (?=km\b|miles?\b|mi\b)")
# What may stand in a data: address as it is.
_PLAIN = "!$'()*,-./:;=@_~"


class _Quoted(dict[int, str]):
    """Each character as it stands in an address, worked out once: pictures have tens of thousands."""

    def __missing__(self, code: int) -> str:
        self[code] = quote(chr(code), safe=_PLAIN)
        return self[code]


_QUOTED = _Quoted()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        # A template that changed is read after a restart, as code is: no render looks at the disk.
        auto_reload=False,
    )
    environment.globals.update(glyph=theme.GLYPH)
    environment.filters["spoken"] = lambda text: spoken(text) if text else ""
    environment.filters["whole_figures"] = lambda text: _FIGURE.sub("\\1\u00a0", str(text))
    return environment


def render(template: str, **values: Any) -> Markup:
    """A template of caveat/templates/ as HTML. Every value is escaped unless it is Markup already."""
    return Markup(_environment().get_template(template).render(**values))


def table(frame: pd.DataFrame, caption: str, row_header: bool = True, note: str = "") -> Markup:
    """A frame as an accessible HTML table.

    Columns keep their names, missing values are "–", numbers are right-aligned. Markup is not escaped in a column of
    dtype object; pandas makes plain text of it in any other.
    On a phone each row becomes a block of label and value. `row_header` makes the first column the header of its row.
    """
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    rows = [[_format_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return render(
        "table.html",
        columns=list(frame.columns),
        rows=rows,
        numeric=numeric,
        caption=caption,
        row_header=row_header,
        note=note,
    )


def _format_cell(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if value is None or (isinstance(value, float) and pd.isna(value)) or value == "":
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.6g}"
    return value


def image_address(svg: str) -> str:
    """A picture as the data: address of an image. What may end an attribute or break an address is escaped."""
    return f"data:image/svg+xml,{' '.join(svg.split()).translate(_QUOTED)}"


def notice(text: str) -> Markup:
    """A quiet note to the reader: a value that fell back, a table that waits. Empty for a blank text."""
    return Markup('<p class="cv-notice" role="status">{}</p>').format(text) if text else Markup("")


def link(text: str, url: str) -> Markup:
    """A link to another page or site; the text alone if the address is neither relative nor http(s)."""
    if (
        not url
        or ("://" in url and not url.startswith(("https://", "http://")))
        or url.lower().startswith(("javascript:", "data:", "vbscript:"))
    ):
        return Markup.escape(text)
    return Markup('<a href="{}"{}>{}</a>').format(
        url, Markup(' target="_blank" rel="noopener"') if "://" in url else "", text
    )
