// Sends deeds to the server one after the other, and keeps them in the browser until the server has them: a lost connection
// or a closed window loses nothing. A deed carries a number of its own, so that sending it twice writes it once.
export class Saver {
  // url: where deeds go; key: place in the browser's store; on: {answer(deed, data), refused(deed, text), state(text, kind)}; words: texts
  constructor({ url, csrf, key, on, words }) {
    Object.assign(this, { url, csrf, key, on, words });
    this.queue = JSON.parse(localStorage.getItem(key) || "[]");
    this.busy = false;
    this.wait = 1000;
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => { if (this.queue.length && !navigator.onLine) event.preventDefault(); });
    this.ids = {};
  }

  keep() {
    if (this.queue.length) localStorage.setItem(this.key, JSON.stringify(this.queue)); else localStorage.removeItem(this.key);
  }

  add(kind, changes) {
    this.queue.push({ client: crypto.randomUUID(), kind, changes });
    this.keep();
    this.send();
  }

  say(name, kind) { this.on.state(this.words[name].replace("{n}", String(this.queue.length)).replace("{time}", new Date().toTimeString().slice(0, 5)), kind); }

  async send() {
    if (this.busy || !this.queue.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    const deed = this.queue[0];
    for (const change of deed.changes) if (change.row in this.ids) change.row = this.ids[change.row];
    this.say("saving", "busy");
    try {
      const answer = await fetch(this.url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf }, body: JSON.stringify(deed) });
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (answer.status === 401) { this.busy = false; this.say("signedOut", "wrong"); return; }
      const data = await answer.json();
      this.queue.shift();
      this.keep();
      this.wait = 1000;
      if (answer.ok) {
        for (const [temporary, id] of Object.entries(data.rows)) this.ids[temporary] = id;
        this.on.answer(deed, data);
        this.say("saved", "done");
      } else { this.on.refused(deed, data.sentence); this.say("refused", "wrong"); }
    } catch {
      this.say("offline", "wrong");
      this.timer = setTimeout(() => { this.busy = false; this.send(); }, this.wait);
      this.wait = Math.min(this.wait * 2, 30000);
      return;
    }
    this.busy = false;
    this.send();
  }
}
