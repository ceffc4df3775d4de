// What a grid says of itself, in the language of the page.
const zh = {
  row: "第 {n} 行", rowNumber: "行号", required: "必填", readonly: "此格由系统带出或计算，不能在这里改。", rows: "共 {n} 行", found: "找到 {n} 行", chosen: "选中 {rows} 行 × {columns} 列",
  pasted: "已粘贴 {n} 格", skipped: "，跳过 {n} 个不能改的格", cleared: "已清除 {n} 格", filled: "已向下填充 {n} 格", undone: "已撤销", redone: "已重做",
  nothingToUndo: "没有可以撤销的改动", nothingToRedo: "没有可以重做的改动", added: "已增加一行", removed: "已删除 {n} 行，可按 Ctrl+Z 撤销",
  wrong: "第 {n} 行，{title}：{problem}", by: "刚由 {by} 改动", choices: "可选的值", noMatch: "没有匹配的选项", full: "不能增加行：多出的 {n} 行没有粘贴。",
};
const en = {
  row: "row {n}", rowNumber: "Row", required: "required", readonly: "This cell is computed or comes from elsewhere; it cannot be changed here.", rows: "{n} rows", found: "{n} rows found", chosen: "{rows} rows × {columns} columns selected",
  pasted: "{n} cells pasted", skipped: ", {n} read-only cells left alone", cleared: "{n} cells cleared", filled: "{n} cells filled down", undone: "Undone", redone: "Done again",
  nothingToUndo: "Nothing to undo", nothingToRedo: "Nothing to redo", added: "A row was added", removed: "{n} rows deleted; Ctrl+Z brings them back",
  wrong: "Row {n}, {title}: {problem}", by: "just changed by {by}", choices: "Choices", noMatch: "No choice matches", full: "Rows cannot be added: {n} pasted rows were left out.",
};

export function say(name, values = {}) {
  const words = document.documentElement.lang.startsWith("en") ? en : zh;
  return words[name].replace(/\{(\w+)\}/g, (_all, key) => String(values[key]));
}
