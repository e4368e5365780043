/* Shows the player in a frame. When there is news, the new player is made ready behind the old one and takes its place. */
(() => {
  "use strict";

  const ALOUD = "audiobook:watch:aloud";
  const UNFIT = ".subscribe, [data-do=copy-link]"; // a preview has no feed, and no address for others
  const one = (selector) => document.querySelector(selector);
  const stage = one(".stage");
  const aloud = one(".aloud");
  let state = null; // the last news
  let shown = null; // the frame on show
  let version = 0; // of the preview in it
  let busy = false; // another frame is being made ready

  // -- the player in a frame, as its page lays it out --------------------------------------------------------

  const inside = (frame, selector) => frame.contentDocument?.querySelector(selector) ?? null;
  const sound = (frame) => inside(frame, ".player audio");

  /** What is heard and seen in a player. */
  function place(frame) {
    if (!frame || !sound(frame)) return null;
    const { location, scrollY } = frame.contentWindow;
    return {
      lesson: decodeURIComponent(inside(frame, ".now").hash.slice(1)),
      seconds: sound(frame).currentTime,
      playing: !sound(frame).paused,
      page: location.hash.split("&")[0],
      scrollY,
    };
  }

  /** A player in a frame that nobody sees yet, once it knows how long its lesson is. */
  function ready(hash) {
    const frame = document.createElement("iframe");
    frame.className = "coming";
    frame.title = "Player";
    frame.allow = "autoplay; clipboard-write";
    frame.src = `page.html?${state.version}${hash}`;
    stage.append(frame);
    return new Promise((resolve) => {
      frame.addEventListener("load", () => {
        const audio = sound(frame);
        const settled = () => resolve(frame);
        if (!audio || audio.readyState > 0 || audio.error) settled();
        else for (const event of ["loadedmetadata", "error"]) audio.addEventListener(event, settled, { once: true });
      });
    });
  }

  // -- from one preview to the next ----------------------------------------------------------------------------

  /** The change that matters most to who hears this lesson. */
  const nearest = (lesson) => state.changes.find((change) => change.lesson === lesson) ?? state.changes[0];

  /** The change to go to, if it is news. Who listens and wants no changes goes on. */
  function news(before) {
    const wanted = before && state.changed > version && (aloud.checked || !before.playing);
    return wanted ? nearest(before.lesson) : null;
  }

  async function renew() {
    busy = true;
    const wanted = state.version;
    try {
      await exchange();
      version = wanted;
    } finally {
      busy = false;
    }
    if (state.version !== version) renew();
  }

  async function exchange() {
    const before = place(shown);
    const change = news(before);
    let hash = location.hash;
    if (change) hash = `#${encodeURIComponent(change.lesson)}&t=${change.start_s}`;
    else if (before) hash = before.page && `#${encodeURIComponent(before.lesson)}`;

    shown?.contentWindow.dispatchEvent(new Event("pagehide")); // the player remembers where it is
    const frame = await ready(hash);
    const audio = sound(frame);
    if (!audio) return frame.remove(); // the program has ended meanwhile
    for (const element of frame.contentDocument.querySelectorAll(UNFIT)) element.hidden = true;

    const old = place(shown); // it has gone on meanwhile
    if (old && !change && place(frame).lesson === old.lesson) audio.currentTime = old.seconds;
    if (old) sound(shown).pause();
    const refused = (change ? aloud.checked : old?.playing) && !(await played(audio));
    if (old && !change && old.page !== frame.contentWindow.location.hash) frame.contentWindow.location.hash = old.page;

    frame.className = "";
    frame.contentWindow.focus(); // for the keys of the player
    if (old && !change) frame.contentWindow.scrollTo(0, old.scrollY);
    shown?.remove();
    shown = frame;
    follow(frame);
    say(refused);
  }

  async function played(audio) {
    try {
      await audio.play();
      return true;
    } catch {
      return false; // the browser wants a click first
    }
  }

  /** The address of this page names what is open in the player. */
  function follow(frame) {
    const copy = () => history.replaceState(null, "", frame.contentWindow.location.hash || location.pathname);
    frame.contentWindow.addEventListener("hashchange", copy);
    copy();
  }

  // -- what is said ----------------------------------------------------------------------------------------------

  const sentences = (count) => (count ? `${count} new sentence${count === 1 ? "" : "s"}` : "changed");

  function say(refused) {
    const change = nearest(place(shown)?.lesson);
    let text = "Up to date";
    if (change) text = `${change.title}: ${sentences(change.sentences)}`;
    if (state.changes.length > 1) text += `, and ${state.changes.length - 1} more changed`;
    one(".news").textContent = refused ? `Press play to hear ${text}` : text;
  }

  function draw() {
    const { problems, doing, title } = state;
    document.title = `${problems.length ? "✗ " : ""}${title} – preview`;
    one(".problems").hidden = !problems.length;
    one(".problems p").hidden = !version;
    one(".problems ul").replaceChildren(
      ...problems.map((problem) => Object.assign(document.createElement("li"), { textContent: problem })),
    );
    if (doing) one(".news").textContent = doing;
    else if (problems.length) one(".news").textContent = "Waiting for a correction";
    else if (version && version === state.version) say(false); // before the first preview nothing is up to date
  }

  function listen() {
    const events = new EventSource("events");
    events.addEventListener("message", ({ data }) => {
      state = JSON.parse(data);
      draw();
      if (state.version && state.version !== version && !busy) renew();
    });
    events.addEventListener("error", () => {
      one(".news").textContent = "audiobook watch has ended; start it again to go on";
    });
    addEventListener("pagehide", () => events.close());
  }

  aloud.checked = localStorage.getItem(ALOUD) !== "no";
  aloud.addEventListener("change", () => localStorage.setItem(ALOUD, aloud.checked ? "yes" : "no"));
  listen();
})();
