// Picks a day on the strip: the line follows the pointer, and where it is let go the page of that day opens, on the day of an entry where one is near.
(() => {
  if (window.caveatStrip) return;
  window.caveatStrip = true;
  const DAY_MS = 86400000;
  // A pointer that moves no farther has clicked what is under it; so near, the day of an entry is meant.
  const CLICK_PX = 4;
  const NEAR_PX = 4;
  let drag = null;

  const dayAt = (x) => {
    const over = drag.over;
    const box = over.getBoundingClientRect();
    const [start, end] = [over.dataset.start, over.dataset.end].map((day) => Date.parse(day));
    const days = (end - start) / DAY_MS + 1;
    const place = (day) => ((Date.parse(day) - start) / DAY_MS / days) * box.width;
    const at = Math.min(Math.max(x - box.left, 0), box.width);
    const entries = (document.querySelector(".cv-strip")?.dataset.days ?? "").split(" ").filter((day) => day && Date.parse(day) <= end);
    const near = entries.filter((day) => Math.abs(place(day) - at) <= NEAR_PX).sort((a, b) => Math.abs(place(a) - at) - Math.abs(place(b) - at))[0];
    return near ?? new Date(start + Math.min(Math.floor((at / box.width) * days), days - 1) * DAY_MS).toISOString().slice(0, 10);
  };

  document.addEventListener("pointerdown", (event) => {
    const bars = event.target.closest?.(".stApp .cv-lane-bars");
    if (!bars || event.button) return;
    const over = bars.closest(".cv-lanes-plot").querySelector(".cv-over");
    const line = over.querySelector(".cv-now");
    if (line) drag = { over, line, x: event.clientX, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) <= CLICK_PX)) return;
    drag.moved = true;
    const box = drag.over.getBoundingClientRect();
    drag.line.style.left = `${(100 * Math.min(Math.max(event.clientX - box.left, 0), box.width)) / box.width}%`;
    drag.line.dataset.day = new Date(dayAt(event.clientX)).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  });
  const end = (event) => {
    if (drag?.moved && event.type === "pointerup") {
      const address = new URL(location.href);
      address.searchParams.set("asof", dayAt(event.clientX));
      // The click that follows would open the bar under the pointer.
      window.addEventListener("click", (click) => (click.preventDefault(), click.stopPropagation()), { capture: true, once: true });
      setTimeout(() => window.caveatGo(address));
    }
    drag = null;
  };
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
  // A bar is a link, which a browser would drag as such.
  document.addEventListener("dragstart", (event) => event.target.closest?.(".cv-lane-bars") && event.preventDefault());
})();
