// Where one stands in the grid, and from where to where one has chosen.
const between = (number, most) => Math.max(0, Math.min(number, most));

export class Selection {
  constructor() {
    this.at = { row: 0, column: 0 };
    this.anchor = null;
  }

  range() {
    const other = this.anchor ?? this.at;
    return {
      top: Math.min(other.row, this.at.row), bottom: Math.max(other.row, this.at.row),
      left: Math.min(other.column, this.at.column), right: Math.max(other.column, this.at.column),
    };
  }

  // Go to a cell, or stretch the choice to it. `last` is the last cell there is.
  go(row, column, extend, last) {
    if (extend) this.anchor ??= { ...this.at }; else this.anchor = null;
    this.at = { row: between(row, last.row), column: between(column, last.column) };
  }

  // The row where one stands has another number now.
  shift(by) {
    this.at.row += by;
    if (this.anchor) this.anchor.row += by;
  }

  // Rows went: one stays as near as can be.
  within(last) {
    this.at = { row: between(this.at.row, last.row), column: between(this.at.column, last.column) };
    if (this.anchor) this.anchor = { row: between(this.anchor.row, last.row), column: between(this.anchor.column, last.column) };
  }
}

// Where a key leads from a cell, with Ctrl to the end of that way; nothing for keys that lead nowhere.
export function target(key, control, { row, column }, last, page) {
  switch (key) {
    case "ArrowUp": return [control ? 0 : row - 1, column];
    case "ArrowDown": return [control ? last.row : row + 1, column];
    case "ArrowLeft": return [row, control ? 0 : column - 1];
    case "ArrowRight": return [row, control ? last.column : column + 1];
    case "Home": return [control ? 0 : row, 0];
    case "End": return [control ? last.row : row, last.column];
    case "PageUp": return [row - page, column];
    case "PageDown": return [row + page, column];
    default: return null;
  }
}
