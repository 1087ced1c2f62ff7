// Follows links between pages within the open session: Streamlit draws the next page in place, where a browser by itself would start the whole app anew.
(() => {
  if (window.caveatPages) return;
  window.caveatPages = true;

  // The public addresses of the pages are those that the line of pages names; files, the API and other sites are left to the browser.
  const isPage = (address) => address.origin === location.origin && [...document.querySelectorAll(".cv-nav a")].some((one) => one.pathname === address.pathname);

  // The link that had the focus is gone with its page: the new page's question takes it, so that a screen reader says where the reader is and Tab goes on from there.
  const PATIENCE_MS = 10000;
  const arrive = () => {
    const app = document.querySelector(".stApp");
    const begin = Date.now();
    let ran = false;
    new MutationObserver((_, observer) => {
      ran ||= app.dataset.testScriptState !== "notRunning";
      if (Date.now() - begin > PATIENCE_MS) return observer.disconnect();
      if (!ran || app.dataset.testScriptState !== "notRunning") return;
      observer.disconnect();
      const question = document.querySelector("h1.cv-h1");
      if (!question || document.activeElement !== document.body) return;
      question.tabIndex = -1;
      question.focus({ preventScroll: true });
    }).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  };

  // Without a line to the server the browser loads the page itself (static/day.js).
  const go = (address) => {
    window.caveatGo(address);
    if (address.hash) return;
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    arrive();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".stApp a[href]");
    if (!link || link.closest(".cv-control") || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download")) return;
    const address = new URL(link.href);
    // To a place on this page the browser goes by itself.
    const here = address.pathname === location.pathname && address.search === location.search;
    if (here || !isPage(address)) return;
    event.preventDefault();
    go(address);
  });
})();
