// Puts the style sheets of a page to use when the app draws it: each link names the pages that it is for.
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
})();
