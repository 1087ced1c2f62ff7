"""Firefox and WebKit as the tests drive them: a tab that is asked the same questions in each."""

import base64
import json
import os
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from marionette_driver.keys import Keys as MozillaKeys
from marionette_driver.marionette import Marionette
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.conftest import DRAWN, IN_VIEW, RAN, Size

# What Debian calls the packages that have these commands.
PACKAGES = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
WINDOW = Path(__file__).with_name("window.py")
# A script that waits for the value of an expression.
ASKED = "const done = arguments[0]; (async () => ({}))().then(done, error => done(String(error)))"
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
        """The errors in the console since the start, what the content security policy refused too."""

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

    def __init__(self, base: str, client: Marionette) -> None:
        super().__init__(base)
        self.client = client
        self.known = frozenset(self._messages())

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

    def printed(self) -> bytes:
        paper = {"page": {"width": 21.0, "height": 29.7}, "background": False}
        return base64.b64decode(self.client._send_message("WebDriver:Print", paper, key="value"))

    def _messages(self) -> list[str]:
        """What the browser says of errors, and what pages say by console.error, which it keeps apart."""
        return self._browser_js("""
            const kept = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage).getEvents();
            const said = kept.filter(({ level }) => level === "error")
                .map(({ filename, arguments: words }) => `[JavaScript Error: console.error at ${filename}: ${words.join(" ")}`);
            return [...Services.console.getMessageArray().map(({ message }) => message), ...said];
        """)

    @property
    def complaints(self) -> list[str]:
        said = [text for text in self._messages() if text not in self.known and text.startswith("[JavaScript Error")]
        return [text for text in said if self.base in text]


class WebKitTab(Tab):
    """A window of WebKitGTK's, driven by its own WebDriver. `folder` has its console."""

    def __init__(self, base: str, driver: webdriver.WebKitGTK, folder: Path) -> None:
        super().__init__(base)
        self.driver, self.folder = driver, folder

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
        """What the console says of errors and of the content security policy."""
        lines = (self.folder / "console.log").read_text(errors="replace").splitlines()
        return [line for line in lines if line.startswith("CONSOLE") and "ERROR" in line]

    def step(self, forward: bool) -> None:
        self.driver.forward() if forward else self.driver.back()

    @contextmanager
    def frame(self) -> Iterator[None]:
        self.driver.switch_to.frame(self.element("document.querySelector('iframe')"))
        yield
        self.driver.switch_to.default_content()

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
        app_args=["-remote-allow-system-access"],
    )
    client.start_session()
    try:
        client.timeout.script = 30
        tab = FirefoxTab(base, client)
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
