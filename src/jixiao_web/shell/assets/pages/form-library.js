// The indicator library beside its sheet: what is taken from it comes into the sheet as one deed, which undo takes back as one.
import { number } from "../saver.js";

export function library(sheet, { words, sent, place, answered }) {
  const dialog = document.getElementById("library");
  if (!dialog) return;
  const owner = document.getElementById("library-owner");
  const problem = document.getElementById("library-problem");

  // It goes to whom the row belongs where one stands.
  document.querySelector("[data-dialog=library]").addEventListener("click", () => {
    const present = place() ? sheet.value(String(place().row), "owner") : "";
    if ([...owner.options].some((option) => option.value === present)) owner.value = present;
    problem.textContent = "";
  });

  async function take(url) {
    const client = number();
    sent.add(client);
    const body = new URLSearchParams({ owner: owner.value, client, target: document.getElementById("library-target").checked ? "1" : "" });
    const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": document.body.dataset.csrf }, body });
    const told = await answer.json();
    if (!answer.ok) { problem.textContent = told.sentence; return; }
    document.getElementById("no-rows")?.remove();
    answered(told);
    const [row] = Object.values(told.rows);
    const cells = told.written.filter(([at, field, text]) => at === row && field && text);
    sheet.received([{ row, field: "", before: "", after: "1" }, ...cells.map(([, field, text]) => ({ row, field, before: "", after: text }))]);
    document.getElementById("library-search").requestSubmit(); // which are in the sheet already
    dialog.close();
    sheet.focusCell(row, "target");
  }

  let busy = false;
  dialog.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-take]");
    if (!button || busy) return;
    busy = true;
    try { await take(button.dataset.take); } catch { problem.textContent = words.notTaken; } finally { busy = false; }
  });
}
