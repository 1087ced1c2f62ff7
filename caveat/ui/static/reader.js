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

  const copy = async (button) => {
    let text, done = false;
    try {
      // The text that is added is of the view that is shown.
      await window.caveatView?.followed();
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
