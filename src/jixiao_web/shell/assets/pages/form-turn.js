// Undo and redo: what the page remembers first, then what the ledger does.
export function turns(root, sheet, saver, { answered, refused }) {
  const own = { undo: sheet.undo.bind(sheet), redo: sheet.redo.bind(sheet) };
  async function turn(way) {
    const remembered = way === "undo" ? sheet.done : sheet.undone;
    if (remembered?.length) { own[way](); return; }
    if (saver.queue.length) return;
    const answer = await fetch(root.dataset[way], { method: "POST", headers: { "X-CSRFToken": document.body.dataset.csrf } });
    const told = await answer.json();
    if (answer.ok) answered(told); else refused(told.sentence);
  }
  sheet.undo = () => turn("undo");
  sheet.redo = () => turn("redo");
}
