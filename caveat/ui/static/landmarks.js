// What keyboards and screen readers need and Streamlit does not give: names for the parts of a page, the way into an open popover and out of it, the part that a link names.
(() => {
  if (window.caveatLandmarks) return;
  window.caveatLandmarks = true;
  const set = (one, name, value) => one && one.getAttribute(name) !== value && one.setAttribute(name, value);
  // On a phone the line of pages is wider than the screen: the page that is shown is brought into it.
  let shown = null;
  const pagesInView = () => {
    const here = document.querySelector(".stApp .cv-nav a[aria-current]");
    if (here && here !== shown) {
      const [box, line] = [here, here.parentElement].map((one) => one.getBoundingClientRect());
      if (box.left < line.left || box.right > line.right) here.parentElement.scrollLeft += box.left - line.left - 32;
    }
    shown = here;
  };
  const names = () => {
    set(document.querySelector(".st-key-find-text"), "role", "search");
  };

  // Streamlit hangs an open popover at the end of the document and leaves the focus on its button: Tab would pass the whole page before it came there.
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
  let opened = null;
  const popover = () => {
    const box = document.querySelector("[data-testid=stPopoverBody]");
    if (box && box !== opened) {
      box.tabIndex = -1;
      box.focus({ preventScroll: true });
    }
    opened = box;
  };
  const stopsIn = (box) => [...box.querySelectorAll(STOPS)].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  const tab = (event) => {
    const button = event.key === "Tab" && opened?.isConnected && document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]");
    if (!button) return;
    const stops = stopsIn(opened);
    const at = document.activeElement;
    if (at === button) {
      // Back and away: what is left behind must not cover what comes next.
      if (event.shiftKey) return button.click();
      event.preventDefault();
      (stops[0] ?? opened).focus();
    } else if (event.shiftKey && (at === opened || at === stops[0])) {
      event.preventDefault();
      button.focus();
    } else if (!event.shiftKey && at === (stops.at(-1) ?? opened)) {
      // The browser goes on from the button to what follows it.
      button.focus();
      button.click();
    }
  };
  document.addEventListener("keydown", tab, true);

  // A link may name a part of the page that is drawn long after the browser looked for it. It is brought into view, and held there while the page
  // above it still grows, until the reader moves.
  const HOLD_MS = 3000;
  let wanted = "";
  let since = 0;
  const settle = () => (wanted = "");
  const want = () => {
    // Our names of parts are plain letters: nothing to decode.
    wanted = location.hash.slice(1);
    since = 0;
    for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) window.addEventListener(kind, settle, { capture: true, once: true, passive: true });
  };
  const arrive = () => {
    const part = wanted && document.querySelector(".stApp") && document.getElementById(wanted);
    if (!part) return;
    const running = document.querySelector(".stApp").dataset.testScriptState !== "notRunning";
    if (!since || running) since = Date.now();
    for (let up = part.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    if (document.activeElement !== part) {
      if (part.tabIndex < 0) part.tabIndex = -1;
      part.focus({ preventScroll: true });
    }
    if (Date.now() - since > HOLD_MS) settle();
    else part.scrollIntoView({ block: "start" });
  };
  // A page that is opened within the session (static/pages.js), or gone back to, may name a part too.
  window.addEventListener("popstate", want);
  want();

  let waiting = 0;
  const look = () => {
    waiting = 0;
    names();
    pagesInView();
    popover();
    arrive();
  };
  new MutationObserver(() => (waiting ||= requestAnimationFrame(look))).observe(document.body, { childList: true, subtree: true });
  look();
})();
