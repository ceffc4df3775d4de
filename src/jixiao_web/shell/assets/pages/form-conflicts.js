// Conflicts, one after the other: both values side by side, and the person says which one stays.
export function conflicts({ words, columns, settle }) {
  const waiting = [];
  const dialog = document.getElementById("conflict");
  const put = (id, text) => { document.getElementById(id).textContent = text; };

  function ask() {
    const conflict = waiting[0];
    if (!conflict || dialog.open) return;
    const column = columns.find((one) => one.field === conflict.field);
    put("conflict-text", words.conflict.replace("{field}", column?.title ?? conflict.field).replace("{by}", conflict.by));
    put("conflict-mine", conflict.mine || words.blank);
    put("conflict-theirs", conflict.theirs || words.blank);
    dialog.showModal();
  }
  const end = (mine) => {
    const conflict = waiting.shift();
    dialog.close();
    if (conflict) settle(conflict, mine);
    ask();
  };
  document.getElementById("keep-mine").addEventListener("click", () => end(true));
  document.getElementById("keep-theirs").addEventListener("click", () => end(false));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(false); }); // Escape keeps what stands on the server
  return (found) => { waiting.push(...found); ask(); };
}
