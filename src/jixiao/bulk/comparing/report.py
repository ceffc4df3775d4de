"""The comparison as one page that needs neither network nor script: what moves, the pictures, and a table behind each."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from lxml import etree

from jixiao.bulk.comparing import charts
from jixiao.bulk.comparing.comparison import Comparison, Mover
from jixiao.bulk.comparing.flow import KINDS, flow, kind
from jixiao.bulk.comparing.groups import Group
from jixiao.bulk.comparing.printing import NOTHING, mean, points, signed
from jixiao.bulk.comparing.sheets import WORDS, Sheet, grade_order, graded, movers_sheet, paired, sheets
from jixiao.bulk.comparing.wording import remarks, summary
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text
from jixiao.reports.html.build import add
from jixiao.rules.scheme import Scheme

PAGE = "compare.html"
_LONG = frozenset({"words", "name", "leaves"})


def write(comparison: Comparison, out: Path, lang: str) -> None:
    """Write `compare.html`, whole or not at all; the same comparison gives the same bytes."""
    data = page(comparison, lang)
    with atomic_path(out / PAGE) as draft:
        draft.write_bytes(data)


def page(comparison: Comparison, lang: str) -> bytes:
    """The whole page."""
    html = etree.Element("html", lang="zh-CN" if lang == "zh" else "en")
    head, body = add(html, "head"), add(html, "body")
    _head(head, text("compare-title", lang))
    made = _Page(comparison, lang, add(body, "main"))
    made.write()
    words = etree.tostring(html, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{words}\n".encode()


def _head(head: etree._Element, title: str) -> None:
    style = files(__package__).joinpath("compare.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    add(head, "meta", charset="utf-8")
    add(head, "meta").attrib.update({"http-equiv": "Content-Security-Policy", "content": policy})
    add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    add(head, "meta", name="color-scheme", content="light dark")
    add(head, "title", title)
    add(head, "style").text = style


class _Page:
    """Writes the sections of the page, in the order in which somebody decides."""

    def __init__(self, comparison: Comparison, lang: str, main: etree._Element) -> None:
        self.comparison, self.lang, self.main = comparison, lang, main
        self.sheets: Mapping[str, Sheet] = {sheet.name: sheet for sheet in sheets(comparison, lang)}

    def word(self, message_id: str, /, **values: object) -> str:
        return text(f"compare-{message_id}", self.lang, **values)

    def write(self) -> None:
        self.opening()
        self.grades()
        self.distribution()
        self.movers()
        self.groups("years", self.comparison.years)
        self.groups("regions", self.comparison.regions)
        self.leaves()
        self.section("rules")
        self.table(self.main, paired(self.sheets["rules"]))
        self.notes()

    def section(self, name: str) -> None:
        add(self.main, "h2", text(f"compare-sheet-{name}", self.lang))

    def opening(self) -> None:
        count = self.comparison.count
        add(self.main, "h1", self.word("title"))
        schemes = add(self.main, "dl", class_="schemes")
        for side, scheme in (("before", self.comparison.before), ("after", self.comparison.after)):
            self.scheme(add(schemes, "div"), side, scheme)
        add(self.main, "p", summary(self.comparison, self.lang), class_="summary")
        for sentence in remarks(self.comparison, self.lang):
            add(self.main, "p", sentence, class_="remark")
        tiles = add(self.main, "ul", class_="tiles")
        for name in ("departments", "up", "down", "same", "regraded", "certain", "apart"):
            if name in {"certain", "apart"} and not getattr(count, name):
                continue
            tile = add(tiles, "li")
            add(tile, "b", str(getattr(count, name)))
            add(tile, "span", self.word(f"tile-{name}"))

    def scheme(self, part: etree._Element, side: str, scheme: Scheme) -> None:
        add(part, "dt", self.word(f"side-{side}"))
        add(part, "dd", scheme.title)
        told = self.word(
            "scheme", scheme=scheme.id, version=scheme.version, digest=scheme.digest[:12], total=f"{scheme.total:f}"
        )
        add(part, "dd", told, class_="quiet")
        grades = "、" if self.lang == "zh" else ", "
        add(part, "dd", grades.join(f"{grade} ≥ {bound:f}" for grade, bound in scheme.grades.items()), class_="quiet")

    def grades(self) -> None:
        self.section("grades")
        figure = self.figure("figure-grades")
        found = self.comparison.regradings
        if all(one.before == one.after for one in found):
            self.empty(figure, "no-regrading")
            self.behind(figure, self.sheets["grades"], opened=True)
            return
        names = {grade: graded(grade, self.lang) for grade in grade_order(self.comparison)}
        kinds = {kind(one, names) for one in found}
        charts.legend(figure, [(name, self.word(f"flow-{name}")) for name in KINDS if name in kinds])
        told = "; ".join(f"{names[one.before]} → {names[one.after]} {one.departments}" for one in found)
        flow(figure, found, names, told)
        self.behind(figure, self.sheets["grades"])

    def distribution(self) -> None:
        self.section("distribution")
        figure = self.figure("figure-distribution" if self.comparison.is_same_full else "figure-distribution-shares")
        if not self.comparison.distribution:
            self.empty(figure, "no-totals")
            return
        charts.legend(figure, [(side, self.word(f"side-{side}")) for side in ("before", "after")])
        told = "; ".join(f"{one.low}: {one.before} → {one.after}" for one in self.comparison.distribution)
        charts.columns(figure, self.comparison.distribution, told)
        self.behind(figure, self.sheets["distribution"])

    def movers(self) -> None:
        self.section("movers")
        if not self.comparison.movers:
            count = self.comparison.count
            self.empty(self.main, "no-movers" if count.both or count.certain else "none-comparable")
            return
        drawn = [one for one in self.comparison.movers if one.scale_before is not None and one.scale_after is not None]
        figure = self.figure("figure-movers" if self.comparison.is_same_full else "figure-movers-shares")
        if drawn:
            self.ways(figure, [self.way(one) for one in drawn])
        else:
            self.empty(figure, "movers-open")
        self.behind(figure, movers_sheet(self.comparison, self.lang), opened=not drawn)

    def way(self, one: Mover) -> charts.Way:
        before, after = one.scale_before or 0, one.scale_after or 0
        told = f"{points(before)} → {points(after)} ({signed(after - before)})"
        return charts.Way(f"{one.department} {one.year}", before, after, told)

    def groups(self, name: str, found: Sequence[Group]) -> None:
        self.section(name)
        parent = self.main
        drawn = [one for one in found if one.count.both]
        if 1 < len(drawn) <= charts.MOST_WAYS:
            parent = self.figure(f"figure-{name}")
            ways = [
                charts.Way(
                    one.name or NOTHING,
                    one.sum_before // one.count.both,
                    one.sum_after // one.count.both,
                    f"{mean(one.mean('before'))} → {mean(one.mean('after'))}",
                )
                for one in drawn
            ]
            self.ways(parent, ways)
        self.table(parent, paired(self.sheets[name]))

    def leaves(self) -> None:
        self.section("leaves")
        comparison = self.comparison
        known = [(line.place.label, line.after) for line in comparison.leaves if line.place.after is not None]
        full = [label for label, side in known if side.is_always_full]
        flat = [label for label, side in known if side.tells_apart(comparison.alike) is False and label not in full]
        for name, found in (("always-full-list", full), ("tells-nothing-list", flat)):
            add(self.main, "p", self.word(name, alike=comparison.alike, number=len(found)))
            if found:
                items = add(self.main, "ul", class_="chips")
                for label in found:
                    add(items, "li", label)
        self.table(self.main, paired(self.sheets["leaves"]))

    def notes(self) -> None:
        add(self.main, "h2", self.word("notes"))
        items = add(self.main, "ul", class_="notes")
        for name in ("total", "certain", "alike", "same-leaf", "rank", "scale"):
            if name != "scale" or not self.comparison.is_same_full:
                add(items, "li", self.word(f"note-{name}", alike=self.comparison.alike))

    # --- parts -------------------------------------------------------------------------------------------------------

    def figure(self, name: str) -> etree._Element:
        figure = add(self.main, "figure", class_="chart")
        add(figure, "figcaption", self.word(name))
        return figure

    def ways(self, figure: etree._Element, found: Sequence[charts.Way]) -> None:
        marks = [("ring", "side-before")]
        if any(one.after >= one.before for one in found):
            marks.append(("dot", "side-after-up"))
        if any(one.after < one.before for one in found):
            marks.append(("dot down", "side-after-down"))
        charts.legend(figure, [(mark, self.word(name)) for mark, name in marks])
        charts.ways(figure, found, "; ".join(f"{one.label} {one.told}" for one in found))

    def empty(self, parent: etree._Element, name: str) -> None:
        add(parent, "p", self.word(name), class_="empty")

    def behind(self, figure: etree._Element, sheet: Sheet, *, opened: bool = False) -> None:
        details = add(figure, "details", **({"open": "open"} if opened else {}))
        add(details, "summary", self.word("table"))
        self.table(details, sheet)

    def table(self, parent: etree._Element, sheet: Sheet) -> None:
        if not sheet.rows:
            self.empty(parent, "no-rows")
            return
        title = sheet.title(self.lang)
        frame = add(parent, "div", class_="frame", tabindex="0", role="region", aria_label=title)
        node = add(frame, "table")
        head = add(add(node, "thead"), "tr")
        for column, heading in zip(sheet.columns, sheet.headings(self.lang), strict=True):
            add(head, "th", heading, scope="col", **({"class_": "w"} if column in WORDS else {}))
        body = add(node, "tbody")
        for cells in sheet.rows:
            row = add(body, "tr")
            for column, cell in zip(sheet.columns, cells, strict=True):
                kind = "w long" if column in _LONG else "w" if column in WORDS else ""
                add(row, "td", cell, **({"class_": kind} if kind else {}))
