// A form in the browser. On a sheet: grid or fields, saved deed by deed, with help beside the chosen cell, findings at their cells
// and others' changes merged in. On the overview: findings beside each sheet.
import { Fields } from "../fields.js";
import { Grid } from "../grid/grid.js";
import { Saver } from "../saver.js";
import { conflicts } from "./form-conflicts.js";
import { find } from "./form-find.js";
import { groups } from "./form-groups.js";
import { help } from "./form-help.js";
import { jumps } from "./form-jump.js";
import { library } from "./form-library.js";
import { others } from "./form-others.js";
import { overview } from "./form-overview.js";
import { quoting } from "./form-quoting.js";
import { remarks } from "./form-remarks.js";
import { restOfRows } from "./form-rows.js";
import { turns } from "./form-turn.js";

function say(text, kind = "") {
  const line = document.createElement("li");
  line.className = kind;
  line.textContent = text;
  document.getElementById("messages").replaceChildren(line);
}

export function start() {
  const root = document.querySelector("[data-page=form]");
  if (root.dataset.findings) { overview(root); return; }
  const data = JSON.parse(document.getElementById("sheet-data").textContent);
  const { words } = data;
  const state = document.getElementById("save-state");
  const sent = new Set(); // numbers of the deeds of this page: they come back among the changes and are known already
  const edited = () => document.body.dispatchEvent(new CustomEvent("edited"));
  const answered = (told) => {
    sheet.apply(told);
    ask(told.conflicts);
    edited();
  };

  const saver = new Saver({
    url: root.dataset.edits, csrf: document.body.dataset.csrf, key: root.dataset.key, words,
    on: {
      state: (text, kind) => { state.textContent = text; state.className = `save-state quiet ${kind}`; },
      refused: (deed, sentence) => {
        const cells = deed.changes.filter((change) => change.field);
        const rows = deed.changes.filter((change) => !change.field).map((change) => [change.row, "", change.before]);
        sheet.apply({ written: [...cells.map((change) => [change.row, change.field, change.before, "", sentence]), ...rows] });
        say(sentence, "error");
      },
      answer: (_deed, answer) => answered(answer),
    },
  });
  const save = (kind, changes) => {
    document.getElementById("no-rows")?.remove();
    saver.add(kind, changes);
    if (saver.queue.length) sent.add(saver.queue[saver.queue.length - 1].client);
  };

  let sheet = null;
  let at = null; // the cell that one is in
  const remarked = (row, field) => (sheet?.remarks(row, field) ?? []).filter((text) => !data.remarks[`${row}-${field}`]?.includes(text));
  const beside = help(root, { words, problem: (row, field) => sheet?.problem(row, field), remarks: remarked });
  const quotes = quoting(root, { words, place: () => at, sheet: () => sheet });
  const onSelect = (row, column) => {
    if (row === undefined || !column) return;
    at = { row, column, caret: null };
    beside.show(row, column);
    quotes(row, column);
  };
  sheet = data.isForm
    ? new Fields(document.getElementById("fields"), { ...data, onDeed: save, onSelect })
    : new Grid(document.getElementById("grid"), { ...data, onDeed: save, onSelect });
  if (data.isForm) groups(data);

  // What the browser kept from last time is shown and sent.
  for (const deed of saver.queue) {
    sent.add(deed.client);
    sheet.apply({ written: deed.changes.map((change) => [change.row, change.field, change.after, "", ""]) });
  }
  saver.send();

  const ask = conflicts({
    words, columns: data.columns,
    settle: (conflict, mine) => {
      sheet.apply({ written: [[conflict.row, conflict.field, mine ? conflict.mine : conflict.theirs, "", ""]] });
      if (mine) save("typing", [{ row: conflict.row, field: conflict.field, before: conflict.theirs, after: conflict.mine }]);
    },
  });
  others(root, {
    words, last: data.last, mine: (client) => sent.has(client), merge: (told) => sheet.apply(told),
    news: (text, changed) => { say(text); if (changed) edited(); },
  });
  turns(root, sheet, saver, { answered, refused: (sentence) => say(sentence) });
  for (const [id, deed] of [["add-row", () => sheet.addRow()], ["remove-rows", () => sheet.removeRows()], ["undo", () => sheet.undo()], ["redo", () => sheet.redo()]]) {
    document.getElementById(id)?.addEventListener("click", deed);
  }
  find(sheet);
  library(sheet, { words, sent, place: () => at, answered });
  remarks({ kept: data.remarks, show: (found) => { sheet.remark(found); beside.again(); } });
  const again = jumps(sheet);
  restOfRows(root, sheet, data, (text) => say(text, "error")).then(again);
}
