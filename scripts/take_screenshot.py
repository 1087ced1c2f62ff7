"""Take the README's picture: the map of 18 November 2024 in a real browser (make screenshot)."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "map-2024-11-18.png"
ADDRESS = "/map?asof=2024-11-18&known=then&sys=atacms"


def free_port() -> int:
    """A port that nothing listens on at present."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Start a server of its own, draw the page, write the picture, end the server."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "server", "--port", str(port)], cwd=ROOT)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1180, "height": 1000}, color_scheme="light")
            page.goto(f"http://127.0.0.1:{port}{ADDRESS}")
            page.wait_for_selector(".js-plotly-plot .scatterlayer path", timeout=60_000)
            page.wait_for_selector(".cv-foot")
            page.wait_for_timeout(1500)
            page.screenshot(path=PICTURE)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
    print(f"written: {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
