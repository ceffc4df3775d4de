// What is done to a block of cells, as changes of one deed: cleared, pasted, filled down; and what a copy of it says.
import { readTsv, writeTsv } from "../tsv.js";
import { temporary } from "./model.js";

// Every cell of a range that may be written: fn(row, field, y, x).
function over(model, { top, bottom, left, right }, writable, make) {
  const changes = [];
  model.shown.slice(top, bottom + 1).forEach((row, y) => {
    for (let column = left; column <= right; column += 1) if (writable(column)) changes.push(make(row, model.columns[column].field, y, column - left));
  });
  return changes;
}

export function cleared(model, range, writable) {
  return over(model, range, writable, (row, field) => ({ row: row.id, field, before: model.value(row.key, field), after: "" }));
}

// The first row of the choice goes into the others; of one row, the row above.
export function filledDown(model, range, writable) {
  const source = range.top === range.bottom ? range.top - 1 : range.top;
  if (source < 0 || !model.shown[source]) return [];
  const from = model.shown[source].key;
  return over(model, { ...range, top: source + 1 }, writable, (row, field) => ({
    row: row.id, field, before: model.value(row.key, field), after: model.value(from, field),
  }));
}

export function copied(model, { top, bottom, left, right }) {
  const columns = model.columns.slice(left, right + 1);
  return writeTsv(model.shown.slice(top, bottom + 1).map((row) => columns.map(({ field }) => model.value(row.key, field) || model.text(row, field))));
}

// A block from Excel from the first chosen cell on, with rows for what stands below the last one; one single text fills the whole
// choice. Answers the changes and the range that was written to.
export function pasted(model, range, text, writable) {
  const block = readTsv(text);
  if (!block.length) return null;
  const single = block.length === 1 && block[0].length === 1;
  const top = model.shown.length ? range.top : 0;
  const height = single ? range.bottom - range.top + 1 : block.length;
  const width = single ? range.right - range.left + 1 : Math.max(...block.map((line) => line.length));
  const changes = [];
  for (let y = 0; y < height; y += 1) {
    const known = model.shown[top + y];
    const row = known ? known.id : temporary();
    if (!known) changes.push({ row, field: "", before: "", after: "1" });
    for (let x = 0; x < width && range.left + x < model.columns.length; x += 1) {
      if (!writable(range.left + x) || (!single && x >= block[y].length)) continue;
      const { field } = model.columns[range.left + x];
      changes.push({ row, field, before: known ? model.value(known.key, field) : "", after: (single ? block[0][0] : block[y][x]).trim() });
    }
  }
  return { changes, single, top, left: range.left, bottom: top + height - 1, right: range.left + width - 1 };
}
