// An Excel-like grid over a real table: an ARIA grid with one tab stop, ranges, paste from Excel and WPS, fill down, undo of a
// whole paste as one deed. Values are texts: nothing is read as a number, added or formatted here; the server says what is shown.
//
//   new Grid(element, {columns, rows, ahead, editable, words, onDeed, onSelect})
//   columns: [{field, title, unit, kind, computed, readonly, choices, required}]    kind: text | paragraph | choice | figure | date
//   rows:    [{id, cells: {field: {v: text, s: shown, p: problem}}}]
//   ahead:   null, or {all: how many rows there are}, when the others come by load()
//   onDeed(kind, changes) with changes [{row, field, before, after}]; field "" adds (after "1") or takes away (after "") a row
import { cleared, copied, filledDown, pasted } from "./blocks.js";
import { Deeds } from "./deeds.js";
import { edit } from "./editor.js";
import { hands } from "./hands.js";
import { temporary } from "./model.js";

export class Grid extends Deeds {
  constructor(element, data) {
    super(element, data);
    this.onSelect = data.onSelect;
    hands(this);
  }

  addRow() {
    const row = temporary();
    this.deed("typing", [{ row, field: "", before: "", after: "1" }]);
    this.go(this.last().row, 0);
    return row;
  }

  removeRows() {
    const { top, bottom } = this.selection.range();
    this.deed("typing", this.model.shown.slice(top, bottom + 1).map(({ id }) => ({ row: id, field: "", before: "1", after: "" })));
    this.go(top, this.selection.at.column);
  }

  // One stands in a cell that has the focus already.
  stand(row, column) {
    this.selection.go(row, column, false, this.last());
    this.view.mark();
  }

  go(row, column, extend = false) {
    this.writing?.(true); // what is half written is kept
    this.selection.go(row, column, extend, this.last());
    if (!this.model.shown.length) { this.view.draw(); return; }
    this.view.reveal();
    this.view.current()?.focus({ preventScroll: true });
    this.onSelect?.(this.model.shown[this.selection.at.row].id, this.columns[this.selection.at.column]);
  }

  focusCell(id, field) {
    const row = this.model.row(id)?.at ?? -1;
    if (row >= 0) { this.go(row, Math.max(0, this.model.place(field))); this.view.reveal("center"); }
    return row >= 0;
  }

  edit(first) {
    const row = this.model.shown[this.selection.at.row];
    const column = this.columns[this.selection.at.column];
    if (!row || !this.writable(this.selection.at.column)) return;
    this.view.reveal();
    const before = this.value(row.key, column.field);
    this.writing = edit(this.view.current(), column, before, {
      first,
      typed: () => { if (this.view.rooms) this.view.reveal(); },
      done: ({ keep, after, row: down, side }) => {
        this.view.paint(row.key, column.field);
        if (keep) this.deed("typing", [{ row: row.id, field: column.field, before, after }]);
        if (down !== undefined) this.go(this.selection.at.row + down, this.selection.at.column + side);
      },
    });
  }

  block(what, ...more) { return what(this.model, this.selection.range(), ...more, (column) => this.writable(column)); }
  copy() { return this.block(copied); }
  clear() { this.deed("typing", this.block(cleared)); }
  fillDown() { this.deed("paste", this.block(filledDown)); }

  paste(text) {
    const found = this.block(pasted, text);
    if (!found || !this.editable) return;
    if (this.model.awaited && found.bottom > this.last().row) { this.say(this.words.loading); return; }
    this.deed("paste", found.changes);
    if (found.single) return;
    this.go(found.top, found.left);
    this.go(found.bottom, found.right, true);
  }

  // Only the rows in which a text stands. One stays in one's row, where that is still there.
  filter(text) {
    this.writing?.(true);
    const here = this.model.shown[this.selection.at.row];
    this.model.filter(text);
    Object.assign(this.selection, { at: { row: Math.max(0, here?.at ?? 0), column: this.selection.at.column }, anchor: null });
    this.element.scrollTop = 0;
    this.view.draw();
    this.say(this.words.rowsShown.replace("{n}", String(this.model.shown.length)));
  }

  goFound() {
    const [row] = this.model.shown;
    if (row) this.go(0, Math.max(0, this.columns.findIndex(({ field }) => this.model.text(row, field).toLowerCase().includes(this.model.wanted))));
  }
}
