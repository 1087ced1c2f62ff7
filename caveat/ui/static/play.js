// Plays the days: each day with an entry is fetched ahead as its first HTML, the same that a link to it shows, and stands for a moment. Nothing of the app moves
// meanwhile; who stops on a day goes to its address.
(() => {
  if (window.caveatPlay) return;
  window.caveatPlay = true;
  const STEP_MS = 1600;
  // A day and those that follow it are on their way before they are shown, so that a slow line is not waited for.
  const AHEAD = 3;

  const element = (name, set, ...inside) => {
    const made = Object.assign(document.createElement(name), set);
    made.append(...inside);
    return made;
  };

  const addressOf = (day) => {
    const address = new URL(location.href);
    address.searchParams.set("asof", day);
    for (const key of ["find", "from"]) address.searchParams.delete(key);
    return address;
  };

  // The answer of a day, without what belongs to a page by itself.
  const answerOf = async (day) => {
    const response = await fetch(addressOf(day));
    if (!response.ok) throw new Error(response.status);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main.cv-first");
    answer.querySelectorAll("nav, form, .cv-skip, noscript").forEach((one) => one.remove());
    answer.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    return answer;
  };

  const play = (days, from) => {
    const said = element("output", { className: "cv-play-day" });
    const pause = element("button", { type: "button", className: "cv-play-pause" }, "Pause");
    const back = element("button", { type: "button", ariaLabel: "The day before" }, "‹");
    const on = element("button", { type: "button", ariaLabel: "The day after" }, "›");
    const stay = element("button", { type: "button" }, "Open this day");
    const close = element("button", { type: "button" }, "Close");
    const done = element("progress", { max: days.length, ariaLabel: "How far through the days" });
    const stage = element("div", { className: "cv-play-stage" });
    const dialog = element("dialog", { className: "cv-play-dialog", ariaLabel: "Day after day" }, element("div", { className: "cv-play-bar" }, back, pause, on, said, done, stay, close), stage);
    const answers = new Map();
    let place = from;
    let running = true;
    let waiting = 0;

    const ahead = (index) => {
      const day = days[index];
      if (day && !answers.has(day)) {
        const asked = answerOf(day);
        // A day that did not come is asked for again when its turn comes.
        asked.catch(() => answers.delete(day));
        answers.set(day, asked);
      }
      return answers.get(day);
    };

    const run = (whether) => {
      running = whether;
      pause.textContent = running ? "Pause" : "Go on";
      clearTimeout(waiting);
      if (running) waiting = setTimeout(() => show(place + 1), STEP_MS);
    };

    const show = async (next) => {
      clearTimeout(waiting);
      place = Math.max(0, Math.min(next, days.length - 1));
      const wanted = place;
      for (let step = 1; step <= AHEAD; step += 1) ahead(place + step)?.catch(() => {});
      try {
        const answer = await ahead(place);
        if (wanted !== place || !dialog.open) return;
        const top = stage.scrollTop;
        stage.replaceChildren(answer);
        stage.scrollTop = top;
        said.textContent = new Date(`${days[place]}T00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
      } catch {
        if (wanted === place) said.textContent = "This day did not load. Go on tries again.";
        return run(false);
      }
      done.value = place + 1;
      back.disabled = place === 0;
      on.disabled = place === days.length - 1;
      run(running && place < days.length - 1);
    };

    pause.onclick = () => (!running && place === days.length - 1 ? ((running = true), show(0)) : running ? run(false) : ((running = true), show(place + 1)));
    back.onclick = () => ((running = false), show(place - 1));
    on.onclick = () => ((running = false), show(place + 1));
    stay.onclick = () => location.assign(addressOf(days[place]));
    close.onclick = () => dialog.close();
    dialog.onclose = () => {
      clearTimeout(waiting);
      dialog.remove();
    };
    document.body.append(dialog);
    dialog.showModal();
    pause.focus();
    show(from);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-play]");
    if (!button) return;
    const days = document.querySelector(".cv-strip")?.dataset.days?.split(" ") ?? [];
    const from = days.findIndex((day) => day >= button.dataset.play);
    // From the day that is shown, or the next with an entry; from the first where none follows.
    if (days.length) play(days, from < days.length - 1 ? Math.max(from, 0) : 0);
  });
})();
