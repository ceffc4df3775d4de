// What stands in the grid: rows of texts, and those among them that are shown, in their order. It knows nothing of the page.
let serial = 0;
// A name for a row that the server has not numbered yet.
export const temporary = () => { serial += 1; return `n${Date.now()}-${serial}`; };

export class Model {
  constructor(columns, rows) {
    this.columns = columns;
    this.places = new Map(columns.map((column, index) => [column.field, index]));
    this.rows = new Map(); // name → row
    this.all = [];
    this.wanted = "";
    this.awaited = 0; // rows that are still to come
    for (const row of rows) this.add(row.id, row.cells);
    this.loaded = this.all.length; // rows after these were added in this page, or by somebody else since
    this.reorder();
  }

  // Rows that were there from the beginning and come later than the page: they stand before those that were added since.
  load(rows) {
    const come = rows.map(({ id, cells }) => {
      const known = this.rows.get(String(id));
      const row = known ?? this.add(id);
      const waiting = Object.entries(row.cells).filter(([, told]) => told.waiting);
      row.cells = { ...cells, ...Object.fromEntries(waiting) };
      return row;
    });
    const fresh = new Set(come);
    const since = this.all.slice(this.loaded).filter((row) => !fresh.has(row));
    this.all = [...this.all.slice(0, this.loaded), ...come, ...since];
    this.loaded += come.length;
    this.filter(this.wanted);
  }

  // A row at the end. It is shown though its texts were not looked for: somebody has just made it.
  add(id, cells = {}) {
    const row = { id, key: String(id), cells: { ...cells }, gone: false, missed: false, at: -1 };
    this.rows.set(row.key, row);
    this.all.push(row);
    return row;
  }

  row(id) { return this.rows.get(String(id)); }
  made(id) { return this.row(id) ?? this.add(id); }
  cell(id, field) { return this.row(id)?.cells[field]; }
  value(id, field) { return this.cell(id, field)?.v ?? ""; }
  text(row, field) { const told = row.cells[field]; return told?.s || told?.v || ""; }
  place(field) { return this.places.get(field) ?? -1; }

  // One answer to a deed, or a text of somebody else. False: it is older than what was written here since, and stays outside.
  put(id, field, { v, s, p, by }) {
    const { cells } = this.made(id);
    const waiting = cells[field]?.waiting ?? 0;
    const left = by ? waiting : waiting - 1;
    if (left > 0) { cells[field].waiting = left; return false; }
    if (v === "" && !s && !p) delete cells[field]; else cells[field] = { v, s, p, by };
    return true;
  }

  // A text written here, that waits for the server's answer.
  write(id, field, text) {
    const { cells } = this.made(id);
    cells[field] = { v: text, s: text, waiting: (cells[field]?.waiting ?? 0) + 1 };
  }

  // A row comes (back), or goes.
  keep(id, stays) {
    if (stays) this.made(id).gone = false;
    else if (this.row(id)) this.row(id).gone = true;
  }

  // Rows that were added have the server's numbers now.
  rename(names) {
    for (const [name, id] of Object.entries(names)) {
      const row = this.rows.get(name);
      if (!row || name === String(id)) continue;
      this.rows.delete(name);
      row.id = Number(id);
      row.key = String(id);
      this.rows.set(row.key, row);
    }
  }

  // Only the rows in which the text stands; every row for an empty text.
  filter(text) {
    this.wanted = text.trim().toLowerCase();
    for (const row of this.all) row.missed = Boolean(this.wanted) && !this.columns.some((column) => this.text(row, column.field).toLowerCase().includes(this.wanted));
    this.reorder();
  }

  reorder() {
    this.shown = this.all.filter((row) => !row.gone && !row.missed);
    for (const row of this.all) row.at = -1;
    this.shown.forEach((row, index) => { row.at = index; });
  }
}
