// The table of the grid: its headings, empty lines for its rows, and what stands in a cell.
const element = (name, attributes = {}, className = "") => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.className = className;
  return made;
};

export function frame(columns, label) {
  const table = element("table", { role: "grid", "aria-multiselectable": "true", "aria-colcount": String(columns.length), "aria-label": label }, "grid");
  const widths = element("colgroup");
  const head = element("tr", { role: "row", "aria-rowindex": "1" });
  columns.forEach((column, index) => {
    widths.append(document.createElement("col"));
    const cell = element("th", { role: "columnheader", scope: "col", "aria-colindex": String(index + 1) });
    cell.classList.toggle("number", column.kind === "figure");
    cell.classList.toggle("frozen", index === 0);
    cell.classList.toggle("required", Boolean(column.required));
    cell.classList.toggle("readonly", Boolean(column.readonly));
    cell.textContent = column.unit ? `${column.title}（${column.unit}）` : column.title;
    head.append(cell);
  });
  const top = element("thead", { role: "rowgroup" });
  top.append(head);
  const body = element("tbody", { role: "rowgroup" });
  table.append(widths, top, body);
  const voice = element("div", { role: "status" }, "visually-hidden");
  return { table, widths, head, body, voice };
}

// A line with empty cells, to be copied for each row.
export function blankLine(columns, editable) {
  const line = element("tr", { role: "row" });
  columns.forEach((column, index) => {
    const cell = element("td", { role: "gridcell", "aria-colindex": String(index + 1), tabindex: "-1" });
    cell.classList.toggle("number", column.kind === "figure");
    cell.classList.toggle("frozen", index === 0);
    if (column.readonly || !editable) { cell.classList.add("readonly"); cell.setAttribute("aria-readonly", "true"); }
    line.append(cell);
  });
  return line;
}

// The room of rows that are not drawn. It is no row, and nobody is told of it.
export function room(columns) {
  const body = element("tbody", { "aria-hidden": "true" }, "room");
  const line = element("tr", { hidden: "" });
  line.append(element("td", { colspan: String(columns.length) }));
  body.append(line);
  return body;
}

export function roomHeight(body, height) {
  const line = body.rows[0];
  line.hidden = height <= 0;
  line.cells[0].style.height = `${Math.max(0, height)}px`;
}

// What stands in a cell: its text, what is wrong with it, who else wrote it, and what was remarked there.
export function fill(cell, told, remarks = []) {
  const shown = told?.s || told?.v || "";
  if (cell.textContent !== shown) cell.textContent = shown;
  cell.classList.toggle("wrong", Boolean(told?.p));
  cell.classList.toggle("others", Boolean(told?.by));
  cell.classList.toggle("remarked", remarks.length > 0);
  const said = [told?.p, ...remarks].filter(Boolean);
  cell.title = said.join("\n") || (told?.by ?? "");
  if (told?.p) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
  if (said.length) cell.setAttribute("aria-description", said.join("；")); else cell.removeAttribute("aria-description");
}
