// Remarks beside the cells that they are about: what the checks and the lint of this page found, and what reviewers wrote.
const WHERE = /^#r(\d+)-(\w+)$/;

// Findings are shown beside the sheet as articles whose links lead to cells. kept: remarks of reviewers, {"row-field": [texts]}.
export function remarks({ kept, show }) {
  const found = (root) => {
    const told = new Map(Object.entries(kept).map(([name, texts]) => [name, [...texts]]));
    for (const finding of root.querySelectorAll(".finding")) {
      const text = finding.querySelector(".said")?.textContent ?? finding.querySelector(".title")?.textContent ?? "";
      for (const link of finding.querySelectorAll("a[href*='#r']")) {
        const [, row, field] = WHERE.exec(link.hash) ?? [];
        if (!row || link.pathname !== location.pathname) continue;
        const name = `${row}-${field}`;
        const texts = told.get(name) ?? [];
        if (text && !texts.includes(text.trim())) told.set(name, [...texts, text.trim()]);
      }
    }
    return told;
  };
  const beside = document.querySelector(".beside");
  const look = () => show(found(beside));
  document.body.addEventListener("htmx:afterSwap", (event) => { if (beside.contains(event.detail.target)) look(); });
  look();
}
