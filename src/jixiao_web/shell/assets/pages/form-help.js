// Help beside the chosen cell: what the registry says at once, and shortly after what the server knows of this very cell.
const WAIT = 350;

function part(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
}

export function help(root, { words, problem }) {
  const card = document.getElementById("help");
  let timer;
  let asked = "";

  async function know(row, field, more) {
    const wanted = `${row}-${field}`;
    asked = wanted;
    const answer = await fetch(`${root.dataset.cell}?row=${row}&field=${field}`);
    if (answer.ok && asked === wanted) more.innerHTML = await answer.text();
  }

  return (row, column) => {
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
    const more = document.createElement("div");
    card.replaceChildren(...told, more);
    clearTimeout(timer);
    if (/^\d+$/.test(String(row))) timer = setTimeout(() => know(row, column.field, more), WAIT);
  };
}
