"use strict";

(() => {
  const served = location.protocol === "https:" || location.protocol === "http:";

  async function copy(show, input) {
    const status = show.querySelector(".status");
    try {
      await navigator.clipboard.writeText(input.value);
      status.textContent = "Address copied.";
    } catch {
      input.select(); // no clipboard outside https and localhost
      status.textContent = "Copy the marked address.";
    }
  }

  // Opened elsewhere than where it was made for, the page gives the address of the feed beside it.
  function follow(show, input) {
    const here = new URL(show.dataset.beside, location.href).href;
    if (here === input.value) return;
    input.value = here;
    for (const link of show.querySelectorAll("[data-link]")) {
      const bare = here.replace(/^https?:\/\//, "");
      link.href = link.dataset.link.replace("{bare}", bare).replace("{encoded}", encodeURIComponent(here));
    }
    show.querySelector(".code").hidden = true;
  }

  for (const show of document.querySelectorAll(".show")) {
    const input = show.querySelector("input");
    const button = show.querySelector("button");
    if (served && show.dataset.beside) follow(show, input);
    button.hidden = false;
    button.addEventListener("click", () => copy(show, input));
  }
})();
