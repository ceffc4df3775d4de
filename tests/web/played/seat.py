"""Somebody at a browser: goes to pages, types into sheets, presses buttons by their words, reads what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Seat:
    """One person's page. Whatever is asked here is asked of what the page shows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.site = "/".join(page.url.split("/")[:3])

    def go(self, path: str) -> None:
        """To a page by its address."""
        self.page.goto(self.site + path)

    def press(self, name: str, within: str = "main") -> None:
        """Press the button with exactly this word."""
        self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str, within: str = "main") -> None:
        """Follow the first link in whose words this stands."""
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def menu(self, name: str) -> None:
        """Open one's own menu in the bar and press what stands in it."""
        self.page.locator("details.person summary").click()
        self.press(name, "details.person")

    def sees(self, text: str | re.Pattern[str], where: str = "main") -> None:
        """The text stands there, now or in a moment."""
        expect(self.page.locator(where).first).to_contain_text(text)

    def move(self, word: str, note: str = "", tick: str = "", page: str = "", remark: str = "") -> None:
        """Press a button of the flow, say why where one must, and confirm."""
        flow = self.page.locator("#flow")
        flow.get_by_role("button", name=word, exact=True).first.click()
        dialog = flow.locator("dialog[open]")
        if tick:
            dialog.get_by_role("checkbox", name=tick).check()
        if note:
            dialog.locator("textarea").fill(note)
        if remark:
            dialog.locator("select").select_option(page)
            dialog.locator("input[name=at_text]").fill(remark)
        dialog.get_by_role("button", name=word, exact=True).click()
        expect(self.page.locator("#messages .success")).to_be_visible()

    # ------------------------------------------------------------------------------------------------------ sheets

    def heads(self) -> list[str]:
        """The headings of the open sheet, without their units."""
        expect(self.page.locator("#grid thead th").first).to_be_attached()
        return [text.split("（")[0].strip() for text in self.page.locator("#grid thead th").all_text_contents()]

    def cell(self, row: int, title: str) -> Locator:
        """A cell of the open sheet by its row, from 0, and its heading."""
        column = self.heads().index(title)
        return self.page.locator("#grid tbody tr:not([hidden])").nth(row).locator("td").nth(column)

    def row_with(self, text: str) -> int:
        """The number of the row in which a cell says this."""
        lines = self.page.locator("#grid tbody tr:not([hidden])")
        expect(lines.filter(has_text=text).first).to_be_attached()
        return next(n for n, line in enumerate(lines.all()) if text in line.locator("td").all_text_contents())

    def write(self, text: str) -> None:
        """Write into the cell that has the focus, as at a keyboard, and go on with Enter."""
        self.page.keyboard.press("F2")
        choices = self.page.locator("#grid select:focus")
        if choices.count():
            choices.select_option(text)
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def add_row(self, cells: Mapping[str, str]) -> None:
        """A new row, filled in with the arrows and the letters alone."""
        heads = self.heads()
        self.page.locator("#add-row").click()
        at = 0
        for title, text in sorted(cells.items(), key=lambda item: heads.index(item[0])):
            for _ in range(heads.index(title) - at):
                self.page.keyboard.press("ArrowRight")
            at = heads.index(title)
            self.write(text)

    def change(self, row: int, title: str, text: str) -> None:
        """Another text into a cell."""
        self.cell(row, title).click()
        self.write(text)

    def paste(self, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Copy a block in Excel, columns in the order of this sheet, and paste it here."""
        heads = self.heads()
        order = [titles.index(head) if head in titles else None for head in heads[: 1 + max(map(heads.index, titles))]]
        block = ["\t".join("" if place is None else line[place] for place in order) for line in lines]
        self.page.evaluate("text => navigator.clipboard.writeText(text)", "\r\n".join(block))
        self.page.locator("#grid table").focus()
        self.page.keyboard.press("Control+v")

    def saved(self) -> None:
        """Wait until the server has every deed: none is kept in the browser any more."""
        kept = "() => Object.keys(localStorage).filter((key) => key.startsWith('jixiao-')).length"
        for _try in range(200):
            if not self.page.evaluate(kept):
                break
            self.page.wait_for_timeout(30)
        assert not self.page.evaluate(kept), "a deed was not taken by the server"
        expect(self.page.locator("#save-state")).to_have_class(re.compile("done"))

    # -------------------------------------------------------------------------------------------------------- files

    def download(self, act: Callable[[], Any], folder: Path, name: str) -> Path:
        """What comes when something is pressed, as a file."""
        with self.page.expect_download() as coming:
            act()
        kept = folder / name
        coming.value.save_as(kept)
        return kept
