// What others do in the same sheet: their deeds are merged in every few seconds and when one comes back, and it says who is here.
const EVERY = 5000;

export function others(root, { words, last, mine, merge, news }) {
  const here = document.getElementById("here");
  let since = last;
  let asking = false;

  async function look() {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(`${root.dataset.changes}?since=${since}`);
      if (!answer.ok) return;
      const told = await answer.json();
      if (told.reload) news(words.reload);
      let cells = 0;
      let who = "";
      for (const deed of told.deeds) {
        if (mine(deed.client)) continue;
        merge({ written: deed.written, by: `${deed.by} ${deed.at.slice(0, 16).replace("T", " ")}` });
        cells += deed.written.length;
        who = deed.by;
      }
      if (cells) news(words.merged.replace("{by}", who).replace("{n}", String(cells)), true);
      here.textContent = told.here.length ? words.here.replace("{names}", told.here.join("、")) : "";
      since = told.last;
    } catch { /* no connection: the saver says so as soon as there is something to save */ } finally { asking = false; }
  }
  setInterval(look, EVERY);
  window.addEventListener("focus", look);
  look();
}
