// Shows the passport of a figure: on hover and focus for a moment, on click or Enter until closed.
"use strict";
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const card = document.getElementById("passport");
  const markButton = document.getElementById("mark");
  const nextButton = document.getElementById("next");
  let pinned = null;

  const placesOf = (fact) => [...document.querySelectorAll("data.fact")].filter((other) => other.value === fact.value);

  function fill(fact) {
    const known = Object.hasOwn(facts, fact.value) ? facts[fact.value] : { title: fact.value, rows: [] };
    card.querySelector(".figure").textContent = known.title;
    const list = card.querySelector("dl");
    list.replaceChildren();
    const here = known.rows.some(([, text]) => text.startsWith(fact.textContent)) ? [] : [["此处", fact.textContent]];
    for (const [label, text] of [...here, ...known.rows]) {
      const term = document.createElement("dt");
      const words = document.createElement("dd");
      term.textContent = label;
      words.textContent = text;
      list.append(term, words);
    }
  }

  function place(fact) {
    const at = fact.getBoundingClientRect();
    const below = at.bottom + 8 + card.offsetHeight < innerHeight;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 16))}px`;
    card.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - card.offsetHeight - 8)}px`;
  }

  function show(fact) {
    if (pinned) return;
    fill(fact);
    card.hidden = false;
    place(fact);
  }

  function unmark() {
    document.querySelectorAll("data.fact.same").forEach((fact) => fact.classList.remove("same"));
  }

  function close() {
    if (pinned) pinned.classList.remove("pinned");
    pinned = null;
    unmark();
    card.classList.remove("pinned");
    card.hidden = true;
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
  document.addEventListener("mouseout", (event) => { if (factOf(event) && !pinned) card.hidden = true; });
  document.addEventListener("focusin", (event) => { const fact = factOf(event); if (fact) show(fact); });
  document.addEventListener("focusout", (event) => { if (factOf(event) && !pinned) card.hidden = true; });
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
  addEventListener("scroll", () => { if (pinned) place(pinned); else card.hidden = true; }, { passive: true, capture: true });

  markButton.addEventListener("click", () => placesOf(pinned).forEach((fact) => fact.classList.add("same")));
  nextButton.addEventListener("click", () => {
    const visible = placesOf(pinned).filter((fact) => fact.offsetParent !== null || fact === pinned);
    const next = visible[(visible.indexOf(pinned) + 1) % visible.length];
    next.scrollIntoView({ block: "center" });
    pin(next);
    placesOf(next).forEach((fact) => fact.classList.add("same"));
    next.focus({ preventScroll: true });
  });
  document.getElementById("close").addEventListener("click", () => { const fact = pinned; close(); fact?.focus({ preventScroll: true }); card.hidden = true; });
})();
