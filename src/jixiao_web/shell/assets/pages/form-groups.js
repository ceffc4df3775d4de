// A list of fields: a heading for each group, and under each field what it was last year.
export function groups({ columns, words }) {
  let group = "";
  for (const column of columns) {
    const block = document.getElementById(`field-${column.field}`).closest(".field");
    if (column.group && column.group !== group) {
      group = column.group;
      const heading = document.createElement("h2");
      heading.textContent = group;
      heading.lang = "zh-CN";
      block.before(heading);
    }
    const told = block.querySelector(".help");
    told.lang = "zh-CN";
    if (column.lastYear) told.append(document.createElement("br"), words.lastYear + column.lastYear);
  }
}
