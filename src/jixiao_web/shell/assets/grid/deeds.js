// A sheet as deeds change it: what is done here is shown at once, handed on, and remembered; what the server answers and what others
// did is merged in.
import { History } from "./history.js";
import { Model } from "./model.js";
import { Selection } from "./selection.js";
import { View } from "./view.js";

export class Deeds {
  constructor(element, { columns, rows, ahead, editable, words, onDeed }) {
    Object.assign(this, { element, columns, editable, words, onDeed });
    this.model = new Model(columns, rows);
    this.model.awaited = ahead ? ahead.all - rows.length : 0;
    this.selection = new Selection();
    this.history = new History();
    this.view = new View(element, this.model, this.selection, { editable, label: words.label });
    this.view.draw();
  }

  get done() { return this.history.done; }
  get undone() { return this.history.undone; }
  value(id, field) { return this.model.value(id, field); }
  problem(id, field) { return this.model.cell(id, field)?.p; }
  remarks(id, field) { return this.view.remarks.get(`${id}-${field}`) ?? []; }
  remark(remarks) { this.view.remark(remarks); }
  last() { return { row: this.model.shown.length - 1, column: this.columns.length - 1 }; }
  writable(column) { return this.editable && !this.columns[column].readonly; }
  say(text) { this.view.voice.textContent = text; }

  // Rows came or went.
  redraw() {
    this.model.reorder();
    this.selection.within(this.last());
    this.view.draw();
  }

  // Rows that come later than the page; `awaited` are still to come.
  load(rows, awaited) {
    const here = this.model.shown[this.selection.at.row];
    this.model.awaited = awaited;
    this.model.load(rows);
    if (here?.at >= 0) this.selection.shift(here.at - this.selection.at.row);
    this.view.draw();
  }

  // Server answers and others' changes: {rows: {temporary: id}, written: [[row, field, value, shown, problem]], by}
  apply({ rows = {}, written = [], by = "" }) {
    this.model.rename(rows);
    this.history.rename(rows);
    let moved = Object.keys(rows).length > 0;
    for (const [row, field, v, s, p] of written) {
      if (!field) { this.model.keep(row, Boolean(v)); moved = true; continue; }
      moved ||= !this.model.row(row);
      if (!this.model.put(row, field, { v, s, p, by })) continue;
      this.view.paint(row, field);
      if (p && !by) this.say(`${this.columns[this.model.place(field)]?.title ?? field}：${p}`);
    }
    if (moved) this.redraw();
  }

  // Changes are shown at once and handed on. `remember` is false for undo and redo themselves.
  deed(kind, changes, remember = true) {
    const real = changes.filter((change) => !change.field || change.before !== change.after);
    if (!real.length || !this.editable) return;
    for (const { row, field, after } of real) {
      if (!field) this.model.keep(row, Boolean(after));
      else { this.model.write(row, field, after); this.view.paint(row, field); }
    }
    if (real.some((change) => !change.field)) this.redraw();
    if (remember) this.history.remember(real);
    this.onDeed(kind, real);
  }

  // A deed that came into being elsewhere and is written already: undo takes it back like one's own.
  received(changes) { this.history.remember(changes); }

  turn(from, to) {
    const turned = this.history.turn(from, to);
    if (!turned) return;
    const inside = this.element.contains(document.activeElement);
    this.deed("undo", turned, false);
    if (!inside) return;
    const seen = turned.find((change) => change.field && this.model.row(change.row)?.at >= 0);
    if (seen) this.focusCell(seen.row, seen.field); else this.go(this.selection.at.row, this.selection.at.column);
  }
  undo() { this.turn(this.done, this.undone); }
  redo() { this.turn(this.undone, this.done); }
}
