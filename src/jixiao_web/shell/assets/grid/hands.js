// What hands do in the grid: keys, the mouse, the clipboard.
import { target } from "./selection.js";

const writing = (event) => event.target.matches("input, select, textarea");

function key(grid, event) {
  if (writing(event)) return;
  const control = event.ctrlKey || event.metaKey;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key; // with caps lock, too
  const { at } = grid.selection;
  const to = event.altKey ? null : target(name, control, at, grid.last(), grid.view.page());
  if (to) grid.go(...to, event.shiftKey);
  else if (control && name === "z") { if (event.shiftKey) grid.redo(); else grid.undo(); }
  else if (control && name === "y") grid.redo();
  else if (control && name === "d") grid.fillDown();
  else if (control && name === "a") { grid.go(0, 0); grid.go(grid.last().row, grid.last().column, true); }
  else if (name === "Delete" || name === "Backspace") grid.clear();
  else if (name === "Enter" || name === "F2") grid.edit();
  else if (name === "Escape") grid.go(at.row, at.column);
  else if (event.keyCode === 229 || (!control && !event.altKey && name.length === 1)) {
    grid.edit(event.key);
    if (!grid.view.current()?.querySelector("select")) return; // the key goes on into the field, or to the input method that writes there
  } else return;
  event.preventDefault();
}

function mouse(grid) {
  const { body } = grid.view;
  const place = (event) => {
    const cell = event.target.closest("td");
    const row = cell && grid.model.row(cell.parentElement.dataset.row);
    return row ? { cell, row: row.at, column: cell.cellIndex } : null;
  };
  let dragging = false;
  body.addEventListener("mousedown", (event) => {
    const found = place(event);
    if (!found || event.button > 0 || found.cell.querySelector("input, select, textarea")) return;
    event.preventDefault();
    grid.go(found.row, found.column, event.shiftKey);
    dragging = true;
  });
  body.addEventListener("mouseover", (event) => {
    const found = dragging && place(event);
    if (found) grid.go(found.row, found.column, true);
  });
  document.addEventListener("mouseup", () => { dragging = false; });
  body.addEventListener("dblclick", () => grid.edit());
  body.addEventListener("focusin", (event) => {
    const found = place(event);
    if (found && event.target === found.cell && found.cell !== grid.view.current()) grid.stand(found.row, found.column);
  });
}

function clipboard(grid) {
  const put = (event) => {
    event.clipboardData.setData("text/plain", grid.copy());
    event.preventDefault();
  };
  const { table } = grid.view;
  table.addEventListener("copy", (event) => { if (!writing(event)) put(event); });
  table.addEventListener("cut", (event) => { if (!writing(event)) { put(event); grid.clear(); } });
  table.addEventListener("paste", (event) => {
    if (writing(event)) return;
    event.preventDefault();
    grid.paste(event.clipboardData.getData("text/plain"));
  });
}

export function hands(grid) {
  grid.view.table.addEventListener("keydown", (event) => key(grid, event));
  mouse(grid);
  clipboard(grid);
}
