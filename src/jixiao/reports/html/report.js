// Shows the passport of a figure: on hover and focus for a moment, on click or Enter until closed.
"use strict";
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const card = document.getElementById("passport");
  const markButton = document.getElementById("mark");
  const nextButton = document.getElementById("next");
  let pinned = null; // the figure whose card stays until closed
  let shown = null; // the figure that the card tells about

  const placesOf = (fact) => [...document.querySelectorAll("data.fact")].filter((other) => other.value === fact.value);

  // The same digits, whatever zeros and units follow: 46154.10 and 46154.1 万元. Texts are compared, nothing is computed.
  const digits = (text) => {
    const [, whole, places = ""] = text.match(/^(-?\d+)(?:\.(\d+))?/) ?? [];
    return whole === undefined ? text : `${whole}.${places.replace(/0+$/, "")}`;
  };

  // What is printed here stands beside the exact value where the two differ.
  function besidePrinted(rows, printed) {
    const exact = rows.find(([label]) => label === "值");
    if (!exact) return [["此处", printed], ...rows];
    if (digits(exact[1]) === digits(printed)) return rows;
    return [["此处", printed], ["精确值", exact[1]], ...rows.filter((row) => row !== exact)];
  }

  function listOf(texts) {
    const list = document.createElement("ul");
    for (const text of texts) {
      const item = document.createElement("li");
      item.textContent = text;
      list.append(item);
    }
    return list;
  }

  function fill(fact) {
    const known = Object.prototype.hasOwnProperty.call(facts, fact.value) ? facts[fact.value] : { title: fact.value, rows: [] };
    card.querySelector(".figure").textContent = known.title;
    const list = card.querySelector("dl");
    list.replaceChildren();
    for (const [label, text] of besidePrinted(known.rows, fact.textContent)) {
      const term = document.createElement("dt");
      const words = document.createElement("dd");
      term.textContent = label;
      if (Array.isArray(text)) words.append(listOf(text));
      else words.textContent = text;
      list.append(term, words);
    }
  }

  function place(fact) {
    const at = fact.getBoundingClientRect();
    card.style.maxHeight = "none";
    const room = innerHeight - at.bottom - 16;
    const above = at.top - 16;
    const below = card.offsetHeight <= room || room >= above;
    // Never over the figure itself: a long card is cut to the room on the larger side and scrolls once it is pinned.
    card.style.maxHeight = `${Math.max(120, below ? room : above)}px`;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 16))}px`;
    card.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - card.offsetHeight - 8)}px`;
  }

  function show(fact) {
    if (pinned) return;
    shown = fact;
    fill(fact);
    card.hidden = false;
    place(fact);
  }

  function hide() {
    shown = null;
    card.hidden = true;
  }

  // A focused figure scrolls into view after it was focused: its card goes with it, and away only when it leaves the window.
  function follow() {
    if (!shown) return;
    const at = shown.getBoundingClientRect();
    if (!pinned && (at.bottom < 0 || at.top > innerHeight)) hide();
    else place(shown);
  }

  function unmark() {
    document.querySelectorAll("data.fact.same").forEach((fact) => fact.classList.remove("same"));
  }

  function close() {
    if (pinned) pinned.classList.remove("pinned");
    pinned = null;
    unmark();
    card.classList.remove("pinned");
    hide();
  }

  function pin(fact) {
    close();
    show(fact);
    pinned = fact;
    fact.classList.add("pinned");
    card.classList.add("pinned");
    const count = placesOf(fact).length;
    markButton.textContent = `标出全部 ${count} 处`;
    nextButton.hidden = count < 2;
    place(fact);
  }

  const factOf = (event) => event.target.closest?.("data.fact");
  document.addEventListener("mouseover", (event) => { const fact = factOf(event); if (fact) show(fact); });
  document.addEventListener("mouseout", (event) => { if (factOf(event) && !pinned) hide(); });
  document.addEventListener("focusin", (event) => { const fact = factOf(event); if (fact) show(fact); });
  document.addEventListener("focusout", (event) => { if (factOf(event) && !pinned) hide(); });
  document.addEventListener("click", (event) => {
    const fact = factOf(event);
    if (fact) pin(fact);
    else if (pinned && !card.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const fact = factOf(event);
    if (fact && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      pin(fact);
    }
  });
  addEventListener("scroll", follow, { passive: true, capture: true });
  addEventListener("resize", follow);

  markButton.addEventListener("click", () => placesOf(pinned).forEach((fact) => fact.classList.add("same")));
  nextButton.addEventListener("click", () => {
    const visible = placesOf(pinned).filter((fact) => fact.offsetParent !== null || fact === pinned);
    const next = visible[(visible.indexOf(pinned) + 1) % visible.length];
    next.scrollIntoView({ block: "center" });
    pin(next);
    placesOf(next).forEach((fact) => fact.classList.add("same"));
    next.focus({ preventScroll: true });
  });
  document.getElementById("close").addEventListener("click", () => { const fact = pinned; close(); fact?.focus({ preventScroll: true }); hide(); });
})();
