// A finding's link names the cell: #r12-spent. The same link twice leads there twice. Answers how to look again for a row that was
// not there yet; one that is not on this page at all, because only some rows are shown, is looked for among all of them.
export function jumps(sheet) {
  let missed = "";
  const jump = (hash) => {
    const found = /^#r(\d+)-(\w+)$/.exec(hash);
    if (!found || sheet.focusCell(found[1], found[2]) !== false) return true;
    const box = document.getElementById("find");
    if (!box?.value) return false;
    box.value = "";
    sheet.filter("");
    return sheet.focusCell(found[1], found[2]) !== false;
  };
  const go = (hash) => { missed = jump(hash) ? "" : hash; };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#r']");
    if (link && link.pathname === location.pathname) setTimeout(() => go(link.hash));
  });
  go(location.hash);
  return () => {
    if (missed && !jump(missed) && location.search) location.assign(location.pathname + missed);
  };
}
