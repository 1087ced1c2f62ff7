// Names for screen readers what Streamlit cannot mark: the navigation as a landmark, the page of it that is open.
(() => {
  if (window.caveatLandmarks) return;
  window.caveatLandmarks = true;
  const set = (one, name, value) => one && one.getAttribute(name) !== value && one.setAttribute(name, value);
  const mark = () => {
    const bar = document.querySelector(".st-key-navigation");
    set(bar, "role", "navigation");
    set(bar, "aria-label", "Pages");
    // The first link is the name of the site; the pages follow, and the server sets the open one in bold.
    [...(bar?.querySelectorAll("a") ?? [])].slice(1).forEach((one) => {
      if (one.querySelector("strong")) set(one, "aria-current", "page");
      else one.removeAttribute("aria-current");
    });
    const box = document.querySelector(".st-key-find");
    set(box, "role", "search");
    set(document.querySelector(".st-key-day-control"), "role", "group");
    set(document.querySelector(".st-key-day-control"), "aria-label", "Day, clock and systems");
  };
  let waiting = 0;
  new MutationObserver(() => (waiting ||= requestAnimationFrame(() => ((waiting = 0), mark())))).observe(document.body, { childList: true, subtree: true });
  mark();
})();
