/* Plays the lessons of this page. The page is the data: lessons, chapters and sentences are read from the markup. */
(() => {
  "use strict";

  const BACK_S = 15;
  const FORWARD_S = 30;
  const SAVE_EVERY_S = 5;
  const FINISHED_WITHIN_S = 3;

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const body = document.body;
  const audio = one(".player audio");
  const seek = one(".seek");
  const served = location.protocol.startsWith("http");

  // -- what the page holds ------------------------------------------------------------------------------------

  const lessons = all("article.lesson").map((article, index) => ({
    index,
    article,
    id: article.dataset.id,
    title: one("h2", article).textContent,
    audio: article.dataset.audio,
    seconds: Number(article.dataset.seconds),
    row: all(".lessons a").find((row) => row.dataset.lesson === article.dataset.id),
    chapters: timed(all(".chapters a", article)),
    sentences: timed(all(".transcript span", article)),
    cards: timed(all(".gallery a", article)),
  }));

  function timed(elements) {
    return elements.map((element) => ({
      element,
      start: Number(element.dataset.t),
      end: Number(element.dataset.end ?? Infinity),
      text: element.textContent,
    }));
  }

  /** The last of `items` that starts at or before `seconds`. */
  function at(items, seconds) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle].start <= seconds + 0.05) low = middle + 1;
      else high = middle;
    }
    return items[low - 1];
  }

  // -- what is remembered, per course, in this browser --------------------------------------------------------

  const MEMORY = `audiobook:${body.dataset.course}`;
  const memory = { rate: 1, keys: true, cards: true, last: null, positions: {}, done: {}, ...recall() };

  function recall() {
    try {
      return JSON.parse(localStorage.getItem(MEMORY)) || {};
    } catch {
      return {}; // storage is off, or another program wrote there: start afresh
    }
  }

  function remember() {
    try {
      localStorage.setItem(MEMORY, JSON.stringify(memory));
    } catch {
      // storage is off or full: the page plays on, it only forgets
    }
  }

  // -- state --------------------------------------------------------------------------------------------------

  let shown = null; // the lesson on the page
  let loaded = null; // the lesson in the player
  let pending = null; // where to go once the duration is known
  let savedAt = 0;
  let following = false; // the page scrolls along; so it does once the reader looks at what is heard
  let sleep = null; // {until: epoch ms} | {chapter: element} | {lesson: true}
  let pictured; // the card above the controls
  const current = {}; // the chapter and sentence that are marked

  const now = () => (pending === null ? audio.currentTime : pending);
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : loaded.seconds);

  // -- text ---------------------------------------------------------------------------------------------------

  function clock(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    if (!parts[0]) parts.shift();
    return parts.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
  }

  function say(text) {
    one(".status").textContent = text;
  }

  // -- the player ---------------------------------------------------------------------------------------------

  function load(lesson, seconds) {
    if (loaded !== lesson) {
      save();
      mark("chapter", undefined);
      mark("sentence", undefined);
      mark("card", undefined);
      loaded = lesson;
      audio.src = lesson.audio;
      memory.last = lesson.id;
      remember();
      drawLesson();
    }
    go(seconds ?? memory.positions[lesson.id] ?? 0);
  }

  function go(seconds) {
    const target = Math.min(Math.max(0, seconds), length());
    if (audio.readyState === 0) pending = target;
    else audio.currentTime = target;
    draw();
  }

  function play() {
    say("");
    audio.play().catch((error) => {
      if (error.name !== "AbortError") say("This lesson cannot be played here. Download the MP3 instead.");
    });
  }

  function toggle() {
    if (audio.paused) play();
    else audio.pause();
  }

  function step(by, playing = !audio.paused) {
    const lesson = lessons[loaded.index + by];
    if (!lesson) return;
    const follows = shown === loaded;
    load(lesson);
    if (follows) turnTo(lesson);
    if (playing) play();
  }

  function stepChapter(by) {
    const chapter = at(loaded.chapters, now());
    const index = loaded.chapters.indexOf(chapter);
    const restart = by < 0 && chapter && now() - chapter.start > 3;
    const target = restart ? chapter : loaded.chapters[index + by];
    if (target) go(target.start);
  }

  function setRate(rate) {
    memory.rate = rate;
    audio.defaultPlaybackRate = rate; // for the lessons to come
    audio.playbackRate = rate;
    one(".speed").value = String(rate);
    remember();
  }

  function stepRate(by) {
    const options = all(".speed option");
    const option = options[options.findIndex((each) => each.selected) + by];
    if (option) setRate(Number(option.value));
  }

  function save() {
    if (!loaded || pending !== null) return;
    const seconds = audio.currentTime;
    if (length() - seconds < FINISHED_WITHIN_S) {
      memory.done[loaded.id] = true;
      delete memory.positions[loaded.id];
    } else if (seconds > 0) {
      memory.positions[loaded.id] = Math.round(seconds * 10) / 10;
    }
    savedAt = seconds;
    remember();
    drawStates();
  }

  function finish() {
    save();
    const sleeping = sleep && sleep.lesson;
    if (sleeping) setSleep("off");
    step(1, !sleeping);
  }

  // -- sleep timer --------------------------------------------------------------------------------------------

  function setSleep(choice) {
    one(".sleep").value = choice;
    const chapter = at(loaded.chapters, now());
    if (choice === "off") sleep = null;
    else if (choice === "lesson") sleep = { lesson: true };
    else if (choice === "chapter") sleep = { chapter: chapter && chapter.element };
    else sleep = { until: Date.now() + Number(choice) * 60_000 };
    if (choice !== "off") say(sleep.until ? `Stops in ${choice} minutes.` : `Stops after this ${choice}.`);
    else say("");
  }

  function minded() {
    const chapter = at(loaded.chapters, now());
    const over = sleep && (sleep.until <= Date.now() || (sleep.chapter && chapter && sleep.chapter !== chapter.element));
    if (!over) return;
    audio.pause();
    setSleep("off");
    say("Good night.");
  }

  // -- drawing ------------------------------------------------------------------------------------------------

  function drawLesson() {
    one(".now").href = `#${encodeURIComponent(loaded.id)}`;
    one(".now-lesson").textContent = loaded.title;
    seek.max = Math.ceil(loaded.seconds);
    const ticks = loaded.chapters.slice(1).map(({ start }) => {
      const place = along(start / loaded.seconds);
      return `linear-gradient(to right, transparent calc(${place} - 1px), var(--raised) 0 calc(${place} + 1px), transparent 0)`;
    });
    seek.style.setProperty("--ticks", ticks.join(", ") || null);
    drawPlaying();
    describeToSystem();
  }

  /** Where the middle of the slider's thumb (1.25rem wide) is at `fraction` of the way. */
  function along(fraction) {
    return `(0.625rem + (100% - 1.25rem) * ${fraction.toFixed(5)})`;
  }

  function draw() {
    const seconds = now();
    const chapter = at(loaded.chapters, seconds);
    const name = chapter ? one(".name", chapter.element).textContent : "";
    seek.value = seconds;
    seek.style.setProperty("--played", `calc${along(seconds / length())}`);
    seek.setAttribute("aria-valuetext", `${clock(seconds)} of ${clock(length())}${name && `, ${name}`}`);
    one(".elapsed").textContent = clock(seconds);
    one(".remaining").textContent = `−${clock(length() - seconds)}`;
    one(".now-chapter").textContent = name;
    mark("chapter", chapter);
    drawCard(seconds);
    if (mark("sentence", at(loaded.sentences, seconds)) && following && !audio.paused) scrollToSentence();
    drawFollow();
  }

  /** Marks what is heard now; whether that changed. */
  function mark(kind, item) {
    if (current[kind] === item) return false;
    current[kind]?.element.removeAttribute("aria-current");
    current[kind] = item;
    item?.element.setAttribute("aria-current", "true");
    return true;
  }

  /** The picture of what is talked about now, above the controls and on the lock screen. */
  function drawCard(seconds) {
    const last = at(loaded.cards, seconds);
    const card = last && seconds < last.end ? last : undefined;
    mark("card", card);
    if (pictured === card) return;
    pictured = card;
    const copies = card ? [card.element.cloneNode(true)] : [];
    for (const copy of copies) one("img", copy).loading = "eager";
    one(".card").replaceChildren(...copies);
    const next = loaded.cards[loaded.cards.indexOf(card) + 1];
    if (next) one("img", next.element).loading = "eager"; // it is there when it is talked about
    drawFold();
    describeToSystem();
  }

  function drawFold() {
    const fold = one(".fold");
    fold.hidden = !pictured;
    fold.setAttribute("aria-label", memory.cards ? "Hide card" : "Show card");
    fold.classList.toggle("folded", !memory.cards);
    one(".card").hidden = !pictured || !memory.cards;
  }

  function drawPlaying() {
    body.classList.toggle("playing-now", !audio.paused);
    one("[data-do=toggle]").setAttribute("aria-label", audio.paused ? "Play" : "Pause");
    const started = !audio.paused || Object.keys({ ...memory.positions, ...memory.done }).length > 0;
    for (const lesson of lessons) {
      const playing = lesson === loaded && !audio.paused;
      one("[data-do=play-lesson]", lesson.article).textContent = playing ? "Pause" : "Play";
      lesson.row.classList.toggle("playing", lesson === loaded && started);
    }
    const link = one(".continue");
    const verb = audio.paused ? "Continue" : "Playing";
    link.href = one(".now").href;
    link.textContent = started ? `${verb}: ${loaded.title}` : "Start listening";
  }

  function drawStates() {
    for (const { id, row, seconds } of lessons) {
      const state = one(".state", row);
      const position = memory.positions[id];
      if (position) state.textContent = `${Math.max(1, Math.round((seconds - position) / 60))} min left`;
      else state.textContent = memory.done[id] ? `✓ ${state.dataset.length}` : state.dataset.length;
    }
  }

  // -- following the voice through the transcript -------------------------------------------------------------

  const viewBottom = () => innerHeight - one(".player").offsetHeight;

  function sentenceInView() {
    const box = current.sentence?.element.getBoundingClientRect();
    return Boolean(box?.height) && box.top >= 0 && box.bottom <= viewBottom();
  }

  function scrollToSentence() {
    const box = current.sentence?.element.getBoundingClientRect();
    const comfortable = box && box.top > 0.1 * viewBottom() && box.bottom < 0.75 * viewBottom();
    if (!box?.height || comfortable) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: box.top - viewBottom() / 3, behavior: calm ? "auto" : "smooth" });
  }

  function drawFollow() {
    const readable = body.dataset.view === "lesson" && shown === loaded && current.sentence;
    one(".follow").hidden = !readable || audio.paused || sentenceInView();
  }

  let settled = 0;
  function onScroll() {
    clearTimeout(settled);
    settled = setTimeout(() => {
      following = sentenceInView();
      drawFollow();
    }, 150);
  }

  // -- addresses: #LESSON, #LESSON&t=SECONDS ------------------------------------------------------------------

  function address(lesson, seconds) {
    return `#${encodeURIComponent(lesson.id)}${seconds === undefined ? "" : `&t=${Math.floor(seconds)}`}`;
  }

  function parse(hash) {
    const [name, ...parameters] = hash.slice(1).split("&");
    const seconds = Number.parseFloat(new URLSearchParams(parameters.join("&")).get("t"));
    let id = name;
    try {
      id = decodeURIComponent(name);
    } catch {
      // a stray percent sign: take the name as it stands
    }
    return { lesson: lessons.find((each) => each.id === id), seconds: Number.isNaN(seconds) ? undefined : seconds };
  }

  function show(lesson, view) {
    shown = lesson;
    body.dataset.view = view;
    for (const each of lessons) {
      each.article.classList.toggle("shown", each === lesson);
      if (each === lesson && view === "lesson") each.row.setAttribute("aria-current", "page");
      else each.row.removeAttribute("aria-current");
    }
    scrollTo(0, 0);
    drawFollow();
  }

  /** Shows another lesson because the sound went on to it, without another entry in the history. */
  function turnTo(lesson) {
    const view = body.dataset.view;
    if (view === "lesson") history.replaceState(null, "", address(lesson));
    show(lesson, view);
  }

  function arrive() {
    const { lesson, seconds } = parse(location.hash);
    show(lesson ?? shown, lesson ? "lesson" : "course");
    if (lesson && (seconds !== undefined || (audio.paused && lesson !== loaded))) load(lesson, seconds);
    if (seconds !== undefined) scrollToSentence();
  }

  // -- the system's own controls: lock screen, headset, media keys --------------------------------------------

  function describeToSystem() {
    if (!("mediaSession" in navigator)) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: loaded.title,
      artist: one(".course .facts bdi")?.textContent ?? "",
      album: one("h1").textContent,
      artwork: served ? [artwork()] : [], // a system cannot read a file of this folder
    });
  }

  /** The card of now in the theme of the page, else the cover. */
  function artwork() {
    if (!pictured) return { src: one(".cover").src };
    const picture = one("picture", pictured.element);
    const source = one("source", picture);
    const src = new URL(matchMedia(source.media).matches ? source.srcset : one("img", picture).src, document.baseURI);
    return { src: src.href, sizes: "1400x1400", type: "image/png" };
  }

  function listenToSystem() {
    if (!("mediaSession" in navigator)) return;
    const handlers = {
      play,
      pause: () => audio.pause(),
      seekbackward: ({ seekOffset }) => go(now() - (seekOffset || BACK_S)),
      seekforward: ({ seekOffset }) => go(now() + (seekOffset || FORWARD_S)),
      seekto: ({ seekTime }) => go(seekTime),
      previoustrack: () => step(-1),
      nexttrack: () => step(1),
    };
    for (const [action, handler] of Object.entries(handlers)) {
      try {
        navigator.mediaSession.setActionHandler(action, handler);
      } catch {
        // this browser does not know the action
      }
    }
  }

  function tellSystemPosition() {
    if (!navigator.mediaSession?.setPositionState || !Number.isFinite(audio.duration)) return;
    navigator.mediaSession.setPositionState({
      duration: audio.duration,
      playbackRate: audio.playbackRate,
      position: Math.min(audio.currentTime, audio.duration),
    });
  }

  // -- copying ------------------------------------------------------------------------------------------------

  const feed = served ? new URL("feed.xml", location.href).href : body.dataset.feed;

  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      say(done);
    } catch {
      prompt("Copy this address:", text); // no clipboard outside https and localhost
    }
  }

  // -- what people do -----------------------------------------------------------------------------------------

  const actions = {
    toggle,
    back: () => go(now() - BACK_S),
    forward: () => go(now() + FORWARD_S),
    previous: () => step(-1),
    next: () => step(1),
    follow: () => {
      following = true;
      scrollToSentence();
    },
    fold: () => {
      memory.cards = !memory.cards;
      remember();
      drawFold();
    },
    "play-lesson": () => {
      if (shown === loaded) return toggle();
      load(shown);
      return play();
    },
    "copy-link": () => {
      const moment = shown === loaded && now() >= 1 ? now() : undefined;
      copy(location.href.split("#")[0] + address(shown, moment), "Link copied.");
    },
    "copy-feed": () => copy(feed, "Address of the feed copied."),
  };

  const keys = {
    " ": toggle,
    k: toggle,
    ArrowLeft: actions.back,
    j: actions.back,
    ArrowRight: actions.forward,
    l: actions.forward,
    ",": () => stepChapter(-1),
    ".": () => stepChapter(1),
    p: actions.previous,
    n: actions.next,
    "-": () => stepRate(-1),
    "+": () => stepRate(1),
    "=": () => stepRate(1),
  };

  function onClick(event) {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do]();

    const chapter = event.target.closest(".chapters a");
    const sentence = event.target.closest(".transcript span");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!plain || !(chapter || (sentence && getSelection().isCollapsed))) return;
    event.preventDefault();
    following = Boolean(sentence);
    load(shown, Number((chapter || sentence).dataset.t));
    play();
  }

  function onKey(event) {
    const { key, target } = event;
    const action = keys[key.length === 1 ? key.toLowerCase() : key];
    const taken =
      target.closest("input:not(.seek), select") ||
      (key === " " && target.closest("button, a, summary")) ||
      (key.startsWith("Arrow") && target.closest(".seek"));
    if (!memory.keys || !action || taken || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  function onTime() {
    if (pending !== null) return;
    draw();
    minded();
    if (Math.abs(audio.currentTime - savedAt) > SAVE_EVERY_S) save();
  }

  function onMetadata() {
    if (pending !== null) {
      audio.currentTime = pending;
      pending = null;
    }
    seek.max = Math.ceil(audio.duration);
    draw();
    tellSystemPosition();
  }

  function listen() {
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    addEventListener("scroll", onScroll, { passive: true });
    addEventListener("hashchange", arrive);
    addEventListener("pagehide", save);
    audio.addEventListener("loadedmetadata", onMetadata);
    audio.addEventListener("timeupdate", onTime);
    audio.addEventListener("ended", finish);
    audio.addEventListener("error", () => say("This lesson could not be loaded. Check the connection."));
    for (const event of ["pause", "seeked"]) audio.addEventListener(event, save);
    for (const event of ["play", "pause"]) audio.addEventListener(event, drawPlaying);
    for (const event of ["play", "seeked", "ratechange"]) audio.addEventListener(event, tellSystemPosition);
    seek.addEventListener("input", () => go(Number(seek.value)));
    one(".speed").addEventListener("change", (event) => setRate(Number(event.target.value)));
    one(".sleep").addEventListener("change", (event) => setSleep(event.target.value));
    one(".keys-on").addEventListener("change", (event) => {
      memory.keys = event.target.checked;
      remember();
    });
    one(".continue").addEventListener("click", play);
    new ResizeObserver(() => {
      document.documentElement.style.setProperty("--bar", `${one(".player").offsetHeight}px`);
    }).observe(one(".player"));
    listenToSystem();
  }

  // -- start --------------------------------------------------------------------------------------------------

  if (!lessons.length) return;
  document.documentElement.classList.add("js");
  for (const element of all("[data-do]:not(.follow):not(.fold), .player, .continue")) element.hidden = false;
  one(".copy input").value = feed;
  setRate(memory.rate);
  one(".keys-on").checked = memory.keys;
  const first = lessons.find((lesson) => lesson.id === memory.last) ?? lessons[0];
  const linked = parse(location.hash);
  listen();
  load(linked.lesson ?? first, linked.lesson ? linked.seconds : undefined);
  shown = loaded;
  arrive();
  drawStates();
  drawPlaying();
})();
