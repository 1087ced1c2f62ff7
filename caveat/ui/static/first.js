// Keeps the answer of the first HTML on the page while the app starts: React empties #root first and draws its own page seconds later on a slow line.
(() => {
  const root = document.getElementById("root");
  const answer = root?.querySelector(".cv-first");
  if (!answer) return;
  const PATIENCE_MS = 4000;

  // Above the app, as far down as the reader has come.
  const keep = () => {
    const place = window.scrollY;
    answer.classList.add("cv-kept");
    document.body.append(answer);
    answer.scrollTop = place;
    // What moves while the app is built is not on the screen.
    root.classList.add("cv-behind");
  };

  const leave = () => {
    const place = answer.scrollTop;
    window.caveatView?.adopt();
    root.classList.remove("cv-behind");
    answer.remove();
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, place);
  };

  // The foot is the last thing that the app draws; where it still loads a part, a grey place stands for it.
  const drawn = () => root.querySelector('[data-testid="stApp"] .cv-foot, [data-testid="stApp"] .cv-embed-line');
  const whole = () => drawn() && !root.querySelector('[data-testid="stSkeleton"]');
  let patience;
  const finish = () => {
    if (!answer.isConnected) return;
    observer.disconnect();
    clearTimeout(patience);
    leave();
  };
  const observer = new MutationObserver(() => {
    if (!answer.isConnected) keep();
    // A part that never comes must not hold back the rest.
    if (drawn()) patience ??= setTimeout(finish, PATIENCE_MS);
    if (whole()) requestAnimationFrame(() => requestAnimationFrame(() => whole() && finish()));
  });
  observer.observe(root, { childList: true, subtree: true });
})();
