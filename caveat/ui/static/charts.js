// Draws the charts: each .cv-chart carries its figure as data, Plotly draws it. A chart keeps its drawing from one day to the next, so that nothing flickers.
(() => {
  if (window.caveatCharts) return;
  window.caveatCharts = true;
  const own = document.currentScript.src;
  const FAILED = "The chart could not be loaded. The table has the same numbers.";
  // Drawings that left the page this long ago are let go.
  const KEPT_MS = 10000;
  // By the chart's key: the element that Plotly draws in, and the figure that it shows or is about to show.
  const drawings = new Map();
  let library;
  let queue = Promise.resolve();

  const plotly = () =>
    (library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("plotly-basic.min.js", own).href;
      script.onload = () => done(window.Plotly);
      script.onerror = () => {
        library = undefined;
        failed();
      };
      document.head.append(script);
    }));

  // Shapes come as steps from point to point, in parts of a kilometre (caveat/figures/ground.py).
  const walked = (steps, perKm) => {
    let at = 0;
    return steps.map((step) => (step === null ? null : (at += step) / perKm));
  };
  const points = ({ per_km: perKm, ...traces }) =>
    Object.fromEntries(Object.entries(traces).map(([name, { x, y }]) => [name, { x: walked(x, perKm), y: walked(y, perKm) }]));

  // What many figures share stands at an address of its own: asked for once, while the page is open.
  const shapes = new Map();
  const shape = (address) => {
    if (!shapes.has(address)) {
      const asked = fetch(new URL(`../../${address}`, own))
        .then((answer) => {
          if (!answer.ok) throw new Error(`${answer.status} ${address}`);
          return answer.json();
        })
        .then(points);
      // Tried again with the next figure that needs it.
      asked.catch(() => shapes.delete(address));
      shapes.set(address, asked);
    }
    return shapes.get(address);
  };

  // A figure as Plotly takes it: where a trace names a shape by its address, its points come from there, under the trace's name.
  const whole = async (text) => {
    const figure = JSON.parse(text);
    const data = figure.data.map(async ({ shape: address, ...trace }) => (address ? { ...trace, ...(await shape(address))[trace.name] } : trace));
    return { ...figure, data: await Promise.all(data) };
  };

  // Plotly measures its words once, when it draws: with the face that they will have, if that comes soon.
  const faces = Promise.race([document.fonts.load("13px 'Caveat Sans'").catch(() => {}), new Promise((done) => setTimeout(done, 2000))]);

  // A reader may have larger letters than the 15 px of ours: by the browser's own size of letters, or by a zoom of text alone. A letter shows how many times.
  const LETTER_PX = 15;
  const NARROWEST_PX = 300;
  const letter = Object.assign(document.createElement("p"), { className: "cv-letter", textContent: "x", ariaHidden: "true" });
  document.body.append(letter);
  const measured = () => Math.round((50 * letter.offsetHeight) / LETTER_PX) / 50 || 1;
  let times = measured();
  const inPx = new Set(["size", "minsize", "xshift", "yshift", "ax", "ay", "standoff", "arrowwidth", "borderpad", "ticklen", "hoverdistance"]);
  // Letters, marks, lines and margins, and the height; an axis has numbers of what is drawn.
  const larger = (part, name = "", within = "") => {
    if (Array.isArray(part)) return name === "x" || name === "y" ? part : part.map((one) => larger(one, name, within));
    if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, larger(one, key, name)]));
    if (typeof part === "string") return part.replace(/font-size:([\d.]+)px/g, (_, px) => `font-size:${px * times}px`);
    const scaled = inPx.has(name) || within === "margin" || (name === "width" && within === "line") || (name === "height" && within === "layout");
    return scaled && typeof part === "number" ? part * times : part;
  };
  // In a place that is too narrow for such letters the chart is drawn wider, and scrolls.
  const fit = (drawing, place) => {
    drawing.node.style.minWidth = times > 1 ? `${NARROWEST_PX * times}px` : "";
    place.style.overflowX = times > 1 ? "auto" : "";
  };
  // By keyboard too.
  const reach = (place) => {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  };

  // Called where a width changes: the window's, a place's, or because the drawing moved to another place. Drawn anew from the figure: Plotly's own
  // resizing starts from the ranges that it has widened for the old shape.
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const drawing = [...drawings.values()].find((one) => one.node === target);
      if (!drawing?.text || !contentRect.width || !target.querySelector(".main-svg")) continue;
      redraw(drawing);
    }
  });
  const redraw = (drawing) => {
    const { text, node } = drawing;
    const loaded = load(text);
    queue = queue.then(() => draw(drawing, text, node.parentElement, loaded));
  };
  new ResizeObserver(() => {
    if (times === measured()) return;
    times = measured();
    for (const drawing of drawings.values()) if (drawing.text && drawing.node.isConnected) redraw(drawing);
  }).observe(letter);

  // The first HTML does not know the reader's colours and brings both; the app brings its own.
  const figureOf = ({ dataset }) => (dataset.dark && matchMedia("(prefers-color-scheme: dark)").matches ? dataset.dark : dataset.figure);

  // The drawing for a place, moved into it at once: the one that the chart had before, or an empty one.
  const adopt = (place) => {
    const key = place.dataset.chart;
    let drawing = drawings.get(key);
    if (!drawing || (drawing.node.isConnected && drawing.node.parentElement !== place)) {
      drawing = { node: document.createElement("div"), text: "" };
      drawing.node.style.height = "100%";
      // The place has the sentence; the words in the drawing would be read as well, each once for each layer of the drawing.
      drawing.node.ariaHidden = "true";
      drawings.set(key, drawing);
      resized.observe(drawing.node);
    }
    if (drawing.node.parentElement !== place) place.replaceChildren(drawing.node);
    return drawing;
  };

  // On its way while other charts are drawn.
  const load = (text) => {
    const loaded = Promise.all([whole(text), plotly(), faces]);
    loaded.catch(() => {});
    return loaded;
  };

  const draw = async (drawing, text, place, loaded) => {
    try {
      const [{ data, layout, config }, library] = await loaded;
      // A newer figure may have come while this one waited.
      if (drawing.text !== text) return;
      const figure = times === 1 ? { data, layout } : larger({ data, layout });
      fit(drawing, drawing.node.parentElement ?? place);
      await library.react(drawing.node, figure.data, figure.layout, config);
      reach(drawing.node.parentElement ?? place);
      // On paper it is turned light (caveat.css).
      drawing.node.classList.toggle("cv-drawn-dark", parseInt(layout.font?.color?.slice(1, 3), 16) > 128);
    } catch {
      if (drawing.text !== text) return;
      // No old drawing under a new sentence. The place may be another by now: the app's instead of the first HTML's.
      drawing.text = "";
      window.Plotly?.purge(drawing.node);
      (drawing.node.parentElement ?? place).textContent = FAILED;
    }
  };

  const look = () => {
    const first = document.querySelector(".cv-first");
    for (const place of document.querySelectorAll(".cv-chart")) {
      // The chart of the first HTML goes on in this place (static/view.js).
      if (first && place.closest(".stApp [data-slot]")) continue;
      const text = figureOf(place);
      if (place.shown === text) continue;
      place.shown = text;
      const drawing = adopt(place);
      if (drawing.text === text) continue;
      drawing.text = text;
      const loaded = load(text);
      queue = queue.then(() => draw(drawing, text, place, loaded));
    }
    for (const [key, drawing] of drawings) {
      if (drawing.node.isConnected) drawing.left = 0;
      else if (Date.now() - (drawing.left ||= Date.now()) > KEPT_MS) {
        resized.unobserve(drawing.node);
        window.Plotly?.purge(drawing.node);
        drawings.delete(key);
      }
    }
  };

  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  // The desktop has turned dark or light: the first HTML has both figures; the app asks the server for the other, as it does where an address changes.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    look();
    if (document.querySelector(".stApp .cv-chart")) setTimeout(() => dispatchEvent(new PopStateEvent("popstate", { state: {} })), 100);
  });
  look();
})();
