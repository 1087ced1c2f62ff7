"""HTML from templates (Jinja2, autoescape on). All text from the tables becomes HTML in this way."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from caveat import theme
from caveat.dataset.partial_dates import spoken

# Tags of HTML, to leave them alone.
TAG = re.compile(r"(<[^>]*>)")
# Spaces at which no line breaks: between a number and its unit, before a dot that divides.
_FIXED = re.compile(r"(?<=\d) (?=(?:km|miles?|mi|kg|m)\b)| (?=[·–] )")
# In large letters a day and a name with a number or a hyphen ("KEPD 350", "SCALP-EG") stay in their line too.
_NUMBERED = re.compile(r"(?<=[A-Z]{2}) (?=\d)")
_DAY = re.compile(r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: \d{4})?")
_HYPHENED = re.compile(r"(?<![\w-])(?![\w-]{15})(?=[\w-]*[A-Z0-9])\w+(?:-\w+)+")
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
    environment.filters.update(unbroken=unbroken, unbroken_title=unbroken_title)
    return environment


def render(template: str, **values: Any) -> Markup:
    """A template of caveat/templates/ as HTML. Every value is escaped unless it is Markup already."""
    return Markup(_environment().get_template(template).render(**values))


def unbroken(text: str) -> Markup:
    """A text, or HTML, whose lines do not break before a unit or before a dot that divides."""
    return _in_text(text, lambda part: _FIXED.sub("\u00a0", part))


def unbroken_title(text: str) -> Markup:
    """The same of a title, in large letters: they do not break within a day or a name either."""

    def whole(part: str) -> str:
        days = _DAY.sub(lambda day: day[0].replace(" ", "\u00a0"), _NUMBERED.sub("\u00a0", part))
        return _HYPHENED.sub(r'<span class="cv-nowrap">\g<0></span>', days)

    return _in_text(unbroken(text), whole)


def _in_text(text: str, change: Callable[[str], str]) -> Markup:
    """A text, or HTML, with what stands between its tags changed."""
    parts = TAG.split(Markup.escape(text))
    parts[::2] = map(change, parts[::2])
    return Markup("".join(parts))


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
