// Looking for a text in the sheet: only its rows stay. Ctrl+F leads here: of a long sheet not every row is in the page, so that
// the browser's own search would miss most. Pressed once more, it is the browser's.
export function find(sheet) {
  const box = document.getElementById("find");
  if (!box) return;
  box.addEventListener("input", () => sheet.filter(box.value));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") sheet.goFound();
    else if (event.key === "Escape") { box.value = ""; sheet.filter(""); }
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "f" || event.target === box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
