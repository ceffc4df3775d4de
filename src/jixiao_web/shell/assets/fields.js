// A sheet that is a list of fields instead of a table: one labelled control each, with the same interface as the grid.
let serial = 0;

export class Fields {
  constructor(element, { columns, rows, editable, words, onDeed, onSelect }) {
    Object.assign(this, { columns, editable, words, onDeed, onSelect });
    this.row = rows[0]?.id ?? `n${Date.now()}-${++serial}`;
    this.isNew = !rows.length;
    this.cells = rows[0]?.cells ?? {};
    this.controls = new Map();
    this.said = new Map(); // "row-field" → sentences
    for (const column of columns) element.append(this.line(column));
  }

  line(column) {
    const block = document.createElement("div");
    block.className = "field";
    const id = `field-${column.field}`;
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = (column.unit ? `${column.title}（${column.unit}）` : column.title) + (column.required ? " *" : "");
    const control = document.createElement(column.choices ? "select" : column.kind === "paragraph" ? "textarea" : "input");
    control.id = id;
    if (column.choices) for (const choice of ["", ...column.choices]) control.add(new Option(choice, choice));
    if (column.kind === "figure") control.classList.add("number");
    control.disabled = column.readonly;
    control.setAttribute("aria-describedby", `${id}-help ${id}-problem ${id}-remarks`);
    const help = document.createElement("div");
    help.className = "help";
    help.id = `${id}-help`;
    help.textContent = column.help;
    const problem = document.createElement("div");
    problem.className = "problem";
    problem.id = `${id}-problem`;
    const said = document.createElement("ul");
    said.className = "remarks small";
    said.id = `${id}-remarks`;
    said.hidden = true;
    block.append(label, help, control, problem, said);
    control.addEventListener("focus", () => { control.value = this.cells[column.field]?.v ?? ""; this.onSelect(this.row, column); });
    control.addEventListener("blur", () => this.keep(column));
    control.addEventListener("change", () => this.keep(column));
    this.controls.set(column.field, { control, problem, block, said });
    this.paint(column.field);
    return block;
  }

  keep(column) {
    const { control } = this.controls.get(column.field);
    const before = this.cells[column.field]?.v ?? "";
    const after = control.value.trim();
    if (after === before) { this.paint(column.field); return; }
    const changes = this.isNew ? [{ row: this.row, field: "", before: "", after: "1" }] : [];
    this.isNew = false;
    this.cells[column.field] = { v: after, s: after };
    this.onDeed("typing", [...changes, { row: this.row, field: column.field, before, after }]);
  }

  paint(field) {
    const found = this.controls.get(field);
    if (!found || document.activeElement === found.control) return;
    const told = this.cells[field];
    found.control.value = (found.control.tagName === "SELECT" ? told?.v : told?.s || told?.v) ?? "";
    found.problem.textContent = told?.p ?? "";
    found.block.classList.toggle("wrong", Boolean(told?.p));
    if (told?.p) found.control.setAttribute("aria-invalid", "true"); else found.control.removeAttribute("aria-invalid");
  }

  apply({ rows = {}, written = [], by = "" }) {
    if (this.row in rows) this.row = rows[this.row];
    for (const [row, field, v, s, p] of written) {
      if (String(row) !== String(this.row) && !this.isNew) continue;
      if (this.isNew && Number.isInteger(row)) { this.row = row; this.isNew = false; }
      if (field) { this.cells[field] = { v, s: s || v, p, by }; this.paint(field); }
    }
  }

  problem(_row, field) { return this.cells[field]?.p; }
  remarks(row, field) { return this.said.get(`${row}-${field}`) ?? []; }

  // What was found or remarked at each field, under it.
  remark(said) {
    this.said = said;
    for (const [field, { said: list }] of this.controls) {
      const lines = this.remarks(this.row, field).map((text) => { const line = document.createElement("li"); line.textContent = text; return line; });
      list.replaceChildren(...lines);
      list.hidden = !lines.length;
    }
  }

  focusCell(_row, field) { this.controls.get(field)?.control.focus(); return true; }
  undo() { document.execCommand("undo"); }
  redo() { document.execCommand("redo"); }
  filter() { /* a list of fields is short */ }
}
