"""Firefox and WebKit as the tests drive them: a tab that is asked the same questions in each."""

import base64
import json
import os
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from marionette_driver.keys import Keys as MozillaKeys
from marionette_driver.marionette import Marionette
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import DRAWN, IN_VIEW, RAN, Size

# What Debian calls the packages that have these commands.
PACKAGES = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
WINDOW = Path(__file__).with_name("window.py")
# A script that waits for the value of an expression.
ASKED = "const done = arguments[0]; (async () => ({}))().then(done, error => done(String(error)))"
# What Firefox calls a face whose page was left while it was loading.
ABORTED = "status=2152398850"
SYSTEM_PYTHON = "/usr/bin/python3"
# The element of a selector that a reader sees and whose words begin like this.
FIND = """((css, text) => [...document.querySelectorAll(css)].find(element => element.checkVisibility() && element.textContent.trim().startsWith(text)))"""


def command(name: str) -> str:
    """The path of a command. AssertionError that says what to install if it is not there."""
    path = shutil.which(name)
    assert path, f"no {name}; on Debian: apt-get install {PACKAGES[name]}"
    return path


class Tab(ABC):
    """A tab of a browser."""

    def __init__(self, base: str) -> None:
        self.base = base

    @abstractmethod
    def load(self, address: str) -> None: ...

    @abstractmethod
    def js(self, expression: str) -> Any:
        """The value of an expression; a promise's when it is there."""

    @abstractmethod
    def element(self, script: str) -> Any:
        """The element that an expression gives, to be clicked as a reader does."""

    @abstractmethod
    def resize(self, size: Size) -> None: ...

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys by their names, or type a text."""

    @abstractmethod
    def turn(self, theme: str) -> None:
        """Turn the desktop dark or light."""

    @abstractmethod
    def zoom_text(self, times: float) -> None:
        """Make all letters so many times as large, as a reader does who zooms text alone."""

    @abstractmethod
    def printed(self) -> bytes:
        """The page as a PDF on A4, without the colours behind words."""

    @abstractmethod
    def step(self, forward: bool) -> None:
        """Go back or forward."""

    @abstractmethod
    def frame(self) -> AbstractContextManager[None]:
        """Inside, what is asked is asked in the first frame of the page."""

    @property
    @abstractmethod
    def complaints(self) -> list[str]:
        """The errors in the console since the start or `forget`, what the content security policy refused too."""

    @abstractmethod
    def forget(self) -> None:
        """Forget the complaints."""

    @abstractmethod
    def allow_scripts(self, allowed: bool) -> None:
        """Whether pages that are loaded from now on may run scripts; where they may not, ask `found`, `fill`, `address` alone."""

    @abstractmethod
    def found(self, css: str) -> Any:
        """An element, to be clicked and typed into, on a page without scripts too."""

    @abstractmethod
    def fill(self, css: str, value: str) -> None:
        """Give a field a value, as a driver does that knows no keys of its parts."""

    @property
    @abstractmethod
    def address(self) -> str:
        """The address of the page, on a page without scripts too."""

    @abstractmethod
    def drag(self, css: str, start: float, end: float) -> None:
        """Press the pointer on an element at a part of its width, move it to another, and let go."""

    def click(self, css: str, text: str = "") -> None:
        """Click the first element of a selector that is visible and whose words begin with a text."""
        found = f"{FIND}({json.dumps(css)}, {json.dumps(text)})"
        self.until(found)
        self.element(found).click()

    def open(self, address: str) -> None:
        self.load(f"{self.base}{address}")
        self.settle()

    def until(self, expression: str, seconds: float = 30) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + seconds
        while not self.js(f"Boolean({expression})"):
            assert time.monotonic() < end, f"never: {expression} at {self.js('location.href')}"
            time.sleep(0.05)

    def settle(self) -> None:
        """Wait until the script has run and every chart is drawn."""
        self.until(f"document.querySelector({json.dumps(RAN)}) && {DRAWN}", 45)

    def until_address(self, *parts: str) -> None:
        """Wait until the address bar has all of these parts and the page is drawn."""
        self.until(f"{json.dumps(parts)}.every(part => location.href.includes(part)) && {IN_VIEW}")
        self.settle()

    def follow(self, name: str) -> None:
        """Follow a link of the line of pages."""
        self.click(".stApp .cv-nav a", name)
        self.until(f"document.querySelector('.stApp .cv-nav [aria-current]')?.textContent === {json.dumps(name)}")
        self.settle()


class FirefoxTab(Tab):
    """Debian's Firefox, driven by Mozilla's own client."""

    def __init__(self, base: str, client: Marionette, line: ClientConnection) -> None:
        super().__init__(base)
        self.client = client
        self.line = line
        self.said: list[str] = []
        line.send(json.dumps({"id": 1, "method": "session.subscribe", "params": {"events": ["log.entryAdded"]}}))

    def load(self, address: str) -> None:
        self.client.navigate(address)

    def js(self, expression: str) -> Any:
        return self.client.execute_async_script(ASKED.format(expression), sandbox=None)

    def _browser_js(self, script: str) -> Any:
        """What a script gives that has the rights of the browser itself."""
        with self.client.using_context("chrome"):
            return self.client.execute_script(script)

    def resize(self, size: Size) -> None:
        # A window has at least 500 px; the page in it has what it is given.
        end = time.monotonic() + 30
        while not self.js(f"matchMedia('(width: {size[0]}px) and (height: {size[1]}px)').matches"):
            assert time.monotonic() < end, f"never {size} wide and high"
            # A busy page may miss a new size; it takes the next.
            for width, height in ((size[0] - 1, size[1]), size):
                sizes = "".join(
                    f"style.{side} = style.min{side.title()} = style.max{side.title()} = '{px}px';"
                    for side, px in (("width", width), ("height", height))
                )
                self._browser_js(f"const {{ style }} = gBrowser.selectedBrowser; {sizes}")
                time.sleep(0.2)

    def element(self, script: str) -> Any:
        return self.client.execute_script(f"return {script}", sandbox=None)

    def press(self, *keys: str) -> None:
        pressed = self.client.actions.sequence("key", "keyboard")
        for key in keys:
            for part in [getattr(MozillaKeys, _constant(key), "")] if hasattr(MozillaKeys, _constant(key)) else key:
                pressed.key_down(part).key_up(part)
        pressed.perform()

    def step(self, forward: bool) -> None:
        self.client.go_forward() if forward else self.client.go_back()

    @contextmanager
    def frame(self) -> Iterator[None]:
        self.client.switch_to_frame(self.element("document.querySelector('iframe')"))
        yield
        self.client.switch_to_frame()

    def turn(self, theme: str) -> None:
        self.client.set_pref("ui.systemUsesDarkTheme", int(theme == "dark"))
        self.until(f"matchMedia('(prefers-color-scheme: {theme})').matches")

    def zoom_text(self, times: float) -> None:
        self._browser_js(f"ZoomManager.useFullZoom = false; gBrowser.selectedBrowser.textZoom = {times}")

    def printed(self) -> bytes:
        paper = {"page": {"width": 21.0, "height": 29.7}, "background": False}
        return base64.b64decode(self.client._send_message("WebDriver:Print", paper, key="value"))

    @property
    def complaints(self) -> list[str]:
        """What the browser has told since it was last asked is waiting on the line."""
        with suppress(TimeoutError):
            while True:
                told = json.loads(self.line.recv(timeout=0.05)).get("params", {})
                if told.get("level") == "error" and ABORTED not in told["text"]:
                    self.said.append(f"{told['type']}: {told['text']}")
        return self.said.copy()

    def forget(self) -> None:
        self.said.clear()

    def allow_scripts(self, allowed: bool) -> None:
        self._browser_js(f"gBrowser.selectedBrowser.browsingContext.allowJavascript = {json.dumps(allowed)}")

    def found(self, css: str) -> Any:
        return self.client.find_element("css selector", css)

    def fill(self, css: str, value: str) -> None:
        self.found(css).clear()
        self.found(css).send_keys(value)

    @property
    def address(self) -> str:
        return str(self.client.get_url())

    def drag(self, css: str, start: float, end: float) -> None:
        element, width = self.found(css), self.js(f"document.querySelector({json.dumps(css)}).offsetWidth")
        moved = self.client.actions.sequence("pointer", "mouse", {"pointerType": "mouse"})
        from_px, to_px = (round((share - 0.5) * width) for share in (start, end))
        moved.pointer_move(from_px, 0, origin=element).pointer_down()
        moved.pointer_move(to_px, 0, duration=200, origin=element).pointer_up().perform()


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
            pressed.send_keys(getattr(Keys, _constant(key), key))
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


def _constant(key: str) -> str:
    """ArrowRight as ARROW_RIGHT."""
    return "".join(f"_{letter}" if letter.isupper() and place else letter for place, letter in enumerate(key)).upper()


@contextmanager
def firefox(base: str, folder: Path, size: Size) -> Iterator[FirefoxTab]:
    """Debian's Firefox without a window on the screen, for a reader who wants less motion."""
    client = Marionette(
        bin=command("firefox-esr"),
        headless=True,
        gecko_log=str(folder / "firefox.log"),
        prefs={"ui.prefersReducedMotion": 1},
        app_args=["-remote-allow-system-access", "--remote-debugging-port", "0"],
    )
    # Errors are told by WebDriver BiDi alone, on a line of its own.
    told_by = client.start_session({"webSocketUrl": True})["webSocketUrl"]
    try:
        client.timeout.script = 30
        with connect(told_by, max_size=None, max_queue=None) as line:
            tab = FirefoxTab(base, client, line)
            tab.resize(size)
            yield tab
    finally:
        client.quit()
        client.cleanup()


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
