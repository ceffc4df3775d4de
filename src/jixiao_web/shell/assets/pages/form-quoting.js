// A text that quotes figures: shown as printed while it is typed; a figure is put where the caret was.
import { textTools } from "./form-text.js";

export function quoting(root, { words, place, sheet }) {
  const texts = textTools(root, { words, insert });
  const live = () => place()?.column.live;
  root.addEventListener("input", (event) => {
    if (live() && event.target.tagName === "TEXTAREA") texts.show(event.target.value);
  });
  root.addEventListener("focusout", (event) => {
    if (place() && event.target.tagName === "TEXTAREA") place().caret = event.target.selectionStart;
  });
  function insert(quote) {
    if (!live()) return;
    const at = place();
    const before = sheet().value(String(at.row), at.column.field);
    const caret = at.caret ?? before.length;
    const after = before.slice(0, caret) + quote + before.slice(caret);
    at.caret = caret + quote.length;
    sheet().deed("typing", [{ row: at.row, field: at.column.field, before, after }]);
    texts.show(after);
  }
  return (row, column) => { if (column.live) texts.show(sheet().value(String(row), column.field)); else texts.hide(); };
}
