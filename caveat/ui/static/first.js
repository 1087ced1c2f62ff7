// Keeps the answer of the first HTML on the page while the app starts: React empties #root first and draws its own page seconds later on a slow line.
(() => {
  const root = document.getElementById("root");
  const answer = root?.querySelector(".cv-first");
  if (!answer) return;

  // Above the app, as far down as the reader has come.
  const keep = () => {
    const place = window.scrollY;
    answer.classList.add("cv-kept");
    document.body.append(answer);
    answer.scrollTop = place;
  };

  const leave = () => {
    const place = answer.scrollTop;
    window.caveatView?.adopt();
    answer.remove();
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, place);
  };

  new MutationObserver((_, observer) => {
    if (!answer.isConnected) keep();
    // The foot is the last thing that the app draws.
    if (!root.querySelector('[data-testid="stApp"] .cv-foot, [data-testid="stApp"] .cv-embed-line')) return;
    observer.disconnect();
    leave();
  }).observe(root, { childList: true, subtree: true });
})();
