"""The samples in the key of a map, as small pictures: fillings of areas, outlines by certainty, lines at ranges."""

from functools import lru_cache

from markupsafe import Markup

from caveat import html
from caveat.charts.map_model import MapModel
from caveat.theme import INK, STATUS, Theme

WIDTH_PX, HEIGHT_PX = 28, 14


@lru_cache(maxsize=256)
def sample_svg(sample: str, status: str, theme: Theme) -> Markup:
    """A sample of WIDTH_PX x HEIGHT_PX as a group of SVG, to stand in another picture."""
    colour = STATUS[theme][status] if status else INK[theme]["ink"]
    return Markup(html.render("map_sample.svg", sample=sample, colour=colour).strip())


@lru_cache(maxsize=256)
def sample_image(sample: str, status: str) -> str:
    """A sample as the address of an image, light and dark in one."""
    return html.image_address(
        html.render(
            "map_sample_image.svg",
            width=WIDTH_PX,
            height=HEIGHT_PX,
            light=sample_svg(sample, status, "light"),
            dark=sample_svg(sample, status, "dark"),
        )
    )


def key_html(model: MapModel) -> Markup:
    """The key of a map as a list of samples with their words."""
    return html.render(
        "map_key.html",
        items=[(sample_image(item.sample, item.status), item.text) for item in model.key],
        width=WIDTH_PX,
        height=HEIGHT_PX,
    )
