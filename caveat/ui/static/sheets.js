// Runs before all else. Puts the style sheets of a page to use when the app draws it: each link names the pages that it is for.
(() => {
  const links = document.querySelectorAll("link[data-pages]");
  const use = () => {
    const here = document.querySelector(".cv-nav a[aria-current]")?.pathname.split("/").pop();
    if (here === undefined) return;
    for (const link of links) {
      const media = link.dataset.pages.split(" ").includes(`/${here}`) ? "all" : "not all";
      if (link.media !== media) link.media = media;
    }
  };
  new MutationObserver(use).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-current"] });

  // Where the script that draws is blocked or lost, a chart's place would stay a hole: a sentence stands there, and the table with the same numbers is open.
  const PATIENCE_MS = 15000;
  let lost = false;
  const tell = () => {
    if (!lost || window.caveatCharts) return;
    for (const place of document.querySelectorAll(".cv-chart:not(.cv-lost)")) {
      place.classList.add("cv-lost");
      place.textContent = "The chart could not be loaded. The table has the same numbers.";
      place.parentElement.querySelector(".cv-data")?.setAttribute("open", "");
    }
  };
  const lose = () => {
    lost = true;
    tell();
    new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
  };
  addEventListener("error", ({ target }) => target.src?.endsWith("/charts.js") && lose(), true);
  addEventListener("load", () => setTimeout(() => !window.caveatCharts && document.querySelector(".cv-chart") && lose(), PATIENCE_MS));
})();
