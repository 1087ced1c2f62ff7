"""Debian's chromium, for tests, benchmarks and screenshots."""

import shutil

from playwright.sync_api import Browser, Playwright


def launched(playwright: Playwright, *settings: str) -> Browser:
    """A new browser without a window, with settings of its command line; its name is in .ci/run and the README."""
    # The engine by itself takes half of the processor time of the whole browser, which is there in most places.
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "no chromium; on Debian: apt-get install chromium-headless-shell"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *settings]
    return playwright.chromium.launch(executable_path=found, args=arguments)
