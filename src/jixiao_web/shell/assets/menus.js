// Menus are <details>: they open without a script. With one, Escape and a click elsewhere close them, one opens at a time, the arrows
// go through their entries, and what is typed into a filter hides the entries that do not fit.
const entries = (menu) => [...menu.querySelectorAll("a, button, input")].filter((item) => item.offsetParent);

function shut(except) {
  for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== except) menu.open = false;
  const found = document.getElementById("search-found");
  if (found && !(except && except.contains(found))) found.replaceChildren();
}

function filter(box) {
  const wanted = box.value.trim().toLowerCase();
  for (const item of document.getElementById(box.dataset.filter).children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

export function menus() {
  document.addEventListener("click", (event) => shut(event.target.closest(".menu, .find")));
  document.addEventListener("input", (event) => { if (event.target.matches("[data-filter]")) filter(event.target); });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(".menu[open], .find");
    if (!menu) return;
    if (event.key === "Escape") {
      const open = menu.open;
      if (document.getElementById("search-found")?.hasChildNodes()) event.preventDefault(); // or the browser empties the box, too
      shut(null);
      if (open) menu.querySelector("summary").focus();
      else menu.querySelector("input")?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const items = entries(menu);
      const next = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (items[next]) { event.preventDefault(); items[next].focus(); }
      else if (next < 0) menu.querySelector("summary")?.focus();
    }
  });
}
