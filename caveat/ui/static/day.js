// The day control: its links, forms and the strip write one step of history each, and static/view.js shows what they ask for.
(() => {
  if (window.caveatDay) return;
  window.caveatDay = true;
  document.documentElement.dataset.day = "on";
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const DAY_MS = 86400000;
  // A pointer that moves no farther has clicked; so near, the day of an entry is meant.
  const CLICK_PX = 4;
  const NEAR_PX = 8;
  // So long an app that does not come, and a line that is not there, are thought to be on their way.
  const START_MS = 12000;
  const LOST_MS = 4000;
  const spoken = (day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

  const { connected, lineLost, control, address: base, isAsked, preview, say } = window.caveatView;
  const go = window.caveatGo;

  // The address of the view with some values changed; two days to compare stay in their order.
  const changed = (key, values) => {
    const address = base();
    // The first in its place, so that one view has one address.
    if (values.length) address.searchParams.set(key, values[0]);
    else address.searchParams.delete(key);
    for (const value of values.slice(1)) address.searchParams.append(key, value);
    if ((address.searchParams.get("from") ?? "") >= address.searchParams.get("asof")) address.searchParams.delete("from");
    return address;
  };
  const dayAsked = () => base().searchParams.get("asof");
  const entries = () => control().querySelector(".cv-strip").dataset.days.split(" ").filter(Boolean);

  // What the control says at once, before the app has drawn the day.
  const show = (day) => {
    const strip = control().querySelector(".cv-strip");
    const { start, end } = strip.dataset;
    if (day < start || day > end) return;
    const place = (Date.parse(day) - Date.parse(start)) / Math.max(Date.parse(end) - Date.parse(start), 1);
    strip.querySelector("b").style.left = `${100 * place}%`;
    strip.setAttribute("aria-valuetext", spoken(day));
    control().querySelector(".cv-asof-words").textContent = spoken(day);
    control().querySelector(".cv-asof [type=date]").value = day;
  };
  const goTo = (day, replace) => {
    if (!day || day === dayAsked()) return;
    show(day);
    go(changed("asof", [day]), replace);
  };
  const before = (day) => entries().findLast((entry) => entry < day);
  const after = (day) => entries().find((entry) => entry > day);

  document.addEventListener("click", (event) => {
    const open = document.querySelectorAll(".cv-control details[open]");
    open.forEach((one) => one.contains(event.target) || (one.open = false));
    const link = event.target.closest?.(".cv-control a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.dataset.part === "clock") go(changed("known", [new URL(link.href).searchParams.get("known")]));
    else goTo(link.dataset.part === "next" ? after(dayAsked()) : before(dayAsked()));
  });

  // The field: Enter applies, as does what is picked in the calendar; what is typed also when the reader leaves the field, since its figures are no day before all stand.
  let typed = false;
  const field = (event) => event.target.closest?.(".cv-asof input[type=date]");
  const apply = (input) => {
    typed = false;
    if (input.value) goTo(input.value);
    else input.reportValidity();
  };
  document.addEventListener("input", ({ target }) => target.matches?.(".cv-asof-field input") && target.value && (target.nextElementSibling.textContent = spoken(target.value)));
  document.addEventListener("change", (event) => field(event) && !typed && apply(field(event)));
  document.addEventListener("focusout", (event) => {
    if (!field(event) || !typed) return;
    if (field(event).value) return apply(field(event));
    typed = false;
    show(dayAsked());
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.(".cv-control form");
    if (!form) return;
    event.preventDefault();
    const values = new FormData(form);
    const address = form.closest(".cv-systems") ? changed("sys", values.getAll("sys")) : new URL(form.action);
    if (form.closest(".cv-days")) address.search = new URLSearchParams(values);
    form.parentElement.querySelector("summary").focus();
    form.parentElement.open = false;
    go(address);
  });

  const MOVES = {
    ArrowRight: after, ArrowUp: after, ArrowLeft: before, ArrowDown: before,
    Home: () => entries()[0], End: () => entries().at(-1),
    // A year on, or back.
    PageUp: (day) => entries().find((entry) => entry >= `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`) ?? entries().at(-1),
    PageDown: (day) => entries().findLast((entry) => entry <= `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`) ?? entries()[0],
  };
  document.addEventListener("keydown", (event) => {
    if (field(event) && event.key === "Enter") {
      // Not as a form: the browser would stop a day out of range, of which the page says more.
      event.preventDefault();
      apply(field(event));
    }
    if (field(event) && !event.altKey && /^(\d|Backspace|Delete|ArrowUp|ArrowDown)$/.test(event.key)) typed = true;
    const open = event.key === "Escape" && document.querySelector(".cv-control details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    if (!event.target.matches?.(".cv-strip") || !MOVES[event.key] || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    goTo(MOVES[event.key](dayAsked()), event.repeat);
  });

  // The strip under a pointer: the day follows it, and where it is let go its page opens. A finger that moves up or down scrolls: the browser then takes the pointer away.
  let drag = null;
  const dayAt = (x) => {
    const strip = control().querySelector(".cv-strip");
    const box = strip.getBoundingClientRect();
    const [start, end] = [strip.dataset.start, strip.dataset.end].map((day) => Date.parse(day));
    const at = Math.min(Math.max(x - box.left, 0), box.width);
    const away = (day) => Math.abs(((Date.parse(day) - start) / (end - start)) * box.width - at);
    const nearest = entries().reduce((best, day) => (best && away(best) <= away(day) ? best : day), "");
    if (nearest && away(nearest) <= NEAR_PX) return nearest;
    return new Date(start + Math.round(((at / box.width) * (end - start)) / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  };
  const handle = () => control().querySelector(".cv-strip b");
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest?.(".cv-strip") && !event.button) drag = { x: event.clientX, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) <= CLICK_PX)) return;
    drag.moved = true;
    const day = dayAt(event.clientX);
    show(day);
    handle().dataset.day = spoken(day);
    // What held on the day: what came in last before it.
    const entry = entries().findLast((one) => one <= day) ?? day;
    if (entry !== drag.entry) preview((drag.entry = entry));
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    drag = null;
    delete handle().dataset.day;
    const day = dayAt(event.clientX);
    if (day === dayAsked()) stay();
    else goTo(day);
  });
  const stay = () => {
    show(dayAsked());
    preview(dayAsked());
  };
  document.addEventListener("pointercancel", () => {
    if (!drag) return;
    drag = null;
    delete handle().dataset.day;
    stay();
  });

  // Each change of day draws the control anew: the focus goes on to what takes the place of what had it, and a screen reader hears the day.
  let part = "";
  document.addEventListener("focusin", (event) => {
    part = event.target.closest?.(".cv-control [data-part]")?.dataset.part ?? "";
    // Firefox and WebKit give the focus to the page around a label that is pressed; the reader has not left what is open.
    document.querySelectorAll(".cv-control details[open]").forEach((one) => one.contains(event.target) || event.target.contains(one) || (one.open = false));
  });
  document.addEventListener("pointerdown", (event) => event.target.closest?.(".cv-control") || (part = ""));
  const live = Object.assign(document.createElement("p"), { className: "cv-hidden" });
  live.setAttribute("role", "status");
  document.body.append(live);
  let drawn = null;
  const redrawn = () => {
    const now = control();
    const strip = now.querySelector(".cv-strip");
    if (part && document.activeElement === document.body) {
      const kept = part === "clock" ? now.querySelector(".cv-clock [aria-current]") : now.querySelector(`[data-part="${part}"]`);
      (kept ?? strip).focus({ preventScroll: true });
    }
    if (part !== "strip") live.textContent = `${strip.getAttribute("aria-valuetext")}, ${now.querySelector(".cv-clock [aria-current]").textContent}`;
  };
  document.addEventListener("caveat-shown", redrawn);
  document.addEventListener("caveat-failed", () => show(dayAsked()));
  // A page that the app draws itself has a new control for each day.
  const appDrawn = () => {
    const now = connected() && control();
    if (!now || now === drawn) return;
    const before = drawn;
    drawn = now;
    if (now.closest("[data-slot]")) return;
    if (isAsked() && dayAsked() !== new URL(now.dataset.here, document.baseURI).searchParams.get("asof")) show(dayAsked());
    if (before) redrawn();
  };

  // A page whose line to the server does not come, or is lost, says so; what it links to still opens.
  const SAID = "No live connection to the server. Days and links still work; a new page takes longer to open.";
  const begun = Date.now();
  let lostAt = 0;
  const watchLine = () => {
    lostAt = lineLost() ? lostAt || Date.now() : 0;
    const starting = document.querySelector(".cv-first:not(.cv-framed)") && Date.now() - begun > START_MS;
    say("line", starting || (lostAt && Date.now() - lostAt > LOST_MS) ? SAID : "");
  };
  setInterval(watchLine, 1000);
  new MutationObserver(appDrawn).observe(document.body, { childList: true, subtree: true });
})();
