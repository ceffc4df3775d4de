// A sheet of a form: grid or fields, saved deed by deed, with help beside the chosen cell and others' changes merged in.
import { Grid } from "../grid.js";
import { Saver } from "../saver.js";
import { Fields } from "../fields.js";

export function start() {
  const root = document.querySelector("[data-page=form]");
  const data = JSON.parse(document.getElementById("sheet-data").textContent);
  const state = document.getElementById("save-state");
  let last = data.last;
  const edited = () => document.body.dispatchEvent(new CustomEvent("edited"));

  const saver = new Saver({
    url: root.dataset.edits, csrf: document.body.dataset.csrf, key: root.dataset.key, words: data.words,
    on: {
      state: (text, kind) => { state.textContent = text; state.className = `save-state quiet ${kind}`; },
      refused: (deed, sentence) => {
        sheet.apply({ written: deed.changes.filter((change) => change.field).map((change) => [change.row, change.field, change.before, "", sentence]) });
        const line = document.createElement("li");
        line.className = "error";
        line.textContent = sentence;
        document.getElementById("messages").replaceChildren(line);
      },
      answer: (deed, answer) => {
        sheet.apply(answer);
        for (const conflict of answer.conflicts) conflicts.push(conflict);
        ask();
        edited();
      },
    },
  });

  const onDeed = (kind, changes) => { document.getElementById("no-rows")?.remove(); saver.add(kind, changes); };
  const onSelect = (row, column) => help(column, row);
  const sheet = data.isForm
    ? new Fields(document.getElementById("fields"), { ...data, onDeed, onSelect })
    : new Grid(document.getElementById("grid"), { ...data, onDeed, onSelect });
  window.sheet = sheet;

  // What the browser kept from last time is shown and sent.
  for (const deed of saver.queue) sheet.apply({ written: deed.changes.map((change) => [change.row, change.field, change.after, "", ""]) });
  saver.send();

  // Conflicts: one after the other, both values side by side.
  const conflicts = [];
  const dialog = document.getElementById("conflict");
  function ask() {
    const conflict = conflicts[0];
    if (!conflict || dialog.open) return;
    const column = data.columns.find((one) => one.field === conflict.field);
    document.getElementById("conflict-text").textContent = data.words.conflict.replace("{field}", column?.title ?? conflict.field).replace("{by}", conflict.by);
    document.getElementById("conflict-mine").textContent = conflict.mine || data.words.blank;
    document.getElementById("conflict-theirs").textContent = conflict.theirs || data.words.blank;
    dialog.showModal();
  }
  const settle = (mine) => {
    const conflict = conflicts.shift();
    dialog.close();
    sheet.apply({ written: [[conflict.row, conflict.field, mine ? conflict.mine : conflict.theirs, "", ""]] });
    if (mine) saver.add("typing", [{ row: conflict.row, field: conflict.field, before: conflict.theirs, after: conflict.mine }]);
    ask();
  };
  document.getElementById("keep-mine").addEventListener("click", () => settle(true));
  document.getElementById("keep-theirs").addEventListener("click", () => settle(false));

  // Others' changes, every few seconds and whenever one comes back to the page.
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${root.dataset.changes}?since=${last}`);
      if (!answer.ok) return;
      const told = await answer.json();
      for (const deed of told.deeds) sheet.apply({ written: deed.written, by: `${deed.by} ${deed.at.slice(0, 16).replace("T", " ")}` });
      if (told.deeds.length) edited();
      last = told.last;
    } catch { /* no connection: the saver says so as soon as there is something to save */ }
  }
  setInterval(look, 5000);
  window.addEventListener("focus", look);

  function help(column, row) {
    const card = document.getElementById("help");
    const parts = [["h2", column.title], ["p", column.help]];
    if (column.example) parts.push(["p", data.words.example + column.example]);
    if (column.basis) parts.push(["p", data.words.basis + column.basis]);
    card.replaceChildren(...parts.map(([name, text]) => { const part = document.createElement(name); part.textContent = text; return part; }));
    const problem = sheet.problem?.(row, column.field);
    if (problem) { const line = document.createElement("p"); line.className = "problem"; line.textContent = problem; card.append(line); }
    const more = document.createElement("div");
    card.append(more);
    if (Number.isInteger(row)) {
      clearTimeout(help.timer);
      help.timer = setTimeout(async () => {
        const answer = await fetch(`${root.dataset.passport}?row=${row}&field=${column.field}`);
        if (answer.ok) more.innerHTML = await answer.text();
      }, 400);
    }
  }

  for (const [id, deed] of [["add-row", () => sheet.addRow()], ["remove-rows", () => sheet.removeRows()], ["undo", () => sheet.undo()], ["redo", () => sheet.redo()]]) {
    document.getElementById(id)?.addEventListener("click", deed);
  }
  document.getElementById("find")?.addEventListener("input", (event) => sheet.filter(event.target.value));

  // A finding's link names the cell: #r12-spent
  const jump = () => { const found = /^#r(\d+)-(\w+)$/.exec(location.hash); if (found) sheet.focusCell(found[1], found[2]); };
  window.addEventListener("hashchange", jump);
  document.addEventListener("click", (event) => { if (event.target.closest(`a[href$="${location.hash}"]`) && location.hash) setTimeout(jump); });
  jump();
}
