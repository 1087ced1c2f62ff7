"""Take the README's picture: the map of 18 November 2024 in a real browser (make screenshot)."""

import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from caveat.settings import ROOT
from tests.support.processes import end, free_port, until

PICTURE = ROOT / "docs" / "map-2024-11-18.png"
ADDRESS = "/map?asof=2024-11-18&known=then&sys=atacms"


def main() -> None:
    """Start a server of its own, draw the page, write the picture, end the server."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "app.py", "--port", str(port)], cwd=ROOT)
    try:
        until(server, f"http://127.0.0.1:{port}/readyz")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1180, "height": 1000}, color_scheme="light")
            page.goto(f"http://127.0.0.1:{port}{ADDRESS}")
            page.wait_for_selector(".js-plotly-plot .scatterlayer path", timeout=60_000)
            page.wait_for_selector(".cv-foot")
            page.wait_for_timeout(1500)
            page.screenshot(path=PICTURE)
            browser.close()
    finally:
        end(server)
    print(f"written: {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
