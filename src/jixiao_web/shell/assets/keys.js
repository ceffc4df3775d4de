// Keys that work on every page; `g` and a letter follow the link of the navigation that bears it. Typing in a field or a grid is never disturbed.
const typing = (target) => target.matches("input, textarea, select, [contenteditable], [role=gridcell], [role=gridcell] *");

function step(by) {
  const items = [...document.querySelectorAll(".finding a, .finding button")].filter((item) => item.offsetParent);
  if (!items.length) return;
  const present = items.indexOf(document.activeElement);
  items[(present + by + items.length) % items.length].focus();
}

export function keys() {
  let before = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("main input[type=search], main [data-search]") ?? document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?") document.getElementById("keys").showModal();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (before === "g") document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
    before = event.key;
  });
}
