// An Excel-like grid over a real table: an ARIA grid with one tab stop, ranges, paste from Excel and WPS, fill down, undo of a
// whole paste as one deed. Values are texts: nothing is read as a number, added or formatted here; the server says what is shown.
//
//   new Grid(element, {columns, rows, editable, words, onDeed, onSelect})
//   columns: [{field, title, unit, kind, computed, readonly, choices, required}]    kind: text | paragraph | choice | figure | date
//   rows:    [{id, cells: {field: {v: text, s: shown, p: problem}}}]
//   onDeed(kind, changes) with changes [{row, field, before, after}]; field "" adds (after "1") or takes away (after "") a row
import { readTsv, writeTsv } from "./tsv.js";

let serial = 0;

export class Grid {
  constructor(element, { columns, rows, editable, words, onDeed, onSelect }) {
    Object.assign(this, { element, columns, editable, words, onDeed, onSelect });
    this.rows = new Map();
    this.order = [];
    this.undone = [];
    this.done = [];
    this.at = { row: 0, column: 0 };
    this.anchor = null;
    this.build();
    for (const row of rows) this.appendRow(row);
    this.bind();
    this.roll();
  }

  build() {
    const head = this.columns.map((column, index) =>
      `<th role="columnheader" scope="col" aria-colindex="${index + 1}" class="${column.kind === "figure" ? "number" : ""} ${index === 0 ? "frozen" : ""}"></th>`).join("");
    this.element.innerHTML = `<table role="grid" class="grid" aria-multiselectable="true" aria-rowcount="-1" aria-colcount="${this.columns.length}"><thead role="rowgroup"><tr role="row" aria-rowindex="1">${head}</tr></thead><tbody role="rowgroup"></tbody></table><div class="visually-hidden" role="status"></div>`;
    this.table = this.element.querySelector("table");
    this.voice = this.element.querySelector("[role=status]");
    this.body = this.element.querySelector("tbody");
    this.table.setAttribute("aria-label", this.words.label);
    this.columns.forEach((column, index) => {
      const cell = this.table.tHead.rows[0].cells[index];
      cell.textContent = column.unit ? `${column.title}（${column.unit}）` : column.title;
      if (column.required) cell.classList.add("required");
      if (column.readonly) cell.classList.add("readonly");
    });
  }

  appendRow(row) {
    const line = document.createElement("tr");
    line.setAttribute("role", "row");
    line.dataset.row = row.id;
    this.columns.forEach((column, index) => {
      const cell = document.createElement("td");
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(index + 1));
      cell.tabIndex = -1;
      if (column.kind === "figure") cell.classList.add("number");
      if (index === 0) cell.classList.add("frozen");
      if (column.readonly || !this.editable) { cell.classList.add("readonly"); cell.setAttribute("aria-readonly", "true"); }
      line.append(cell);
    });
    this.body.append(line);
    this.rows.set(String(row.id), { id: row.id, cells: { ...row.cells }, line });
    this.order.push(String(row.id));
    line.setAttribute("aria-rowindex", String(this.order.length + 1));
    this.columns.forEach((column) => this.paint(String(row.id), column.field));
    this.table.setAttribute("aria-rowcount", String(this.order.length + 1));
    return line;
  }

  cellOf(id, field) { return this.rows.get(id)?.line.cells[this.columns.findIndex((column) => column.field === field)]; }
  value(id, field) { return this.rows.get(id)?.cells[field]?.v ?? ""; }

  paint(id, field) {
    const cell = this.cellOf(id, field);
    if (!cell) return;
    const told = this.rows.get(id).cells[field];
    cell.textContent = told?.s || told?.v || "";
    cell.classList.toggle("wrong", Boolean(told?.p));
    cell.classList.toggle("others", Boolean(told?.by));
    cell.title = told?.p || (told?.by ?? "");
    if (told?.p) { cell.setAttribute("aria-invalid", "true"); cell.setAttribute("aria-description", told.p); }
    else { cell.removeAttribute("aria-invalid"); cell.removeAttribute("aria-description"); }
  }

  // Server answers and others' changes: {rows: {temporary: id}, written: [[row, field, value, shown, problem]], by}
  apply({ rows = {}, written = [], by = "" }) {
    for (const [temporary, id] of Object.entries(rows)) this.rename(temporary, String(id));
    for (const [row, field, v, s, p] of written) {
      const id = String(row);
      if (!field) { if (v) this.revive(id); else this.hide(id); continue; }
      if (!this.rows.has(id)) this.appendRow({ id: row, cells: {} });
      const cells = this.rows.get(id).cells;
      // Written here since and not answered yet: an earlier answer, or somebody else's text, must not come over it.
      const waiting = cells[field]?.waiting ?? 0;
      const left = by ? waiting : waiting - 1;
      if (left > 0) { cells[field].waiting = left; continue; }
      if (v === "" && !s && !p) delete cells[field]; else cells[field] = { v, s, p, by };
      this.paint(id, field);
      if (p && !by) this.voice.textContent = `${this.columns.find((column) => column.field === field)?.title ?? field}：${p}`;
    }
  }

  rename(temporary, id) {
    const row = this.rows.get(temporary);
    if (!row || temporary === id) return;
    this.rows.delete(temporary);
    row.id = Number(id);
    row.line.dataset.row = id;
    this.rows.set(id, row);
    this.order[this.order.indexOf(temporary)] = id;
    for (const deed of [...this.done, ...this.undone]) for (const change of deed) if (String(change.row) === temporary) change.row = Number(id);
  }

  hide(id) {
    const row = this.rows.get(id);
    if (!row) return;
    row.line.hidden = true;
    row.gone = true;
    this.reorder();
  }

  revive(id) {
    if (!this.rows.has(id)) { this.appendRow({ id: Number(id), cells: {} }); return; }
    this.rows.get(id).line.hidden = false;
    this.rows.get(id).gone = false;
    this.reorder();
  }

  // The rows one can stand in, from the first to the last.
  reorder() { this.order = [...this.body.rows].filter((line) => !line.hidden).map((line) => line.dataset.row); }

  // Deeds. `remember` is false for undo and redo themselves.
  deed(kind, changes, remember = true) {
    const real = changes.filter((change) => !change.field || change.before !== change.after);
    if (!real.length || !this.editable) return;
    for (const change of real) {
      const id = String(change.row);
      if (!change.field) { if (change.after) { this.rows.has(id) ? this.revive(id) : this.appendRow({ id: change.row, cells: {} }); } else this.hide(id); continue; }
      if (!this.rows.has(id)) this.appendRow({ id: change.row, cells: {} });
      const cells = this.rows.get(id).cells;
      cells[change.field] = { v: change.after, s: change.after, waiting: (cells[change.field]?.waiting ?? 0) + 1 };
      this.paint(id, change.field);
    }
    if (remember) { this.done.push(real); this.undone = []; }
    this.onDeed(kind, real);
  }

  turn(from, to) {
    const deed = from.pop();
    if (!deed) return;
    const back = deed.toReversed ? deed.toReversed() : [...deed].reverse();
    const turned = back.map((change) => ({ ...change, before: change.after, after: change.before }));
    const rowsFirst = turned.filter((change) => !change.field && change.after);
    const inside = this.element.contains(document.activeElement);
    this.deed("undo", [...rowsFirst, ...turned.filter((change) => !rowsFirst.includes(change))], false);
    to.push(turned);
    if (!inside) return; // by a button: one stays there
    const seen = turned.find((change) => change.field && this.order.includes(String(change.row)));
    if (seen) this.focusCell(seen.row, seen.field); else this.go(this.at.row, this.at.column);
  }
  undo() { this.turn(this.done, this.undone); }
  redo() { this.turn(this.undone, this.done); }

  addRow() {
    const id = `n${Date.now()}-${++serial}`;
    this.deed("typing", [{ row: id, field: "", before: "", after: "1" }]);
    this.go(this.order.length - 1, 0);
    return id;
  }

  removeRows() {
    const { top, bottom } = this.range();
    this.deed("typing", this.order.slice(top, bottom + 1).map((id) => ({ row: this.rows.get(id).id, field: "", before: "1", after: "" })));
    this.go(Math.min(top, this.order.length - 1), this.at.column);
  }

  // Where one stands.
  range() {
    const other = this.anchor ?? this.at;
    return { top: Math.min(other.row, this.at.row), bottom: Math.max(other.row, this.at.row), left: Math.min(other.column, this.at.column), right: Math.max(other.column, this.at.column) };
  }

  current() { return this.rows.get(this.order[this.at.row])?.line.cells[this.at.column]; }

  roll() {
    for (const cell of this.body.querySelectorAll(".chosen")) { cell.classList.remove("chosen"); cell.removeAttribute("aria-selected"); }
    for (const cell of this.body.querySelectorAll("[tabindex='0']")) cell.tabIndex = -1;
    const cell = this.current();
    if (!cell) { this.table.tabIndex = this.order.length ? -1 : 0; return; }
    this.table.tabIndex = -1;
    cell.tabIndex = 0;
    if (!this.anchor) return;
    const { top, bottom, left, right } = this.range();
    for (const id of this.order.slice(top, bottom + 1)) for (let column = left; column <= right; column += 1) {
      const chosen = this.rows.get(id).line.cells[column];
      chosen.classList.add("chosen");
      chosen.setAttribute("aria-selected", "true");
    }
  }

  go(row, column, extend = false) {
    if (!this.order.length) { this.roll(); return; }
    if (extend) this.anchor ??= { ...this.at }; else this.anchor = null;
    this.at = { row: Math.max(0, Math.min(row, this.order.length - 1)), column: Math.max(0, Math.min(column, this.columns.length - 1)) };
    this.roll();
    this.current()?.focus();
    this.onSelect?.(this.rows.get(this.order[this.at.row])?.id, this.columns[this.at.column]);
  }

  focusCell(row, field) {
    const line = this.order.indexOf(String(row));
    const column = this.columns.findIndex((one) => one.field === field);
    if (line >= 0) { this.go(line, Math.max(0, column)); this.current().scrollIntoView({ block: "center", inline: "center" }); }
    return line >= 0;
  }

  bind() {
    this.body.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("td");
      if (!cell || cell.querySelector("input, select, textarea")) return;
      event.preventDefault();
      this.go(this.order.indexOf(cell.parentElement.dataset.row), cell.cellIndex, event.shiftKey);
      this.dragging = true;
    });
    this.body.addEventListener("mouseover", (event) => {
      const cell = event.target.closest("td");
      if (this.dragging && cell) this.go(this.order.indexOf(cell.parentElement.dataset.row), cell.cellIndex, true);
    });
    document.addEventListener("mouseup", () => { this.dragging = false; });
    this.body.addEventListener("dblclick", () => this.edit());
    this.body.addEventListener("focusin", (event) => {
      const cell = event.target.closest("td");
      if (!cell || event.target !== cell || cell === this.current()) return;
      this.at = { row: this.order.indexOf(cell.parentElement.dataset.row), column: cell.cellIndex };
      this.anchor = null;
      this.roll();
    });
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("copy", (event) => this.copy(event));
    this.table.addEventListener("cut", (event) => { this.copy(event); this.clear(); });
    this.table.addEventListener("paste", (event) => {
      if (event.target.matches("input, textarea")) return;
      event.preventDefault();
      this.paste(event.clipboardData.getData("text/plain"));
    });
  }

  key(event) {
    if (event.target.matches("input, select, textarea")) return;
    const control = event.ctrlKey || event.metaKey;
    const { row, column } = this.at;
    const page = 15;
    const moves = {
      ArrowUp: [control ? 0 : row - 1, column], ArrowDown: [control ? this.order.length - 1 : row + 1, column],
      ArrowLeft: [row, control ? 0 : column - 1], ArrowRight: [row, control ? this.columns.length - 1 : column + 1],
      Home: [control ? 0 : row, 0], End: [control ? this.order.length - 1 : row, this.columns.length - 1],
      PageUp: [row - page, column], PageDown: [row + page, column],
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key; // with caps lock, too
    if (moves[key]) this.go(...moves[key], event.shiftKey);
    else if (control && key === "z") this.undo();
    else if (control && key === "y") this.redo();
    else if (control && key === "d") this.fillDown();
    else if (control && key === "a") { this.go(0, 0); this.go(this.order.length - 1, this.columns.length - 1, true); }
    else if (key === "Delete" || key === "Backspace") this.clear();
    else if (key === "Enter" || key === "F2") this.edit();
    else if (key === "Escape") this.go(row, column);
    else if (event.keyCode === 229 || (!control && !event.altKey && key.length === 1)) {
      this.edit(event.key);
      if (!this.current()?.querySelector("select")) return; // the key goes on into the field, or to the input method that writes there
    } else return;
    event.preventDefault();
  }

  writable(column) { return this.editable && !this.columns[column].readonly; }

  edit(first) {
    const id = this.order[this.at.row];
    const column = this.columns[this.at.column];
    if (id === undefined || !this.writable(this.at.column)) return;
    const cell = this.current();
    const before = this.value(id, column.field);
    const input = document.createElement(column.choices ? "select" : column.kind === "paragraph" ? "textarea" : "input");
    input.setAttribute("aria-label", column.title);
    if (column.choices) for (const choice of ["", ...new Set([...column.choices, before].filter(Boolean))]) input.add(new Option(choice, choice));
    input.value = first === undefined || column.choices ? before : "";
    if (first !== undefined && column.choices) input.value = column.choices.find((choice) => choice.startsWith(first)) ?? before;
    cell.textContent = "";
    cell.classList.add("editing");
    cell.append(input);
    input.focus();
    if (first === undefined && input.select) input.select();
    let over = false;
    const end = (keep, row, side) => {
      if (over) return;
      over = true;
      const after = input.value.trim();
      cell.classList.remove("editing");
      input.remove();
      this.paint(id, column.field);
      if (keep) this.deed("typing", [{ row: this.rows.get(id).id, field: column.field, before, after }]);
      if (row !== undefined) this.go(this.at.row + row, this.at.column + side);
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // an input method is still writing
      if (event.key === "Escape") end(false, 0, 0);
      else if (event.key === "Enter" && !(input.tagName === "TEXTAREA" && event.altKey)) end(true, 1, 0);
      else if (event.key === "Tab") end(true, 0, event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    input.addEventListener("blur", () => end(true));
  }

  clear() {
    const { top, bottom, left, right } = this.range();
    const changes = [];
    for (const id of this.order.slice(top, bottom + 1)) for (let column = left; column <= right; column += 1) {
      const field = this.columns[column].field;
      if (this.writable(column)) changes.push({ row: this.rows.get(id).id, field, before: this.value(id, field), after: "" });
    }
    this.deed("typing", changes);
  }

  copy(event) {
    if (event.target.matches("input, textarea")) return;
    const { top, bottom, left, right } = this.range();
    const block = this.order.slice(top, bottom + 1).map((id) => this.columns.slice(left, right + 1).map((column) => this.value(id, column.field) || this.rows.get(id).cells[column.field]?.s || ""));
    event.clipboardData.setData("text/plain", writeTsv(block));
    event.preventDefault();
  }

  paste(text) {
    const block = readTsv(text);
    if (!block.length) return;
    const { top, left, bottom, right } = this.range();
    const start = this.order.length ? top : 0;
    const changes = [];
    const single = block.length === 1 && block[0].length === 1;
    const height = single ? bottom - top + 1 : block.length;
    const width = single ? right - left + 1 : block[0].length;
    for (let y = 0; y < height; y += 1) {
      let id = this.order[start + y];
      let row = id === undefined ? `n${Date.now()}-${++serial}` : this.rows.get(id).id;
      if (id === undefined) { changes.push({ row, field: "", before: "", after: "1" }); id = row; }
      for (let x = 0; x < width && left + x < this.columns.length; x += 1) {
        if (!this.writable(left + x)) continue;
        const field = this.columns[left + x].field;
        const after = (single ? block[0][0] : block[y][x] ?? "").trim();
        changes.push({ row, field, before: this.value(id, field), after });
      }
    }
    this.deed("paste", changes);
    this.go(start, left);
    if (!single) this.go(start + height - 1, left + width - 1, true);
  }

  problem(id, field) { return this.rows.get(String(id))?.cells[field]?.p; }

  // Only the rows in which the text stands; every row for an empty text.
  filter(text) {
    const wanted = text.trim().toLowerCase();
    for (const row of this.rows.values()) {
      row.line.hidden = Boolean(row.gone) || (Boolean(wanted) && ![...row.line.cells].some((cell) => cell.textContent.toLowerCase().includes(wanted)));
    }
    this.reorder();
    this.anchor = null;
    this.at = { row: 0, column: this.at.column };
    this.roll();
  }

  fillDown() {
    const { top, bottom, left, right } = this.range();
    const changes = [];
    const source = top === bottom ? top - 1 : top;
    if (source < 0) return;
    for (const id of this.order.slice(source + 1, bottom + 1)) for (let column = left; column <= right; column += 1) {
      const field = this.columns[column].field;
      if (this.writable(column)) changes.push({ row: this.rows.get(id).id, field, before: this.value(id, field), after: this.value(this.order[source], field) });
    }
    this.deed("paste", changes);
  }
}
