"""A window of WebKitGTK's as a tab of the tests."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.conftest import Size
from tests.browser.engines.tabs import ASKED, Tab, command, constant

WINDOW = Path(__file__).with_name("window.py")
SYSTEM_PYTHON = "/usr/bin/python3"


class WebKitTab(Tab):
    """A window of WebKitGTK's, driven by its own WebDriver. `folder` has what its pages complain of."""

    def __init__(self, base: str, driver: webdriver.WebKitGTK, folder: Path) -> None:
        super().__init__(base)
        self.driver, self.folder = driver, folder
        # So many complaints were forgotten.
        self.heard = 0

    def load(self, address: str) -> None:
        self.driver.get(address)

    def js(self, expression: str) -> Any:
        return self.driver.execute_async_script(ASKED.format(expression))

    def resize(self, size: Size) -> None:
        self.driver.set_window_size(*size)
        self.until(f"innerWidth === {size[0]}")

    def element(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def press(self, *keys: str) -> None:
        pressed = ActionChains(self.driver)
        for key in keys:
            pressed.send_keys(getattr(Keys, constant(key), key))
        pressed.perform()

    @property
    def complaints(self) -> list[str]:
        """What window.py writes down; it opens the file as the window opens."""
        return self._told()[self.heard :]

    def _told(self) -> list[str]:
        return (self.folder / "errors.log").read_text().splitlines()

    def forget(self) -> None:
        self.heard = len(self._told())

    def allow_scripts(self, allowed: bool) -> None:
        self.js(f"window.webkit.messageHandlers.scripts.postMessage({json.dumps(str(allowed))})")

    def found(self, css: str) -> Any:
        return self.driver.find_element("css selector", css)

    def fill(self, css: str, value: str) -> None:
        self.driver.execute_script("arguments[0].value = arguments[1]", self.found(css), value)

    @property
    def address(self) -> str:
        return self.driver.current_url

    def drag(self, css: str, start: float, end: float) -> None:
        element, width = self.found(css), self.js(f"document.querySelector({json.dumps(css)}).offsetWidth")
        moved = ActionChains(self.driver, duration=100)
        from_px, to_px = (round((share - 0.5) * width) for share in (start, end))
        moved.move_to_element_with_offset(element, from_px, 0).click_and_hold()
        moved.move_to_element_with_offset(element, to_px, 0).release().perform()

    def step(self, forward: bool) -> None:
        self.driver.forward() if forward else self.driver.back()

    @contextmanager
    def frame(self) -> Iterator[None]:
        self.driver.switch_to.frame(self.element("document.querySelector('iframe')"))
        yield
        self.driver.switch_to.default_content()

    def zoom_text(self, times: float) -> None:
        self.js(f"window.webkit.messageHandlers.zoom.postMessage('{times}')")

    def printed(self) -> bytes:
        file = self.folder / "whole.pdf"
        file.unlink(missing_ok=True)
        self.js(f"window.webkit.messageHandlers.paper.postMessage('{file.name}')")
        end = time.monotonic() + 60
        while not file.is_file():
            assert time.monotonic() < end, f"never printed; {self.complaints}"
            time.sleep(0.1)
        return file.read_bytes()

    def turn(self, theme: str) -> None:
        self.js(f"window.webkit.messageHandlers.theme.postMessage('{theme}')")
        self.until(f"matchMedia('(prefers-color-scheme: {theme})').matches")


@contextmanager
def webkit(base: str, folder: Path, size: Size) -> Iterator[WebKitTab]:
    """A window of WebKitGTK's on a screen of its own."""
    driver_path, screen_path = command("WebKitWebDriver"), command("Xvfb")
    can = subprocess.run([SYSTEM_PYTHON, "-c", "import gi; gi.require_version('WebKit2', '4.1')"], capture_output=True)
    assert can.returncode == 0, "no WebKit for Python; on Debian: apt-get install gir1.2-webkit2-4.1 python3-gi"
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        [screen_path, "-displayfd", str(writing), "-screen", "0", "1920x2000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        with _driven(driver_path, display, folder, size) as driver:
            yield WebKitTab(base, driver, folder)
    finally:
        screen.terminate()
        screen.wait()


@contextmanager
def _driven(driver_path: str, display: str, folder: Path, size: Size) -> Iterator[webdriver.WebKitGTK]:
    environment: Mapping[str, str] = {
        **os.environ,
        "DISPLAY": display,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "GDK_BACKEND": "x11",
        "GSETTINGS_BACKEND": "memory",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
        "NO_AT_BRIDGE": "1",
    }
    options = Options()
    options.binary_location = SYSTEM_PYTHON
    for argument in (str(WINDOW), str(folder), *map(str, size)):
        options.add_argument(argument)
    driver = webdriver.WebKitGTK(options, Service(driver_path, env=environment))
    try:
        yield driver
    finally:
        driver.quit()
