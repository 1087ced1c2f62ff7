"""Take the README's picture: the map of 18 November 2024 in a real browser (make screenshot)."""

from benchmarks import browser, servers
from caveat.settings import ROOT

PICTURE = ROOT / "docs" / "map-2024-11-18.png"
ADDRESS = "/map?asof=2024-11-18&known=then&sys=atacms"


def main() -> None:
    """Start a server, draw the page, write the picture, end the server."""
    with servers.ready(servers.OURS, "/readyz") as server, browser.chromium() as chromium:
        page = chromium.new_page(viewport={"width": 1180, "height": 1000}, color_scheme="light")
        page.goto(f"{server.base}{ADDRESS}")
        page.wait_for_selector(".js-plotly-plot .scatterlayer path", timeout=60_000)
        page.wait_for_selector(".cv-foot")
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
    print(f"written: {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
