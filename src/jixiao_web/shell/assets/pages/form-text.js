// A text that quotes figures: shown as it will be printed, with a search for what can be quoted.
export function textTools(root, { words, insert }) {
  const card = document.getElementById("text-tools");
  if (!card) return { show() { /* this sheet has no such text */ }, hide() { /* as above */ } };
  const live = document.getElementById("live");
  const search = document.getElementById("quote");
  const list = document.getElementById("quotes");
  let timer;
  let asked = 0;

  const show = (text) => {
    card.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked += 1;
      const mine = asked;
      const answer = await fetch(root.dataset.live, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": document.body.dataset.csrf },
        body: new URLSearchParams({ text }),
      });
      if (answer.ok && mine === asked) live.innerHTML = await answer.text();
    }, 250);
  };

  let looking;
  search?.addEventListener("input", () => {
    clearTimeout(looking);
    looking = setTimeout(async () => {
      const wanted = search.value.trim();
      if (!wanted) { list.replaceChildren(); return; }
      const answer = await fetch(`${root.dataset.facts}?q=${encodeURIComponent(wanted)}`);
      if (!answer.ok || search.value.trim() !== wanted) return;
      const { facts } = await answer.json();
      list.replaceChildren(...facts.map((fact) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "link";
        button.textContent = fact.title;
        button.addEventListener("click", () => insert(fact.quote));
        const value = document.createElement("span");
        value.className = "number quiet";
        value.textContent = fact.value;
        item.append(button, value);
        return item;
      }));
      if (!facts.length) { const none = document.createElement("li"); none.className = "quiet"; none.textContent = words.nothingFound; list.replaceChildren(none); }
    }, 200);
  });
  return { show, hide() { card.hidden = true; } };
}
