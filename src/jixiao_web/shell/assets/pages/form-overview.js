// The overview: beside each sheet, how many findings of which gravity concern it.
const SHAPES = { block: "⛔", error: "▲", warning: "◆" };
const TONES = { block: "red", error: "red", warning: "amber" };

export async function overview(head) {
  const answer = await fetch(head.dataset.findings);
  if (!answer.ok) return;
  const { findings } = await answer.json();
  for (const line of document.querySelectorAll("[data-sheet]")) {
    const own = findings.filter((finding) => finding.cells.some((cell) => cell.sheet === line.dataset.sheet));
    const place = line.querySelector(".found-here");
    for (const severity of Object.keys(SHAPES)) {
      const some = own.filter((finding) => finding.severity === severity);
      if (!some.length) continue;
      const badge = document.createElement("span");
      badge.className = `badge ${TONES[severity]}`;
      badge.title = some.slice(0, 3).map((finding) => finding.title).join("\n");
      const shape = document.createElement("span");
      shape.setAttribute("aria-hidden", "true");
      shape.textContent = `${SHAPES[severity]} `;
      badge.append(shape, String(some.length));
      place.append(badge, " ");
    }
  }
}
