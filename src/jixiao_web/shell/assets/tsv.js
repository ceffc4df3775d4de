// Blocks of cells as Excel and WPS put them on the clipboard: tabs between cells, a cell with tabs or line ends in quotes.
export function readTsv(text) {
  const rows = [[]];
  let cell = "", quoted = false, started = false;
  const end = () => { rows[rows.length - 1].push(cell); cell = ""; started = false; };
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (quoted) {
      if (sign === '"' && text[index + 1] === '"') { cell += '"'; index += 1; } else if (sign === '"') quoted = false; else cell += sign;
    } else if (sign === '"' && !started && /"(?=["\t\r\n]|$)/.test(text.slice(index + 1))) { quoted = true; started = true; }
    else if (sign === "\t") end();
    else if (sign === "\n") { end(); rows.push([]); }
    else if (sign !== "\r") { cell += sign; started = true; }
  }
  end();
  const last = rows[rows.length - 1];
  if (last.length === 1 && last[0] === "" && rows.length > 1) rows.pop();
  return rows.length === 1 && rows[0].length === 1 && rows[0][0] === "" ? [] : rows;
}

export function writeTsv(block) {
  return block.map((row) => row.map((cell) => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t")).join("\n");
}
