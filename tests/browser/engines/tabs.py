"""A tab of a browser as the tests drive it: it is asked the same questions in each engine."""

import json
import shutil
import time
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any

from tests.browser.conftest import DRAWN, IN_VIEW, RAN, Size

# What Debian calls the packages that have these commands.
PACKAGES = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
# A script that waits for the value of an expression.
ASKED = "const done = arguments[0]; (async () => ({}))().then(done, error => done(String(error)))"
# The element of a selector that a reader sees and whose words begin like this.
FIND = """((css, text) => [...document.querySelectorAll(css)].find(element => element.checkVisibility() && element.textContent.trim().startsWith(text)))"""


def command(name: str) -> str:
    """The path of a command. AssertionError that says what to install if it is not there."""
    path = shutil.which(name)
    assert path, f"no {name}; on Debian: apt-get install {PACKAGES[name]}"
    return path


def constant(key: str) -> str:
    """ArrowRight as ARROW_RIGHT."""
    return "".join(f"_{letter}" if letter.isupper() and place else letter for place, letter in enumerate(key)).upper()


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
