// Draws the grid. Of a long sheet only the rows in sight and some beside them are in the page; the one that one stands in always
// is, so that the focus is never lost. Every row says its number among all of them.
import { blankLine, fill, frame, room, roomHeight } from "./table.js";

const ALL = 150; // as many rows are drawn whole
const BESIDE = 25; // rows drawn above and below those in sight
const NARROWEST = { paragraph: 240, text: 110, figure: 96 };

export class View {
  constructor(element, model, selection, { editable, label }) {
    Object.assign(this, { element, model, selection });
    Object.assign(this, frame(model.columns, label));
    this.blank = blankLine(model.columns, editable);
    this.lines = new Map(); // row → its line in the page
    this.remarks = new Map(); // "row-field" → sentences
    this.rooms = null;
    this.height = 0;
    element.replaceChildren(this.table, this.voice);
    element.addEventListener("scroll", () => this.later(), { passive: true });
    window.addEventListener("resize", () => this.later());
  }

  later() {
    if (this.asked || !this.rooms) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; this.draw(); });
  }

  // Which rows are to be in the page, from `start` to before `end`.
  span() {
    const all = this.model.shown.length;
    if (!this.rooms && all <= ALL) return { start: 0, end: all };
    if (!this.rooms) this.settle();
    const first = Math.floor(this.element.scrollTop / this.height);
    const seen = Math.ceil(this.element.clientHeight / this.height);
    const start = Math.max(0, Math.min(first, all - seen) - BESIDE);
    return { start, end: Math.min(all, start + seen + 2 * BESIDE) };
  }

  // From now on rows come and go: all are as high as the first, and the columns as wide as the first rows make them.
  settle() {
    if (!this.lines.size) this.show(this.model.shown.slice(0, ALL));
    this.height = this.body.rows[0].getBoundingClientRect().height || 34;
    const widths = [...this.head.cells].map((cell, index) => Math.max(Math.ceil(cell.getBoundingClientRect().width), NARROWEST[this.model.columns[index].kind] ?? 110));
    [...this.widths.children].forEach((column, index) => { column.style.width = `${widths[index]}px`; });
    this.table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    this.table.classList.add("settled");
    this.rooms = [room(this.model.columns), room(this.model.columns)];
    this.body.before(this.rooms[0]);
    this.body.after(this.rooms[1]);
  }

  draw() {
    const { start, end } = this.span();
    const { shown } = this.model;
    const here = shown[this.selection.at.row];
    const above = here && here.at < start ? [here] : [];
    const below = here && here.at >= end ? [here] : [];
    this.show([...above, ...shown.slice(start, end), ...below]);
    if (this.rooms) {
      roomHeight(this.rooms[0], (start - above.length) * this.height);
      roomHeight(this.rooms[1], (shown.length - end - below.length) * this.height);
    }
    this.table.setAttribute("aria-rowcount", String(shown.length + this.model.awaited + 1));
    this.mark();
  }

  // Exactly these rows stand in the page; a line that stays is not moved, for it may have the focus.
  show(rows) {
    const wanted = new Set(rows);
    for (const [row, line] of this.lines) if (!wanted.has(row)) { line.remove(); this.lines.delete(row); }
    let next = this.body.firstChild;
    for (const row of rows) {
      const line = this.lines.get(row) ?? this.fresh(row);
      if (line === next) next = next.nextSibling; else this.body.insertBefore(line, next);
      line.dataset.row = row.key;
      line.setAttribute("aria-rowindex", String(row.at + 2));
    }
  }

  fresh(row) {
    const line = this.blank.cloneNode(true);
    this.lines.set(row, line);
    this.model.columns.forEach(({ field }, index) => fill(line.cells[index], row.cells[field], this.remarks.get(`${row.key}-${field}`)));
    return line;
  }

  paint(id, field) {
    const row = this.model.row(id);
    const line = this.lines.get(row);
    const place = this.model.place(field);
    if (line && place >= 0 && !line.cells[place].classList.contains("editing")) fill(line.cells[place], row.cells[field], this.remarks.get(`${row.key}-${field}`));
  }

  remark(remarks) {
    const touched = new Set([...this.remarks.keys(), ...remarks.keys()]);
    this.remarks = remarks;
    for (const name of touched) { const cut = name.indexOf("-"); this.paint(name.slice(0, cut), name.slice(cut + 1)); }
  }

  // The chosen cells, and the one tab stop.
  mark() {
    const { at, anchor } = this.selection;
    const { top, bottom, left, right } = this.selection.range();
    for (const [row, line] of this.lines) {
      const inside = anchor !== null && row.at >= top && row.at <= bottom;
      [...line.cells].forEach((cell, column) => {
        const chosen = inside && column >= left && column <= right;
        if (cell.classList.contains("chosen") !== chosen) {
          cell.classList.toggle("chosen", chosen);
          if (chosen) cell.setAttribute("aria-selected", "true"); else cell.removeAttribute("aria-selected");
        }
        const stop = row.at === at.row && column === at.column ? 0 : -1;
        if (cell.tabIndex !== stop) cell.tabIndex = stop;
      });
    }
    this.table.tabIndex = this.model.shown.length ? -1 : 0;
  }

  current() { return this.lines.get(this.model.shown[this.selection.at.row])?.cells[this.selection.at.column]; }

  // How many rows are in sight at once, without the one that stays in sight when one turns the page.
  page() {
    const height = this.height || this.body.rows[0]?.getBoundingClientRect().height || 34;
    return Math.max(1, Math.floor((this.element.clientHeight - this.head.offsetHeight) / height) - 1);
  }

  // The row where one stands is drawn, and in sight.
  reveal(block = "nearest") {
    if (this.rooms) {
      const top = this.selection.at.row * this.height;
      const seen = this.element.clientHeight - this.head.offsetHeight;
      if (top < this.element.scrollTop || top + this.height > this.element.scrollTop + seen) {
        const near = top < this.element.scrollTop ? top : top + this.height - seen;
        this.element.scrollTop = block === "center" ? top - seen / 2 : near;
      }
    }
    this.draw();
    this.element.style.scrollPadding = `${this.head.offsetHeight}px 0 0 ${this.head.cells[0].offsetWidth}px`;
    if (this.selection.at.column === 0) this.element.scrollLeft = 0; // the first column is always in sight, what stands beside it is not
    this.current()?.scrollIntoView({ block, inline: block });
  }
}
