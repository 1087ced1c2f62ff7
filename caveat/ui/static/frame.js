// A page in a frame of another site tells that site how tall it is, so that nothing has to be scrolled inside the frame (docs/api.md). It tells this number and nothing else.
(() => {
  if (window.parent === window || window.caveatFrame) return;
  window.caveatFrame = true;
  // The answer of the first HTML, and what the app draws in its place.
  const FIRST = ".cv-first.cv-framed";
  const DRAWN = '[data-testid="stMainBlockContainer"]';
  let told = 0;
  let watched = null;

  const tell = () => {
    // Before the line under a part is there, the part is not whole.
    if (!watched?.isConnected || !document.querySelector(".cv-embed-line")) return;
    const height = watched.matches(FIRST) ? watched.scrollHeight : Math.ceil(watched.getBoundingClientRect().height);
    if (height > 0 && height !== told) window.parent.postMessage({ caveatHeight: (told = height) }, "*");
  };

  const sizes = new ResizeObserver(tell);
  const watch = () => {
    const found = document.querySelector(FIRST) ?? document.querySelector(DRAWN);
    if (found && found !== watched) {
      sizes.disconnect();
      watched = found;
      sizes.observe(found);
    }
    tell();
  };
  new MutationObserver(watch).observe(document.body, { childList: true, subtree: true });
  watch();
})();
