"""A reader with a keyboard alone: where the focus is, whether the eye can tell, and the way from stop to stop."""

from dataclasses import dataclass

import pytest

from tests.browser.conftest import Visit

# The stop that has the focus, and what is wrong with the way it looks. A stop shows its focus where it, or what holds it, looks different from the moment
# after the focus has gone on; it is hidden where something else lies over its middle and both its ends.
LOOK = """() => {
    const looks = one => {
        const found = [];
        for (let up = one, step = 0; up && step < 4; up = up.parentElement, step++) {
            const style = getComputedStyle(up);
            const ring = style.outlineStyle === 'none' || !parseFloat(style.outlineWidth) ? '' : style.outlineStyle + style.outlineWidth + style.outlineColor;
            found.push(ring, style.boxShadow, style.borderColor, style.backgroundColor);
        }
        return found.join('|');
    };
    const name = one => (one.getAttribute('aria-label') || one.innerText || '').trim().split('\\n')[0];
    const one = document.activeElement, box = one.getBoundingClientRect(), before = window.stopBefore;
    const wrong = [];
    // Within one widget a text field keeps its ring; there the caret tells.
    const within = before && before.one.matches('input') && before.one.closest('[data-testid=stElementContainer]')?.contains(one);
    if (before && !within && before.one !== one && before.one.isConnected && looks(before.one) === before.looks) wrong.push(`${before.name} does not show its focus`);
    const own = one.matches('main, body, [role=dialog], h1');
    const at = [box.x + box.width / 2, box.x + 3, box.right - 3].map(x => document.elementFromPoint(x, box.y + box.height / 2));
    const near = other => other && (one.contains(other) || (other.contains(one) && [one.parentElement, one.parentElement?.parentElement].includes(other)));
    if (!own && !one.matches('[type=range]') && !at.some(near)) wrong.push(`${name(one)} is out of view or covered`);
    window.stopBefore = own ? null : {one, name: name(one), looks: looks(one)};
    return {name: name(one), tag: one.tagName, wrong};
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
    seen.settle()
    return str(seen.page.evaluate("new URLSearchParams(location.search).get('asof')"))
