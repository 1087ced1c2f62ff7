"""Debian's Firefox as a tab of the tests."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from marionette_driver.keys import Keys as MozillaKeys
from marionette_driver.marionette import Marionette
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import Size
from tests.browser.engines.tabs import ASKED, Tab, command, constant

# What Firefox calls a face whose page was left while it was loading.
ABORTED = "status=2152398850"


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
            for part in [getattr(MozillaKeys, constant(key), "")] if hasattr(MozillaKeys, constant(key)) else key:
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
