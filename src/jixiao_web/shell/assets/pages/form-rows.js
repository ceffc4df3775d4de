// The rows of a long sheet that did not come with the page, part after part, while one works in the first ones already.
export async function restOfRows(root, sheet, { rows, ahead, words }, failed) {
  if (!ahead) return;
  let after = rows[rows.length - 1].id;
  let awaited = ahead.all - rows.length;
  const url = new URL(root.dataset.rows, location.href);
  url.searchParams.set("until", ahead.last);
  try {
    for (let more = true; more;) {
      url.searchParams.set("after", after);
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(String(answer.status));
      const part = await answer.json();
      more = part.more && part.rows.length > 0;
      awaited = more ? Math.max(0, awaited - part.rows.length) : 0;
      sheet.load(part.rows, awaited);
      if (part.rows.length) after = part.rows[part.rows.length - 1].id;
    }
  } catch { failed(words.notLoaded); }
}
