// Writing in a cell, in place. While an input method still composes, no key ends it: Enter chooses the Chinese words.
function control(column, before, first) {
  const made = document.createElement(column.choices ? "select" : column.kind === "paragraph" ? "textarea" : "input");
  made.setAttribute("aria-label", column.title);
  if (column.choices) {
    for (const choice of ["", ...new Set([...column.choices, before].filter(Boolean))]) made.add(new Option(choice, choice));
    made.value = (first !== undefined && column.choices.find((choice) => choice.startsWith(first))) || before;
  } else made.value = first === undefined ? before : "";
  return made;
}

// cell: where; first: the key that began it, if any; typed(): somebody writes; done({keep, after, row, side}): it is over, `row` and
// `side` say where one goes from there, if anywhere. Answers how to end it: end(keep).
export function edit(cell, column, before, { first, typed, done }) {
  const input = control(column, before, first);
  let over = false;
  let composing = false;
  cell.textContent = "";
  cell.classList.add("editing");
  cell.append(input);
  input.focus({ preventScroll: true });
  if (first === undefined && input.select) input.select();

  const end = (keep, row, side) => {
    if (over) return;
    over = true;
    const after = input.value.trim();
    cell.classList.remove("editing");
    input.remove();
    done({ keep, after, row, side });
  };
  input.addEventListener("compositionstart", () => { composing = true; });
  input.addEventListener("compositionend", () => { composing = false; });
  input.addEventListener("keydown", (event) => {
    typed();
    if (composing || event.isComposing || event.keyCode === 229) return; // some browsers say it in one of these ways only
    if (event.key === "Escape") end(false, 0, 0);
    else if (event.key === "Enter" && !(input.tagName === "TEXTAREA" && event.altKey)) end(true, event.shiftKey ? -1 : 1, 0);
    else if (event.key === "Tab") end(true, 0, event.shiftKey ? -1 : 1);
    else if (event.key === "Enter") { input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end"); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", () => end(true));
  return end;
}
