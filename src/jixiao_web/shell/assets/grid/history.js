// The deeds of this page, to be taken back and done again, each as one.
export class History {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  remember(changes) {
    this.done.push(changes);
    this.undone.length = 0;
  }

  // Rows that were added have the server's numbers now.
  rename(names) {
    for (const deed of [...this.done, ...this.undone]) {
      for (const change of deed) if (change.row in names) change.row = Number(names[change.row]);
    }
  }

  // The last deed turned round, which is then the last one of the other way; rows that come back stand before their cells.
  turn(from, to) {
    const deed = from.pop();
    if (!deed) return null;
    const turned = [...deed].reverse().map((change) => ({ ...change, before: change.after, after: change.before }));
    to.push(turned);
    const rows = turned.filter((change) => !change.field && change.after);
    return [...rows, ...turned.filter((change) => change.field || !change.after)];
  }
}
