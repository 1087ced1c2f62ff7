// What a reader's click does in the browser alone: copy a value with its source, save a chart as a picture. Without this file the text stands there to be selected.
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
      text = button.dataset.copyFrom ? await (await fetch(button.dataset.copyFrom)).text() : textOf(button);
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = text !== undefined && copyOld(text, button);
    }
    confirm(button, done ? "Copied" : "Select the text to copy it");
  };

  // Plotly draws one chart as several SVGs in layers; together they are the picture.
  const drawing = (chart) => {
    const layers = [...chart.querySelectorAll("svg.main-svg")];
    const { width, height } = layers[0].getBoundingClientRect();
    const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    whole.setAttribute("width", width);
    whole.setAttribute("height", height);
    whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const paper = document.createElementNS(whole.namespaceURI, "rect");
    paper.setAttribute("width", "100%");
    paper.setAttribute("height", "100%");
    paper.setAttribute("fill", getComputedStyle(document.querySelector(".stApp")).backgroundColor);
    whole.append(paper);
    for (const layer of layers) {
      const group = layer.cloneNode(true);
      group.querySelectorAll(".hoverlayer, .zoomlayer, foreignObject").forEach((one) => one.remove());
      group.removeAttribute("style");
      whole.append(group);
    }
    return { text: new XMLSerializer().serializeToString(whole), width, height };
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const picture = ({ text, width, height }) =>
    new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        canvas.width = width * 2;
        canvas.height = height * 2;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => (blob ? done(blob) : failed()), "image/png");
      };
      image.onerror = failed;
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    });

  const charts = async (button) => {
    const form = button.dataset.save;
    const found = [...document.querySelectorAll(".js-plotly-plot")].filter((one) => one.querySelector("svg.main-svg"));
    const page = location.pathname.split("/").pop() || "briefing";
    try {
      for (const [place, chart] of found.entries()) {
        const drawn = drawing(chart);
        const blob = form === "svg" ? new Blob([drawn.text], { type: "image/svg+xml" }) : await picture(drawn);
        save(blob, `caveat-${page}${found.length > 1 ? `-${place + 1}` : ""}.${form}`);
      }
      confirm(button, found.length ? "Saved" : "No chart is drawn yet");
    } catch {
      confirm(button, "The browser could not draw it");
    }
  };

  document.addEventListener("click", (event) => {
    // In a frame of another site a link opens a window of its own: a whole page would not fit.
    const link = event.target.closest?.("a[href]:not([target], [download])");
    if (link && document.querySelector(".cv-embed-line")) link.target = "_blank";
    const button = event.target.closest?.("button[data-copy], button[data-copy-from], button[data-save]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.save) charts(button);
    else copy(button);
  });
})();
