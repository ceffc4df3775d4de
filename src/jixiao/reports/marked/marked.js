"use strict";
// Keys for the list of findings: j and k go through them, Enter to the mark in the document, Esc back.
(() => {
  const all = [...document.querySelectorAll(".finding")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let current = null;

  const marks = (finding) => [...document.querySelectorAll("mark")].filter((mark) => mark.dataset.f.split(" ").includes(finding.id.slice(1)));
  const show = (element) => element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });

  function choose(finding, { jump = true } = {}) {
    document.querySelectorAll(".current").forEach((element) => element.classList.remove("current"));
    current = finding;
    finding.classList.add("current");
    finding.focus({ preventScroll: true });
    finding.scrollIntoView({ block: "nearest" });
    const found = marks(finding);
    found.forEach((mark) => mark.classList.add("current"));
    const number = document.getElementById("m" + finding.id.slice(1));
    if (jump && number) show(number);
  }

  function step(by) {
    const shown = all.filter((finding) => finding.offsetParent !== null);
    if (!shown.length) return;
    const at = shown.indexOf(current);
    choose(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1)]);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Enter" && current && document.activeElement === current) document.getElementById("m" + current.id.slice(1))?.focus();
    else if (event.key === "Escape" && current) choose(current, { jump: false });
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    const link = event.target.closest("a.number, .finding h3 a");
    if (mark) choose(document.getElementById("f" + mark.dataset.f.split(" ")[0]), { jump: false });
    else if (link) {
      event.preventDefault();
      const inText = link.classList.contains("number");
      choose(document.getElementById("f" + (inText ? link.id.slice(1) : link.closest(".finding").id.slice(1))), { jump: !inText });
      history.replaceState(null, "", link.hash);
    } else if (event.target.closest(".verified a")) document.getElementById("show-ticks").checked = true;
  });
})();
