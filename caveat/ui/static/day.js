// The day control within the open session: its links, forms and the strip write one step of history each and have the app draw it; without the app, or without a
// line to the server, each opens as a page of its own.
(() => {
  if (window.caveatGo) return;
  document.documentElement.dataset.day = "on";
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const DAY_MS = 86400000;
  // A pointer that moves no farther has clicked; so near, the day of an entry is meant.
  const CLICK_PX = 4;
  const NEAR_PX = 8;
  // So long a reader who follows a step back is brought to the place where they were, while the page still grows.
  const HOLD_MS = 5000;
  // So long an app that does not come, and a line that is not there, are thought to be on their way.
  const START_MS = 12000;
  const LOST_MS = 4000;
  const spoken = (day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

  const running = () => document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning";
  const lineLost = () => (document.querySelector(".stApp")?.dataset.testConnectionState ?? "CONNECTED") !== "CONNECTED";
  const connected = () => document.querySelector(".stApp .cv-foot") && !document.querySelector(".cv-first") && !lineLost();
  const control = () => document.querySelector(".cv-first .cv-control") ?? document.querySelector(".cv-control");
  const scroller = () => document.querySelector(".cv-first.cv-kept") ?? document.querySelector('.stApp [data-testid="stMain"]') ?? document.scrollingElement;

  // Where the reader is on the page of each step of the history: the app has a scroller of its own, which no browser brings back.
  let wanted = null;
  let saving = 0;
  const save = () => {
    clearTimeout(saving);
    saving = 0;
    if (wanted === null) history.replaceState({ ...history.state, caveatTop: scroller().scrollTop }, "");
  };
  document.addEventListener("scroll", () => (saving ||= setTimeout(save, 250)), { capture: true, passive: true });
  const settle = () => (wanted = null);
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) window.addEventListener(kind, settle, { capture: true, passive: true });
  const bringBack = (top) => {
    wanted = top ?? null;
    const begin = Date.now();
    let ran = false;
    const hold = () => {
      if (wanted === null) return;
      ran ||= running();
      scroller().scrollTop = wanted;
      const there = Math.abs(scroller().scrollTop - wanted) <= 1;
      if ((ran && !running() && connected() && there) || Date.now() - begin > HOLD_MS) return settle();
      setTimeout(hold, 50);
    };
    hold();
  };
  window.addEventListener("popstate", (event) => event.isTrusted && bringBack(event.state?.caveatTop));
  if (history.state?.caveatTop) bringBack(history.state.caveatTop);

  // The address that was asked for last: steps count from it, not from what is drawn, which comes later.
  let asked = "";
  // `replace`: the same step of history goes on, as while a key is held.
  const go = (address, replace = false) => {
    if (address.href === location.href) return;
    if (!connected()) return location.assign(address);
    save();
    history[replace ? "replaceState" : "pushState"]({}, "", address);
    asked = location.href;
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };
  window.caveatGo = go;

  // The address of the view with some values changed; two days to compare stay in their order.
  const base = () => new URL(location.href === asked ? asked : control().dataset.here, document.baseURI);
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
    const link = event.target.closest?.(".stApp .cv-control a[href]");
    if (!link || !connected() || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
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
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    drag = null;
    delete handle().dataset.day;
    const day = dayAt(event.clientX);
    if (day === dayAsked()) show(day);
    else goTo(day);
  });
  document.addEventListener("pointercancel", () => {
    if (!drag) return;
    drag = null;
    delete handle().dataset.day;
    show(dayAsked());
  });

  // Each change of day draws the control anew: the focus goes on to what takes the place of what had it, and a screen reader hears the day.
  let part = "";
  document.addEventListener("focusin", (event) => {
    part = event.target.closest?.(".stApp .cv-control [data-part]")?.dataset.part ?? "";
    // Firefox and WebKit give the focus to the page around a label that is pressed; the reader has not left what is open.
    document.querySelectorAll(".cv-control details[open]").forEach((one) => one.contains(event.target) || event.target.contains(one) || (one.open = false));
  });
  document.addEventListener("pointerdown", (event) => event.target.closest?.(".cv-control") || (part = ""));
  const status = (className) => {
    const made = Object.assign(document.createElement("p"), { className });
    made.setAttribute("role", "status");
    document.body.append(made);
    return made;
  };
  const live = status("cv-hidden");
  const apart = status("cv-offline");
  let drawn = null;
  const redrawn = () => {
    const now = connected() && control();
    if (!now || now === drawn) return;
    const first = !drawn;
    drawn = now;
    if (location.href === asked && dayAsked() !== new URL(now.dataset.here, document.baseURI).searchParams.get("asof")) show(dayAsked());
    const strip = now.querySelector(".cv-strip");
    if (part && document.activeElement === document.body) {
      const kept = part === "clock" ? now.querySelector(".cv-clock [aria-current]") : now.querySelector(`[data-part="${part}"]`);
      (kept ?? strip).focus({ preventScroll: true });
    }
    if (!first && part !== "strip") live.textContent = `${strip.getAttribute("aria-valuetext")}, ${now.querySelector(".cv-clock [aria-current]").textContent}`;
  };

  // A page whose line to the server does not come, or is lost, says so; what it links to still opens.
  const SAID = "No live connection to the server. Days, pages and forms still work: each opens as a page of its own.";
  const begun = Date.now();
  let lostAt = 0;
  const watchLine = () => {
    lostAt = lineLost() ? lostAt || Date.now() : 0;
    const starting = document.querySelector(".cv-first:not(.cv-framed)") && Date.now() - begun > START_MS;
    const said = starting || (lostAt && Date.now() - lostAt > LOST_MS) ? SAID : "";
    if (apart.textContent !== said) apart.textContent = said;
  };
  setInterval(watchLine, 1000);
  new MutationObserver(redrawn).observe(document.body, { childList: true, subtree: true });
})();
