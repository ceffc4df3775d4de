// Sends deeds to the server one after the other, and keeps them in the browser until the server has them: a lost connection
// or a closed window loses nothing. A deed carries a number of its own, so that sending it twice writes it once.

// A number of its own for a deed. crypto.randomUUID is there on https only, and an office's own network often has none.
export function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

export class Saver {
  // url: where deeds go; key: place in the browser's store; on: {answer(deed, data), refused(deed, text), state(text, kind)}; words: texts
  constructor({ url, csrf, key, on, words }) {
    Object.assign(this, { url, csrf, key, on, words });
    this.queue = JSON.parse(localStorage.getItem(key) || "[]");
    this.busy = false;
    this.wait = 1000;
    window.addEventListener("online", () => this.again());
    window.addEventListener("beforeunload", (event) => { if (this.queue.length && !(navigator.onLine && this.kept)) event.preventDefault(); });
    this.ids = {};
    this.kept = true;
  }

  // Without waiting any longer.
  again() {
    if (this.timer) { clearTimeout(this.timer); this.timer = null; this.busy = false; }
    this.send();
  }

  // How many cells and rows the server does not have yet.
  get unsent() { return this.queue.reduce((sum, deed) => sum + deed.changes.length, 0); }

  // A paste can be larger than what the browser keeps: then it is only on its way, and leaving the page before it arrived asks.
  keep() {
    try {
      if (this.queue.length) localStorage.setItem(this.key, JSON.stringify(this.queue)); else localStorage.removeItem(this.key);
      this.kept = true;
    } catch { this.kept = false; }
  }

  add(kind, changes) {
    this.queue.push({ client: number(), kind, changes });
    this.keep();
    this.send();
  }

  say(name, kind) { this.on.state(this.words[name].replace("{n}", String(this.unsent)).replace("{time}", new Date().toTimeString().slice(0, 5)), kind); }

  async send() {
    if (this.busy || !this.queue.length) return;
    this.busy = true;
    const deed = this.queue[0];
    for (const change of deed.changes) if (change.row in this.ids) change.row = this.ids[change.row];
    this.say("saving", "busy");
    let answer;
    let data;
    try {
      answer = await fetch(this.url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf }, body: JSON.stringify(deed) });
      if (answer.status === 401 || answer.redirected) { this.busy = false; this.say("signedOut", "wrong"); return; }
      if (answer.status >= 500) throw new Error(String(answer.status));
      data = await answer.json();
    } catch {
      this.say("offline", "wrong");
      this.timer = setTimeout(() => this.again(), this.wait);
      this.wait = Math.min(this.wait * 2, 30000);
      return;
    }
    this.wait = 1000;
    this.queue.shift();
    if (answer.ok) this.name(data.rows);
    this.keep();
    this.busy = false;
    if (answer.ok) { this.on.answer(deed, data); this.say(this.queue.length ? "saving" : "saved", this.queue.length ? "busy" : "done"); }
    else { this.on.refused(deed, data.sentence); this.say("refused", "wrong"); }
    this.send();
  }

  // Rows that were added have their numbers now: what waits, and may outlive this page, calls them by those.
  name(rows) {
    for (const [temporary, id] of Object.entries(rows)) this.ids[temporary] = id;
    for (const deed of this.queue) for (const change of deed.changes) if (change.row in this.ids) change.row = this.ids[change.row];
  }
}
