// Copying a text: by the clipboard where the browser gives it (https and this machine), else by the old command, else the person
// finds the text marked and is told which keys copy it.
const TOLD = { zh: "已选中，请按 Ctrl+C 复制", en: "Selected: press Ctrl+C to copy" };

function mark(source) {
  source.classList.remove("visually-hidden");
  source.tabIndex = 0;
  source.focus();
  if (source.select) source.select();
  else document.getSelection().selectAllChildren(source);
}

function byCommand(source) {
  const hidden = source.classList.contains("visually-hidden");
  mark(source);
  let done = false;
  try { done = document.execCommand("copy"); } catch { done = false; }
  if (done && hidden) { source.classList.add("visually-hidden"); source.tabIndex = -1; }
  return done;
}

export async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  let done = false;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent); // there is no clipboard on plain http
    done = true;
  } catch { done = byCommand(source); }
  if (done) button.focus();
  button.textContent = done ? button.dataset.done : TOLD[document.documentElement.lang.startsWith("en") ? "en" : "zh"];
}
