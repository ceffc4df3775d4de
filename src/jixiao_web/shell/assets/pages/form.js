// A form in the browser. On a sheet: grid or fields, saved deed by deed, with help beside the chosen cell and others' changes
// merged in. On the overview: findings beside each sheet.
import { Fields } from "../fields.js";
import { Grid } from "../grid.js";
import { Saver } from "../saver.js";
import { conflicts } from "./form-conflicts.js";
import { help } from "./form-help.js";
import { others } from "./form-others.js";
import { overview } from "./form-overview.js";
import { textTools } from "./form-text.js";

// A list of fields: a heading for each group, and under each field what it was last year.
function formRows({ columns, words }) {
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

export function start() {
  const root = document.querySelector("[data-page=form]");
  if (root.dataset.findings) { overview(root); return; }
  const data = JSON.parse(document.getElementById("sheet-data").textContent);
  const state = document.getElementById("save-state");
  const sent = new Set(); // numbers of the deeds of this page: they come back among the changes and are known already
  const edited = () => document.body.dispatchEvent(new CustomEvent("edited"));
  const say = (text, kind = "") => {
    const line = document.createElement("li");
    line.className = kind;
    line.textContent = text;
    document.getElementById("messages").replaceChildren(line);
  };

  const saver = new Saver({
    url: root.dataset.edits, csrf: document.body.dataset.csrf, key: root.dataset.key, words: data.words,
    on: {
      state: (text, kind) => { state.textContent = text; state.className = `save-state quiet ${kind}`; },
      refused: (deed, sentence) => {
        const cells = deed.changes.filter((change) => change.field);
        const rows = deed.changes.filter((change) => !change.field).map((change) => [change.row, "", change.before]);
        sheet.apply({ written: [...cells.map((change) => [change.row, change.field, change.before, "", sentence]), ...rows] });
        say(sentence, "error");
      },
      answer: (deed, answer) => {
        sheet.apply(answer);
        ask(answer.conflicts);
        edited();
      },
    },
  });
  const save = (kind, changes) => {
    document.getElementById("no-rows")?.remove();
    saver.add(kind, changes);
    if (saver.queue.length) sent.add(saver.queue[saver.queue.length - 1].client);
  };

  let sheet = null;
  let at = null; // the cell that one is in
  const beside = help(root, { words: data.words, problem: (row, field) => sheet?.problem(row, field) });
  const texts = textTools(root, { words: data.words, insert });
  const onSelect = (row, column) => {
    if (row === undefined || !column) return;
    at = { row, column, caret: null };
    beside(row, column);
    if (column.live) texts.show(sheet.value(String(row), column.field)); else texts.hide();
  };
  sheet = data.isForm
    ? new Fields(document.getElementById("fields"), { ...data, onDeed: save, onSelect })
    : new Grid(document.getElementById("grid"), { ...data, onDeed: save, onSelect });

  if (data.isForm) formRows(data);

  // What the browser kept from last time is shown and sent.
  for (const deed of saver.queue) {
    sent.add(deed.client);
    sheet.apply({ written: deed.changes.map((change) => [change.row, change.field, change.after, "", ""]) });
  }
  saver.send();

  const ask = conflicts({
    words: data.words, columns: data.columns,
    settle: (conflict, mine) => {
      sheet.apply({ written: [[conflict.row, conflict.field, mine ? conflict.mine : conflict.theirs, "", ""]] });
      if (mine) save("typing", [{ row: conflict.row, field: conflict.field, before: conflict.theirs, after: conflict.mine }]);
    },
  });
  others(root, {
    words: data.words, last: data.last, mine: (client) => sent.has(client), merge: (told) => sheet.apply(told),
    news: (text, changed) => { say(text); if (changed) edited(); },
  });

  // A text that quotes figures: shown as printed while it is typed; a figure is put where the caret was.
  root.addEventListener("input", (event) => {
    if (at?.column.live && event.target.tagName === "TEXTAREA") texts.show(event.target.value);
  });
  root.addEventListener("focusout", (event) => {
    if (at && event.target.tagName === "TEXTAREA") at.caret = event.target.selectionStart;
  });
  function insert(quote) {
    if (!at?.column.live) return;
    const before = sheet.value(String(at.row), at.column.field);
    const caret = at.caret ?? before.length;
    const after = before.slice(0, caret) + quote + before.slice(caret);
    at.caret = caret + quote.length;
    sheet.deed("typing", [{ row: at.row, field: at.column.field, before, after }]);
    texts.show(after);
  }

  // Undo and redo: what the page remembers first, then what the ledger does.
  async function turn(way) {
    const remembered = way === "undo" ? sheet.done : sheet.undone;
    if (remembered?.length) { own[way](); return; }
    if (saver.queue.length) return;
    const answer = await fetch(root.dataset[way], { method: "POST", headers: { "X-CSRFToken": document.body.dataset.csrf } });
    const told = await answer.json();
    if (!answer.ok) { say(told.sentence); return; }
    sheet.apply(told);
    ask(told.conflicts);
    edited();
  }
  const own = { undo: sheet.undo.bind(sheet), redo: sheet.redo.bind(sheet) };
  sheet.undo = () => turn("undo");
  sheet.redo = () => turn("redo");

  for (const [id, deed] of [["add-row", () => sheet.addRow()], ["remove-rows", () => sheet.removeRows()], ["undo", () => sheet.undo()], ["redo", () => sheet.redo()]]) {
    document.getElementById(id)?.addEventListener("click", deed);
  }
  document.getElementById("find")?.addEventListener("input", (event) => sheet.filter(event.target.value));

  // A finding's link names the cell: #r12-spent. The same link twice leads there twice.
  // A row that stands on another page of a long sheet is looked for there, once.
  const jump = (hash) => {
    const found = /^#r(\d+)-(\w+)$/.exec(hash);
    if (!found || sheet.focusCell(found[1], found[2]) !== false) return;
    if (new URLSearchParams(location.search).get("row") !== found[1]) location.assign(`${location.pathname}?row=${found[1]}${hash}`);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#r']");
    if (link && link.pathname === location.pathname) setTimeout(() => jump(link.hash));
  });
  jump(location.hash);
}
