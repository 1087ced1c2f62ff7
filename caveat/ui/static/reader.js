// What a reader's click does in the browser alone: copy a value with its source, or the words for a picture. Without this file the text stands there to be selected.
(() => {
  if (window.caveatReader) return;
  window.caveatReader = true;
  document.documentElement.dataset.reader = "on";

  const live = document.createElement("div");
  live.className = "cv-hidden";
  live.setAttribute("role", "status");
  document.body.append(live);

  const confirm = (button, said) => {
    const before = button.dataset.label ?? (button.dataset.label = button.textContent);
    button.textContent = said;
    live.textContent = "";
    setTimeout(() => (live.textContent = said), 50);
    clearTimeout(button.waiting);
    button.waiting = setTimeout(() => (button.textContent = before), 2500);
  };

  // The text beside a button, or the button's own text with what holds for the whole view: day, clock, release, address.
  const textOf = (button) => {
    const own = button.dataset.copy;
    if (own === "quote") return button.parentElement.querySelector(".cv-quote")?.textContent.trim() ?? "";
    const tail = document.querySelector(".cv-tail")?.textContent.trim() ?? "";
    return tail ? `${own} ${tail}` : own;
  };

  // Where the browser gives no clipboard (plain http, a frame without leave) the old command still works.
  const copyOld = (text, button) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.cssText = "position:fixed;top:0;opacity:0";
    button.parentElement.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    button.focus();
    return done;
  };

  // The app may draw a part anew at any moment: by its kind, its words and its place among those alike, what stands for an element now.
  const wordsOf = (element) => element.dataset.label ?? element.textContent;
  const alike = (element) => [...document.querySelectorAll(element.localName)].filter((other) => wordsOf(other) === wordsOf(element));
  const known = (element) => ({ element, at: alike(element).indexOf(element) });
  const standing = ({ element, at }) => (element.isConnected ? element : alike(element)[at]);

  // Between a press and its end: no browser clicks an element that took the place of the pressed one.
  const MOVED_PX = 10;
  let pressed = null;
  const press = (event) => {
    const element = event.target.closest?.("button[data-copy], button[data-copy-from], .cv-share :is(a, summary)");
    pressed = element && !event.button ? { ...known(element), x: event.clientX, y: event.clientY } : null;
  };
  const release = (event) => {
    const { x, y } = pressed ?? {};
    const lost = pressed && !pressed.element.isConnected && !(Math.hypot(event.clientX - x, event.clientY - y) > MOVED_PX);
    if (lost) standing(pressed)?.click();
    pressed = null;
  };
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointerup", release, true);
  document.addEventListener("keydown", (event) => event.key === " " && press(event), true);
  document.addEventListener("keyup", (event) => event.key === " " && release(event), true);

  const copy = async (button) => {
    const asked = known(button);
    let text, done = false;
    try {
      // The text that is added is of the view that is shown.
      await window.caveatView?.followed();
      button = standing(asked) ?? button;
      text = button.dataset.copyFrom ? await (await fetch(button.dataset.copyFrom)).text() : textOf(button);
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = text !== undefined && copyOld(text, button);
    }
    confirm(button, done ? "Copied" : "Select the text to copy it");
  };

  document.addEventListener("click", (event) => {
    // In a frame of another site a link opens a window of its own: a whole page would not fit.
    const link = event.target.closest?.("a[href]:not([target], [download])");
    if (link && document.querySelector(".cv-embed-line")) link.target = "_blank";
    const button = event.target.closest?.("button[data-copy], button[data-copy-from]");
    if (!button) return;
    event.preventDefault();
    copy(button);
  });
})();
