"""A figure as HTML: a box with its alternative text and its JSON, which static/charts.js draws."""

from markupsafe import Markup

from caveat.charts.style import Figure


def figure_html(figure: Figure, alt: str, key: str, dark: Figure | None = None) -> Markup:
    """The box of a figure, as high as its layout says (px).

    `alt`: one sentence made from the data. `key`: the same from day to day, so that the browser goes on with the
    drawing that it has. `dark`: the same figure for a dark page, if it is not known yet which one the reader has.
    """
    other = Markup(" data-dark='{}'").format(Markup(dark.text)) if dark else ""
    return Markup(
        '<div class="cv-chart" role="img" aria-label="{}" data-chart="{}" style="height:{}px"'
        " data-figure='{}'{}></div>"
    ).format(alt, key, figure.height_px, Markup(figure.text), other)


def with_table(box: Markup, table: Markup, caption: str = "", title: str = "The same as a table") -> Markup:
    """A figure's box, its caption, and the same numbers as a table that opens on a click."""
    note = Markup('<p class="cv-note">{}</p>').format(caption) if caption else ""
    return Markup('{}{}<details class="cv-data"><summary>{}</summary>{}</details>').format(box, note, title, table)
