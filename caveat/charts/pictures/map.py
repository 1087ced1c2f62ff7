"""The map of a system as the body of a picture."""

from markupsafe import Markup

from caveat.charts.map_model import MapModel
from caveat.charts.pictures.canvas import INKS, Box, Canvas
from caveat.charts.pictures.frame import Body
from caveat.charts.static_map import static_map_svg

# The map runs a few pixels over its edges; they are covered.
EDGE_PX = 9


def map_body(model: MapModel) -> Body:
    """The body that shows the still map of a model as large as its box."""

    def draw(canvas: Canvas, box: Box) -> None:
        width, height = int(box.width), int(box.height)
        canvas.add(Markup(static_map_svg(model, "light", width, height, nested=True)), (box.x, box.y))
        outer = (
            f"M{box.x - EDGE_PX} {box.y - EDGE_PX}h{width + 2 * EDGE_PX}v{height + 2 * EDGE_PX}h{-width - 2 * EDGE_PX}z"
        )
        inner = f"M{box.x} {box.y}h{width}v{height}h{-width}z"
        canvas.path(outer + inner, "none", 0, fill=INKS["card"], fill_rule="evenodd")

    return draw
