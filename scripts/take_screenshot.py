"""Take the pictures of the README: the front page on two days at two widths, and the published map."""

from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

from PIL import Image

from benchmarks import browser, servers
from caveat.settings import ROOT

DOCS = ROOT / "docs"
DAYS = {"newest": "/", "2024-11-18": "/?asof=2024-11-18&known=then"}
SIZES = {1280: 800, 390: 844}
MAP = "/picture/map.png?asof=2024-11-18&known=then&sys=atacms"


def save(picture: bytes, file: Path) -> None:
    """Write a picture in 128 colours: a page in few colours needs no more, and the repository stays small."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(128).save(file, optimize=True)
    print(f"written: {file.relative_to(ROOT)}")


def main() -> None:
    """Start a server, take the pictures, end the server."""
    with servers.ready(servers.OURS, "/readyz") as server, browser.chromium() as chromium:
        for width, height in SIZES.items():
            for name, address in DAYS.items():
                page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme="light")
                page.goto(f"{server.base}{address}")
                page.wait_for_selector('[data-test-script-state="notRunning"] .cv-foot', state="attached")
                page.wait_for_timeout(1500)
                save(page.screenshot(), DOCS / f"answer-{name}-{width}.png")
                page.close()
        # The credit line has the address of the site that was asked, here none that exists.
        asked = Request(f"{server.base}{MAP}", headers={"Host": "caveat.example"})
        with urlopen(asked, timeout=60) as answer:
            save(answer.read(), DOCS / "map-2024-11-18.png")


if __name__ == "__main__":
    main()
