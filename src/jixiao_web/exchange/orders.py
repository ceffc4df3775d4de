"""Tables in another system's column order: the rows of a form with the columns that a person chose."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from jixiao.checks.view import Shared
from jixiao.facts import Facts
from jixiao.facts.address import stem
from jixiao.facts.registry import Subject
from jixiao.figures import MISSING
from jixiao.rules import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.strict import load
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.evidence.filing import spooled
from jixiao_web.exchange.models import ColumnOrder
from jixiao_web.exchange.texts import text_of_value
from jixiao_web.filling.facts import Gathered, PlainRow, of_task, rows_of
from jixiao_web.shell.language import core_language

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Order:
    """A named order: which subject's rows, and which columns at first."""

    id: str
    zh: str
    en: str
    subject: Subject
    columns: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return self.en if core_language() == "en" else self.zh

    @property
    def known(self) -> tuple[str, ...]:
        """All columns that may be chosen."""
        told = tuple(TOLD) if self.subject.id == "indicator" else ()
        return (*told, *(item.id for item in self.subject.fields))


@cache
def orders() -> Mapping[str, Order]:
    """The named orders by their ids."""
    data: Any = load(Path(__file__).with_name("orders.yaml")).plain()
    found = {}
    for name, told in data.items():
        subject = registry().by_id[told["subject"]]
        columns = tuple(item.id for item in subject.fields) if told["columns"] == "all" else tuple(told["columns"])
        found[name] = Order(name, told["zh"], told["en"], subject, columns)
    return MappingProxyType(found)


def orders_of(form: Form) -> list[Order]:
    """The orders whose rows the form has at its stage."""
    known = sheets(form.task.kind, form.scope)
    return [order for order in orders().values() if order.subject.id in known]


def columns_kept(person: Any, order: Order) -> tuple[str, ...]:
    """The columns that a person keeps for an order, or those it begins with; one query."""
    kept = ColumnOrder.objects.filter(user=person, order=order.id).values_list("columns", flat=True).first()
    chosen = tuple(name for name in kept or () if name in order.known)
    return chosen or order.columns


@dataclass(frozen=True, slots=True)
class Source:
    """What the cells of a row are taken from."""

    gathered: Gathered
    facts: Facts
    shared: Shared


def _target(row: PlainRow, _source: Source) -> str:
    cells = row.cells
    operator = cells.get("operator", "")
    if operator in {"定性", "不适用"}:
        return operator
    if cells.get("target_high"):
        return f"{cells.get('target', '')}—{cells['target_high']}{cells.get('unit', '')}"
    return f"{operator}{cells.get('target') or cells.get('due', '')}{cells.get('unit', '')}"


def _actual(row: PlainRow, source: Source) -> str:
    """The value reached, brought from where it is told; a state or a day where there is no value."""
    where = source.facts.at("indicator", row.cells.get("no", ""), "actual")
    value = text_of_value(source.facts.value(where)) if where in source.facts else ""
    if value:
        return f"{value}{row.cells.get('unit', '')}"
    return row.cells.get("state") or row.cells.get("done", "")


def _score(row: PlainRow, source: Source) -> str:
    line = source.shared.scored.get(row.cells.get("no", ""))
    return text_of_value(line.score if line is not None else MISSING)


def _cause(row: PlainRow, _source: Source) -> str:
    return "；".join(part for name in ("deviation", "remedy") if (part := row.cells.get(name, "").rstrip("；。")))


TOLD: Mapping[str, Callable[[PlainRow, Source], str]] = MappingProxyType(
    {"told_target": _target, "told_actual": _actual, "score": _score, "told_cause": _cause}
)


def title_of(order: Order, column: str) -> str:
    """The heading of a column, with its unit."""
    words = {
        "told_target": _("指标值"),
        "told_actual": _("完成值"),
        "score": _("得分"),
        "told_cause": _("偏差原因及改进措施"),
    }
    if column in words and column in order.known:
        return words[column]
    field = order.subject.field(column)
    name = field.en if core_language() == "en" else field.zh
    return f"{name}（{field.unit}）" if field.unit else name


def table(form: Form, order: Order, columns: Sequence[str], *, whole: bool = False) -> list[list[str]]:
    """The rows of a form (of all forms of the task with `whole`) in that order, as text: digits without marks."""
    source = _source(form)
    forms = form.task.forms.select_related("unit", "task") if whole else [form]
    rows = (row for row in rows_of(forms) if row.subject == order.subject.id)
    return [[_cell(order, name, row, source) for name in columns] for row in rows]


def _source(form: Form) -> Source:
    from jixiao_web.evaluation import cards  # noqa: PLC0415  # scores are asked for here only

    try:
        computed = cards.of(form.task)
    except RuleError:  # no such scheme: the rows are there all the same, without scores
        gathered = of_task(form.task)
        return Source(gathered, gathered.facts, Shared(gathered.facts))
    return Source(computed.gathered, computed.facts, Shared(computed.facts, computed.card, computed.projects))


def _cell(order: Order, column: str, row: PlainRow, source: Source) -> str:
    if column in TOLD and column in order.known:
        return TOLD[column](row, source)
    field = order.subject.field(column)
    if field.to == "unit" and not row.cells.get(column):
        return row.unit
    if field.computed:
        where = _stem(order.subject, row, source) + column
        return text_of_value(source.facts.value(where)) if where in source.facts else ""
    return row.cells.get(column, "")


def _stem(subject: Subject, row: PlainRow, source: Source) -> str:
    """The address of a row without its field."""
    parts = [row.cells.get(name, row.unit if name == "unit" else "").strip() for name in subject.key]
    return stem(source.gathered.year.year, subject.id, parts)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    if text.startswith(FORMULA) and not text.lstrip("+-").replace(".", "", 1).replace(",", "").isdigit():
        return f"'{text}"
    return text


def tsv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Titles and rows as they are pasted: tabs between cells, quotes around a cell of several lines."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerows([[harmless(cell) for cell in row] for row in (titles, *rows)])
    return out.getvalue()


def as_csv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """The table as csv that Excel and WPS open with the right characters."""
    out = io.StringIO()
    csv.writer(out).writerows([[harmless(cell) for cell in row] for row in (titles, *rows)])
    return io.BytesIO(out.getvalue().encode("utf-8-sig"))


def as_xlsx(title: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """The table as a workbook; every cell is text, as another system will read it."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / "table.xlsx"
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet(title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
        heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for column, words in enumerate(titles):
            sheet.write_string(0, column, words, heading)
        for number, row in enumerate(rows, 1):
            for column, words in enumerate(row):
                sheet.write_string(number, column, words, text)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(titles) - 1, 0), 16)
        book.close()
        return spooled(path)
