// What stands in a grid: rows in their order, cells as texts, and which of them the server has not answered yet.
export class Model {
  constructor(columns, rows) {
    this.columns = columns;
    this.rows = new Map();
    this.all = [];
    this.order = []; // the rows that are shown: alive, and found when something is looked for
    this.wanted = "";
    for (const row of rows) this.add(row.id, row.cells);
  }

  add(id, cells = {}) {
    const key = String(id);
    this.rows.set(key, { id, cells: { ...cells }, alive: true });
    this.all.push(key);
    this.order.push(key);
  }

  cell(key, field) { return this.rows.get(key)?.cells[field]; }
  value(key, field) { return this.cell(key, field)?.v ?? ""; }
  text(key, field) { const cell = this.cell(key, field); return cell?.s || cell?.v || ""; }
  id(key) { return this.rows.get(key).id; }

  // Written here, unanswered as yet: what the server says of an earlier change must not come back over it.
  wish(key, field, value) {
    const waiting = (this.cell(key, field)?.waiting ?? 0) + 1;
    this.rows.get(key).cells[field] = { v: value, s: value, waiting };
  }

  // Told by the server. Gives false where a later wish for the same cell is still unanswered.
  tell(key, field, told) {
    const waiting = this.cell(key, field)?.waiting ?? 0;
    const left = told.by ? waiting : Math.max(0, waiting - 1);
    if (left) { this.rows.get(key).cells[field].waiting = left; return false; }
    this.rows.get(key).cells[field] = told;
    return true;
  }

  hide(key) {
    const row = this.rows.get(key);
    if (row) { row.alive = false; this.sift(); }
  }

  revive(key) {
    if (!this.rows.has(key)) { this.add(/^\d+$/.test(key) ? Number(key) : key); return; }
    this.rows.get(key).alive = true;
    this.sift();
  }

  rename(temporary, id) {
    const row = this.rows.get(temporary);
    const key = String(id);
    if (!row || temporary === key) return;
    this.rows.delete(temporary);
    row.id = id;
    this.rows.set(key, row);
    for (const list of [this.all, this.order]) {
      const at = list.indexOf(temporary);
      if (at >= 0) list[at] = key;
    }
  }

  // Only rows in which the text stands somewhere; all of them for an empty text.
  sift(text = this.wanted) {
    this.wanted = text;
    const wanted = text.trim().toLowerCase();
    const holds = (key) => this.columns.some((column) => this.text(key, column.field).toLowerCase().includes(wanted));
    this.order = this.all.filter((key) => this.rows.get(key).alive && (!wanted || holds(key)));
  }
}

// Deeds that can be taken back and done again, each as one.
export class History {
  constructor() { this.done = []; this.undone = []; }

  remember(changes) { this.done.push(changes); this.undone = []; }

  undo() { return this.turn(this.done, this.undone); }
  redo() { return this.turn(this.undone, this.done); }

  // The changes that turn the last deed round: rows come back before their cells, and go after them.
  turn(from, to) {
    const deed = from.pop();
    if (!deed) return null;
    const turned = [...deed].reverse().map((change) => ({ ...change, before: change.after, after: change.before }));
    const back = turned.filter((change) => !change.field && change.after);
    const gone = turned.filter((change) => !change.field && !change.after);
    const removed = new Set(gone.map((change) => String(change.row)));
    const cells = turned.filter((change) => change.field && !removed.has(String(change.row)));
    const changes = [...back, ...cells, ...gone];
    // A row that goes takes its cells with it; when it comes back they are still there, so they are not written again.
    const kept = turned.filter((change) => change.field && removed.has(String(change.row)));
    to.push(kept.length ? Object.assign([...changes], { kept }) : changes);
    return changes;
  }

  rename(temporary, id) {
    for (const change of [...this.done, ...this.undone].flat()) if (String(change.row) === temporary) change.row = id;
  }
}
