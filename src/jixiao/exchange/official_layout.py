"""A filled 项目支出绩效自评表 as it lies in a sheet: labels found wherever they stand, values beside or below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.exchange.layout import alike
from jixiao.files.digits import plain
from jixiao.files.references import reference, split_range
from jixiao.files.workbook import RawCell, RawSheet

MONEY_COLUMNS = {
    "年初预算数": "initial",
    "全年预算数": "full",
    "调整后预算数": "full",
    "全年执行数": "spent",
    "预算执行数": "spent",
}
MONEY_ROWS = {
    "年度资金总额": "total",
    "总额": "total",
    "当年财政拨款": "current",
    "财政资金": "current",
    "财政拨款": "current",
    "上年结转资金": "carried_in",
    "其他资金": "other",
    "财政专户管理资金": "escrow",
    "单位资金": "own",
}
INDICATOR_COLUMNS = {
    "一级指标": "lv1",
    "二级指标": "lv2",
    "三级指标": "name",
    "年度指标值": "target",
    "指标值": "target",
    "指标性质": "operator",
    "度量单位": "unit",
    "计量单位": "unit",
    "实际完成值": "actual",
    "完成值": "actual",
    "分值": "weight",
    "权重": "weight",
    "得分": "self_score",
    "偏差原因分析及改进措施": "deviation",
    "未完成原因分析": "deviation",
    "原因": "deviation",
}
_ENDS = ("总分", "合计", "联系人", "填报人", "评价结论")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the form and the cell it stands in."""

    value: str | Decimal | bool | None
    at: str


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """One form: labelled texts (项目名称, 实施单位, 预期目标, …), money by row and column, indicator rows, stated total."""

    sheet: str
    labels: Mapping[str, Cell]
    money: Mapping[tuple[str, str], Cell]
    indicators: tuple[Mapping[str, Cell], ...]
    total: Cell | None


class Grid:
    """A sheet whose merged ranges show their value in every cell, so that a label's neighbour is where people see it."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self._home: dict[tuple[int, int], tuple[int, int]] = {}
        for text in sheet.merged:
            corners = split_range(text)
            if corners is not None:
                top, left, bottom, right = corners
                for row in range(top, bottom + 1):
                    self._home.update({(row, column): (top, left) for column in range(left, right + 1)})

    def cell(self, row: int, column: int) -> RawCell:
        """The cell that people see at that place."""
        return self.sheet.cell(*self._home.get((row, column), (row, column)))

    def value(self, row: int, column: int) -> Cell:
        """Its value with the address of the cell that holds it; an error in a formula counts as its text."""
        home = self._home.get((row, column), (row, column))
        cell = self.sheet.cell(*home)
        number = plain(cell.value * 100) if cell.percent and isinstance(cell.value, Decimal) else cell.value
        return Cell(number, reference(*home))

    def words(self, row: int, column: int) -> str:
        """The text at a place as labels are compared: without spaces, width, brackets' contents."""
        value = self.cell(row, column).value
        return alike(value).removeprefix("其中:").split("(")[0].strip(":") if isinstance(value, str) else ""

    def right_of(self, row: int, column: int) -> Cell:
        """The first cell to the right that is another cell than this one."""
        home = self._home.get((row, column), (row, column))
        step = column + 1
        while self._home.get((row, step)) == home:
            step += 1
        return self.value(row, step)

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that hold something."""
        return [row.number for row in self.sheet.rows]

    def columns(self, row: int) -> list[int]:
        """The columns of a row that hold something themselves."""
        found = self.sheet.by_number.get(row)
        return sorted(found.cells) if found else []


def read_form(sheet: RawSheet) -> OfficialForm | None:
    """The form on a sheet, or None where there is no 项目名称 and no row of indicator headings."""
    grid = Grid(sheet)
    labels = dict(_labels(grid))
    heads = _header(grid, INDICATOR_COLUMNS, needed={"name", "actual"})
    if "项目名称" not in labels or heads is None:
        return None
    indicators, total = _indicators(grid, *heads)
    return OfficialForm(sheet.name, labels, dict(_money(grid)), tuple(indicators), total)


def _labels(grid: Grid) -> Iterator[tuple[str, Cell]]:
    for row in grid.rows:
        for column in grid.columns(row):
            words = grid.words(row, column)
            if words in ("项目名称", "主管部门", "实施单位"):
                yield words, grid.right_of(row, column)
            elif words in ("预期目标", "实际完成情况", "年度目标", "完成情况"):
                yield words, grid.value(row + 1, column)


def _header(grid: Grid, names: Mapping[str, str], needed: set[str]) -> tuple[int, dict[int, str]] | None:
    """The row of headings and what each of its columns holds."""
    for row in grid.rows:
        found = {column: names[words] for column in grid.columns(row) if (words := grid.words(row, column)) in names}
        if needed <= set(found.values()):
            return row, found
    return None


def _money(grid: Grid) -> Iterator[tuple[tuple[str, str], Cell]]:
    heads = _header(grid, MONEY_COLUMNS, needed={"full", "spent"})
    if heads is None:
        return
    top, columns = heads
    for row in (number for number in grid.rows if number > top):
        kinds = [MONEY_ROWS[words] for column in grid.columns(row) if (words := grid.words(row, column)) in MONEY_ROWS]
        if not kinds:
            return
        for column, name in columns.items():
            yield (kinds[-1], name), grid.value(row, column)


def _indicators(grid: Grid, top: int, columns: dict[int, str]) -> tuple[list[Mapping[str, Cell]], Cell | None]:
    found: list[Mapping[str, Cell]] = []
    for row in (number for number in grid.rows if number > top):
        first = next((grid.words(row, column) for column in grid.columns(row)), "")
        if first.startswith(_ENDS):
            score = next((column for column, name in columns.items() if name == "self_score"), None)
            return found, grid.value(row, score) if score is not None and first.startswith("总分") else None
        cells = {name: grid.value(row, column) for column, name in columns.items()}
        if cells["name"].value not in (None, ""):
            found.append(cells)
    return found, None
