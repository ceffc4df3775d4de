// Help beside the chosen cell: what the registry says at once, and shortly after what the server knows of this very cell.
const WAIT = 350;

function part(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
}

export function help(root, { words, problem, remarks }) {
  const card = document.getElementById("help");
  const said = document.createElement("div");
  let timer;
  let asked = "";
  let at = null;

  // What was found at the chosen cell; it changes while one stands there.
  const again = () => { if (at) said.replaceChildren(...remarks(at.row, at.field).map((text) => part("p", text, "finding warning"))); };

  async function know(row, field, more) {
    const wanted = `${row}-${field}`;
    asked = wanted;
    const answer = await fetch(`${root.dataset.cell}?row=${row}&field=${field}`);
    if (answer.ok && asked === wanted) more.innerHTML = await answer.text();
  }

  const show = (row, column) => {
    at = { row, field: column.field };
    const text = part("p", column.help);
    text.lang = "zh-CN"; // the registry's words
    const told = [part("h2", column.title), text];
    if (column.computed) told.push(part("p", words.computed, "quiet"));
    const small = [
      column.required ? words.required : "",
      column.unit ? words.unit + column.unit : "",
      column.example ? words.example + column.example : "",
      column.basis ? words.basis + column.basis : "",
    ].filter(Boolean).join(" · ");
    if (small) told.push(part("p", small, "quiet small"));
    const wrong = problem(row, column.field);
    if (wrong) told.push(part("p", wrong, "problem"));
    again();
    const more = document.createElement("div");
    card.replaceChildren(...told, said, more);
    clearTimeout(timer);
    if (/^\d+$/.test(String(row))) timer = setTimeout(() => know(row, column.field, more), WAIT);
  };
  return { show, again };
}
