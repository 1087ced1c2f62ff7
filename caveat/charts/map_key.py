"""The samples in the key of a map, as small pictures: fillings of areas, outlines by certainty, lines at ranges."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

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
def sample_images(sample: str, status: str) -> Mapping[Theme, str]:
    """A sample as the address of an image, by theme: WebKit does not tell an image whether its page is dark."""
    themes: tuple[Theme, ...] = ("light", "dark")
    drawn = {theme: sample_svg(sample, status, theme) for theme in themes}
    size = {"width": WIDTH_PX, "height": HEIGHT_PX}
    return MappingProxyType(
        {
            theme: html.image_address(html.render("map_sample_image.svg", sample=group, **size))
            for theme, group in drawn.items()
        }
    )


def key_html(model: MapModel) -> Markup:
    """The key of a map as a list of samples with their words."""
    return html.render(
        "map_key.html",
        items=[(sample_images(item.sample, item.status), item.text) for item in model.key],
        width=WIDTH_PX,
        height=HEIGHT_PX,
    )
