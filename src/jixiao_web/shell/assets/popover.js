// Where a figure comes from: an element with data-where opens its passport on click or Enter.
let open = null;

function close() {
  if (open) { open.remove(); open = null; }
}

async function show(element) {
  close();
  const answer = await fetch(element.dataset.passportUrl, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  open = document.createElement("div");
  open.className = "popover";
  open.setAttribute("role", "dialog");
  open.setAttribute("aria-label", element.textContent);
  open.innerHTML = await answer.text();
  element.after(open);
  open.tabIndex = -1;
  open.focus();
}

export function popovers() {
  for (const element of document.querySelectorAll("[data-passport-url]")) {
    element.tabIndex = 0;
    element.setAttribute("role", "button");
  }
  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-passport-url]");
    if (element) show(element);
    else if (open && !open.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target.matches?.("[data-passport-url]")) show(event.target);
  });
}
