"""A reader with a keyboard alone: where the focus is, whether the eye can tell, and the way from stop to stop."""

from dataclasses import dataclass

import pytest

from tests.browser.conftest import Visit

# The stop that has the focus, and what is wrong with the way it looks. A stop shows its focus where it, or what holds it, looks different from the moment
# after the focus has gone on; it is hidden where something else lies over its middle and both its ends.
LOOK = """() => {
    const looks = element => {
        const found = [];
        for (let up = element, step = 0; up && step < 4; up = up.parentElement, step++) {
            const style = getComputedStyle(up);
            const ring = style.outlineStyle === 'none' || !parseFloat(style.outlineWidth) ? '' : style.outlineStyle + style.outlineWidth + style.outlineColor;
            found.push(ring, style.boxShadow, style.borderColor, style.backgroundColor);
        }
        return found.join('|');
    };
    const name = element => (element.getAttribute('aria-label') || element.innerText || '').trim().split('\\n')[0];
    const element = document.activeElement, box = element.getBoundingClientRect(), before = window.stopBefore;
    const wrong = [];
    // Within one widget a text field keeps its ring; there the caret tells.
    const within = before && before.element.matches('input') && before.element.closest('[data-testid=stElementContainer]')?.contains(element);
    if (before && !within && before.element !== element && before.element.isConnected && looks(before.element) === before.looks) wrong.push(`${before.name} does not show its focus`);
    const own = element.matches('main, body, [role=dialog], h1');
    const at = [box.x + box.width / 2, box.x + 3, box.right - 3].map(x => document.elementFromPoint(x, box.y + box.height / 2));
    const near = other => other && (element.contains(other) || (other.contains(element) && [element.parentElement, element.parentElement?.parentElement].includes(other)));
    if (!own && !element.matches('[type=range]') && !at.some(near)) wrong.push(`${name(element)} is out of view or covered`);
    window.stopBefore = own ? null : {element, name: name(element), looks: looks(element)};
    return {name: name(element), tag: element.tagName, wrong};
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus."""

    name: str
    tag: str


def look(seen: Visit) -> Stop:
    """What has the focus now. It fails where the stop before did not show its focus, or this one cannot be seen."""
    found = seen.page.evaluate(LOOK)
    assert not found["wrong"], "; ".join(found["wrong"])
    return Stop(found["name"], found["tag"])


def press(seen: Visit, *keys: str) -> Stop:
    """Press keys one after another."""
    for key in keys:
        seen.page.keyboard.press(key)
    return look(seen)


def tab_to(seen: Visit, name: str, most: int = 80, key: str = "Tab") -> Stop:
    """Press Tab (or Shift+Tab) until something of this name has the focus. Streamlit makes the scrolling region itself a stop (MAIN): it is the whole window."""
    passed = []
    for _ in range(most):
        found = press(seen, key)
        if found.tag != "MAIN" and found.name.startswith(name):
            return found
        passed.append(found.name)
    pytest.fail(f"{name} is not reached by {key}: {passed}")


def ready(seen: Visit) -> Visit:
    """Wait until the app has taken the keyboard: what it does as it starts could move the focus."""
    seen.page.wait_for_selector(".stApp .cv-nav")
    seen.page.wait_for_timeout(300)
    return seen


def until_day(seen: Visit, before: str) -> str:
    """Wait until the address names another day, and give it."""
    seen.page.wait_for_function(
        "day => new URLSearchParams(location.search).get('asof') !== day", arg=before, timeout=20_000
    )
    seen.until_drawn()
    return str(seen.page.evaluate("new URLSearchParams(location.search).get('asof')"))
