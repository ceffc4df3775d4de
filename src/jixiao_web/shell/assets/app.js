// Loaded on every page: partial pages, keys, the menu, confirmations, where-from popovers; page modules come by name.
import "htmx.org";
import { copy } from "./copying.js";
import { keys } from "./keys.js";
import { menus } from "./menus.js";
import { popovers } from "./popover.js";

const csrf = () => document.body.dataset.csrf;
document.body.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
// What opens beside a list stands under it on a narrow screen: go there.
document.body.addEventListener("htmx:afterSwap", ({ detail: { target, requestConfig } }) => {
  const row = target.matches(".beside") && requestConfig?.elt?.closest("tr");
  if (row) {
    row.parentElement.querySelector("tr.opened")?.classList.remove("opened");
    row.classList.add("opened");
  }
  if (target.matches(".beside") && target.getBoundingClientRect().top > window.innerHeight - 80) target.scrollIntoView({ block: "start" });
});

for (const button of document.querySelectorAll("[data-menu]")) {
  button.addEventListener("click", () => {
    const open = document.getElementById("side").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
}

// A button with data-dialog opens that dialog; one with data-close closes the one it stands in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog).showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
});

// Selects that submit their form when changed, for filters.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

keys();
menus();
popovers();

const wanted = new Set([...document.querySelectorAll("[data-page]")].map((element) => element.dataset.page));
if (wanted.has("form")) import("./pages/form.js").then((module) => module.start());
if (document.querySelector("[data-chart]")) import("./charts.js").then((module) => module.start());
