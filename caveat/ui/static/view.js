// Shows the view of an address in the places of the page ([data-slot], templates/page_head.html): from what was fetched ahead, in the first HTML and in the app,
// which follows where it must. Where a page has no such places, the app draws the view; without the app, or a line to it, the address opens as a page of its own.
(() => {
  if (window.caveatGo) return;
  // "&" as some programs write it begins a fragment, which no server sees: "&#38;known=now" would be the other clock, without a word.
  const AMPERSAND = /#(?:x0*26|0*38);/gi;
  if (location.hash.search(AMPERSAND) === 0) return location.replace(location.href.replace(AMPERSAND, ""));
  // So many days with an entry on each side of the one that is shown are fetched ahead, so many of them at one time, and so many views are kept.
  const AHEAD = 4;
  const AT_ONCE = 2;
  const KEPT = 40;
  // So long a reader who follows a step back is brought to the place where they were, while the page still grows.
  const HOLD_MS = 5000;
  // A page with choices that depend on the day is drawn by the app too, when the reader has stayed so long.
  const FOLLOW_MS = 500;
  const FAILED = "This day did not load. What stands here is still what was shown before. Choose the day again, or reload the page.";

  const app = () => document.querySelector(".stApp");
  const first = () => document.querySelector(".cv-first");
  const running = () => app()?.dataset.testScriptState !== "notRunning";
  const lineLost = () => (app()?.dataset.testConnectionState ?? "CONNECTED") !== "CONNECTED";
  const connected = () => document.querySelector(".stApp .cv-foot") && !first() && !lineLost();
  const stage = () => first() ?? app();
  const slot = (name, at = stage()) => at?.querySelector(`[data-slot="${name}"]`);
  const head = () => slot("head");
  const scroller = () => document.querySelector(".cv-first.cv-kept") ?? document.querySelector('.stApp [data-testid="stMain"]') ?? document.scrollingElement;
  const urlOf = (text) => new URL(text, document.baseURI);
  const onThisPage = (address) => head() && urlOf(head().dataset.here).pathname === address.pathname && !address.hash;

  // Where the reader is on the page of each step of the history: the app has a scroller of its own, which no browser brings back.
  let wanted = null;
  let saving = 0;
  // As of the last scroll: asked for in the middle of a change, it would have the page laid out once more.
  let top = 0;
  const save = () => {
    clearTimeout(saving);
    saving = 0;
    if (wanted === null && (history.state?.caveatTop ?? 0) !== top) history.replaceState({ ...history.state, caveatTop: top }, "");
  };
  document.addEventListener("scroll", () => {
    top = scroller().scrollTop;
    saving ||= setTimeout(save, 250);
  }, { capture: true, passive: true });
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
  if (history.state?.caveatTop) bringBack(history.state.caveatTop);

  const parsed = (text) => {
    const made = document.createElement("template");
    made.innerHTML = text;
    return made.content;
  };
  // What an address says beside the view: the choices that the app has of its own, what is searched.
  const own = (address) => [...address.searchParams].filter(([key]) => !["asof", "known", "from", "sys"].includes(key)).sort().join("&");
  // What was fetched: by address, the one used last at the end.
  const kept = new Map();
  let release = "";
  const fragmentOf = (address) => {
    const asked = new URLSearchParams(address.search);
    asked.delete("find");
    asked.set("release", release);
    // The address of the front page has no name in it.
    return urlOf(`./fragment/${address.pathname.split("/").pop() || "briefing"}?${asked}`).href;
  };
  const load = (address) => {
    const name = fragmentOf(address);
    const found = kept.get(name) ?? { stop: new AbortController() };
    kept.delete(name);
    kept.set(name, found);
    if (found.asked) return found;
    found.asked = fetch(name, { signal: found.stop.signal })
      .then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      })
      .then((text) => {
        found.text = text;
        // Ready before it is asked for.
        (window.requestIdleCallback ?? setTimeout)(() => (found.made ??= parsed(text)));
      });
    // Asked for again when it is wanted.
    found.asked.catch(() => kept.get(name) === found && kept.delete(name));
    for (const [oldest, { stop }] of kept) {
      if (kept.size <= KEPT) break;
      stop.abort();
      kept.delete(oldest);
    }
    return found;
  };

  // The days beside the one that is shown, the nearest first; what is on its way for others makes room on a slow line.
  let queue = [];
  const entries = () => slot("control")?.querySelector(".cv-strip")?.dataset.days.split(" ").filter(Boolean) ?? [];
  const dayOf = (address) => address.searchParams.get("asof");
  const on = (address, day) => {
    const other = new URL(address);
    other.searchParams.set("asof", day);
    if ((other.searchParams.get("from") ?? "") >= day) other.searchParams.delete("from");
    return other;
  };
  const pump = () => {
    const busy = [...kept.values()].filter((one) => one.ahead && one.text === undefined).length;
    for (const address of queue.splice(0, AT_ONCE - busy)) {
      const found = load(address);
      if (found.text !== undefined) continue;
      found.ahead = true;
      found.asked.catch(() => {}).finally(pump);
    }
    if (queue.length && busy < AT_ONCE) pump();
  };
  const stopOthers = (but) => {
    for (const [name, found] of kept) {
      if (found.text !== undefined || but.has(name)) continue;
      found.stop.abort();
      kept.delete(name);
    }
  };
  const fetchAhead = (address) => {
    if (navigator.connection?.saveData) return;
    const days = entries();
    const day = dayOf(address);
    const after = days.findIndex((one) => one > day);
    const later = after < 0 ? [] : days.slice(after, after + AHEAD);
    const earlier = days.slice(0, after < 0 ? days.length : after).filter((one) => one < day).reverse().slice(0, AHEAD);
    queue = [];
    for (let step = 0; step < AHEAD; step += 1) queue.push(...[later[step], earlier[step]].filter(Boolean).map((one) => on(address, one)));
    stopOthers(new Set(queue.map(fragmentOf)));
    pump();
  };

  const isChanged = (field) => field.checked !== field.defaultChecked || field.value !== field.defaultValue;
  // The control stays as it is drawn and changes what differs: a pointer or a finger on its strip, and a focus, are not lost.
  const sync = (old, fresh) => {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.childNodes.length !== fresh.childNodes.length) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    // What a reader ticked or typed in an open panel and has not sent stays: what came meanwhile did not know of it.
    const unsent = old.matches("details[open] input") && isChanged(old) && old.defaultChecked === fresh.defaultChecked && old.defaultValue === fresh.defaultValue;
    for (const { name } of [...old.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.matches("input") && !unsent && (old.value !== fresh.value || old.checked !== fresh.checked)) {
      old.value = fresh.value;
      old.checked = fresh.checked;
    }
    const pairs = [...old.childNodes].map((child, index) => [child, fresh.childNodes[index]]);
    for (const [child, other] of pairs) sync(child, other);
  };

  // What is open stays open: a cell by its row and column, others by what they stand in.
  const opened = (place, known) => {
    const seen = {};
    for (const one of place.querySelectorAll("details")) {
      const cell = one.closest("td");
      const within = one.parentElement.closest("article, section, li, figure, details");
      const where = cell ? `${cell.parentElement.querySelector("th")?.textContent}|${cell.cellIndex}` : (within?.querySelector("h2, h3, b, a")?.textContent ?? "");
      const name = `${where}|${one.className}|${cell ? "" : one.querySelector("summary")?.className}`;
      seen[name] = (seen[name] ?? 0) + 1;
      known(one, `${name}|${seen[name]}`);
    }
  };
  const replace = (place, fresh) => {
    const open = new Set();
    const focused = place.contains(document.activeElement) && document.activeElement;
    let last = "";
    opened(place, (one, name) => {
      if (one.open) open.add(name);
      if (focused && one.contains(focused)) last = name;
    });
    place.replaceChildren(...fresh.childNodes);
    let next = null;
    if (open.size || last) {
      opened(place, (one, name) => {
        if (open.has(name)) one.open = true;
        if (name === last) next = one.querySelector("summary");
      });
    }
    // A link in the answer that led to another day is gone with it.
    if (focused) (next ?? document.getElementById("answer"))?.focus({ preventScroll: true });
  };

  // What stands outside the places and leads to other pages goes on with the view.
  const relink = (at) => {
    const view = urlOf(slot("head", at).dataset.here).searchParams;
    for (const link of at.querySelectorAll(".cv-nav a, .cv-foot a[href*='asof=']")) {
      const address = new URL(link.href);
      for (const key of link.closest(".cv-nav") ? ["asof", "known", "from", "sys"] : ["asof", "known"]) {
        address.searchParams.delete(key);
        for (const value of view.getAll(key)) address.searchParams.append(key, value);
      }
      if (link.href !== address.href) link.href = address.href;
    }
    for (const key of ["asof", "known"]) at.querySelectorAll(`.cv-find [name=${key}]`).forEach((field) => (field.value = view.get(key)));
    document.title = slot("head", at).dataset.title;
  };

  // The address of what should stand in the places, as the server writes it.
  let current = "";
  const put = (content, live) => {
    const pieces = [...content.querySelectorAll("[data-slot]")];
    for (const fresh of pieces) {
      const place = slot(fresh.dataset.slot);
      // While a pointer drags the strip, the control is that of the pointer.
      if (!place || (live && fresh.dataset.slot === "control")) continue;
      if (fresh.dataset.slot === "control") sync(place, fresh);
      else replace(place, fresh);
      Object.assign(place.dataset, fresh.dataset);
    }
    const names = pieces.map((one) => one.dataset.slot);
    const left = [...stage().querySelectorAll("[data-slot]")].map((one) => one.dataset.slot).filter((name) => !names.includes(name));
    for (const name of left) slot(name).replaceChildren();
    // A day with more or fewer parts between the choices of the page: the app draws it anew.
    const missing = names.filter((name) => !slot(name));
    for (const name of missing) if (first()) [...first().querySelectorAll("[data-slot]")].at(-1).after(pieces[names.indexOf(name)]);
    if (missing.length && !first()) follow(true);
    current = head().dataset.here;
    relink(stage());
    if (!live) document.dispatchEvent(new CustomEvent("caveat-shown"));
  };

  // What the reader must know of the line: that a day did not come, or that there is none.
  const apart = Object.assign(document.createElement("p"), { className: "cv-offline" });
  apart.setAttribute("role", "status");
  const lines = { day: "", line: "" };
  const say = (kind, text) => {
    lines[kind] = text;
    const all = lines.day || lines.line;
    if (!apart.isConnected) document.body.append(apart);
    if (apart.textContent !== all) apart.textContent = all;
  };

  // Each view that is asked for has a turn: what comes late is not shown.
  let turn = 0;
  const stands = (address) => head().dataset.release === release && [head(), slot("control").firstElementChild].every(({ dataset }) => urlOf(dataset.here).href === address.href);
  const show = async (address, live = false) => {
    const mine = ++turn;
    if (!slot("control")?.firstElementChild || stands(address)) return;
    const found = load(address);
    if (found.text === undefined) {
      queue = [];
      stopOthers(new Set([fragmentOf(address)]));
      slot("control").firstElementChild.ariaBusy = "true";
      try {
        await found.asked;
      } catch (error) {
        if (mine === turn && !live) fail(error);
        return;
      }
      // Another day was asked for meanwhile, or another page.
      if (mine !== turn || !onThisPage(address)) return;
    }
    say("day", "");
    const content = found.made ?? parsed(found.text);
    found.made = undefined;
    put(content, live);
    fetchAhead(address);
  };
  let failures = 0;
  const fail = (error) => {
    if (!head()) return;
    slot("control").firstElementChild.ariaBusy = null;
    // Another release, or a fault of the server: the page itself knows more.
    const answered = /^[0-9]+$/.test(error.message);
    if (answered && first()) return location.reload();
    if (answered && connected() && !failures++) return follow(true);
    say("day", FAILED);
    history.replaceState(history.state, "", head().dataset.here);
    current = head().dataset.here;
    document.dispatchEvent(new CustomEvent("caveat-failed"));
  };

  // The app learns of the address before something of it is used: it sends the query that it knows, not that of the window.
  let behind = false;
  let later = 0;
  const told = new Set();
  const follow = (always = false) => {
    clearTimeout(later);
    if ((!behind && !always) || !connected()) return;
    behind = false;
    if (current) told.add(current);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };
  const isBehind = (more) => {
    behind = true;
    clearTimeout(later);
    const depends = more || head()?.hasAttribute("data-follow") || new URLSearchParams(location.search).has("find") || document.querySelector("[data-testid=stPopoverBody]");
    if (depends) later = setTimeout(follow, FOLLOW_MS);
  };
  const used = ({ target }) => {
    if (!behind || !target.closest?.(".stApp, [data-testid=stPopoverBody]")) return;
    if (!target.closest("[data-slot], .cv-bar") || target.closest("[data-copy]")) follow();
  };
  for (const kind of ["pointerdown", "focusin", "keydown"]) window.addEventListener(kind, used, { capture: true, passive: true });

  // The address that was asked for last: steps count from it, not from what is drawn, which comes later.
  let asked = "";
  // `replaces`: the same step of history goes on, as while a key is held.
  const go = (address, replaces = false) => {
    if (address.href === location.href) return;
    const inPlace = onThisPage(address);
    const same = inPlace && own(address) === own(new URL(location.href));
    if (!inPlace && !connected()) return location.assign(address);
    save();
    history[replaces ? "replaceState" : "pushState"]({}, "", address);
    asked = location.href;
    if (!inPlace) return dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    // Days change often; what else is chosen, the app is told soon.
    isBehind(!same || on(urlOf(head().dataset.here), dayOf(address)).href !== address.href);
    show(address);
    if (!same) follow();
  };
  window.caveatGo = go;

  // Back and Forward within a page are ours; to another page, or with another choice of the app's own, the app goes too.
  let before = "";
  addEventListener("popstate", (event) => {
    const address = new URL(location.href);
    const other = own(address) !== before;
    if (!event.isTrusted) return;
    bringBack(event.state?.caveatTop);
    if (!onThisPage(address)) return;
    asked = location.href;
    isBehind();
    show(address);
    if (other) return void (behind = false);
    event.stopImmediatePropagation();
  }, true);

  // The first HTML leaves, and what it shows goes on in the app: nothing is drawn anew, what was opened stays open.
  const adopt = () => {
    const from = first();
    const to = app();
    if (!slot("head", from) || slot("head", from)?.dataset.page !== slot("head", to)?.dataset.page) return;
    for (const place of from.querySelectorAll("[data-slot]")) {
      const other = slot(place.dataset.slot, to);
      if (!other) continue;
      other.replaceChildren(...place.childNodes);
      Object.assign(other.dataset, place.dataset);
    }
    relink(to);
  };

  // What the app draws: a view that the reader asked for in a choice of its own, another page, another release.
  let heard = "";
  const look = () => {
    before = own(new URL(location.href));
    const place = head();
    if (!place) return;
    const bar = stage().querySelector(".cv-bar[data-here]");
    if (!bar || (!first() && (running() || !connected()))) return;
    if (bar.dataset.release !== release) {
      release = bar.dataset.release;
      kept.clear();
    }
    const here = bar.dataset.here;
    if (here !== heard) {
      if (current === here) told.clear();
      if (!told.delete(here)) current = here;
      heard = here;
      failures = 0;
      fetchAhead(urlOf(current));
    }
    // Tried once: what fails is said.
    const due = `${release} ${current}`;
    if (tried !== due && (place.dataset.here !== current || place.dataset.release !== release)) {
      tried = due;
      show(urlOf(current));
    }
  };
  let tried = "";
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  look();

  window.caveatView = {
    connected, lineLost, say, adopt,
    control: () => stage()?.querySelector(".cv-control") ?? document.querySelector(".cv-control"),
    // The address that is asked for, or that of what is drawn.
    address: () => urlOf(location.href === asked ? asked : window.caveatView.control().dataset.here),
    isAsked: () => location.href === asked,
    // A day under a pointer that moves on: shown if it is there, no step of the history.
    preview: (day) => onThisPage(urlOf(location.href)) && show(on(window.caveatView.address(), day), true),
    // Resolves when the app has drawn what is shown.
    followed: async () => {
      follow();
      for (let waited = 0; waited < 40 && (running() || (heard && heard !== current)); waited += 1) await new Promise((done) => setTimeout(done, 50));
    },
  };
})();
