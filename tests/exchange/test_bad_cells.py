"""Every bad cell is told at once, by sheet and cell, in a whole sentence; what is good is kept."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from tests.exchange import invented
from tests.exchange.books import changed, made

from jixiao.exchange import read
from jixiao.facts import Kind, PartialDate
from jixiao.figures import MISSING, Count, Money
from jixiao.rules.registry import registry

pytestmark = pytest.mark.long

# In the filled workbook the budget's headings stand in row 4, its example in row 5, its first line in row 6.
LINE = "部门.xlsx › 预算执行 › "


def put(sheet: str, **cells: object):
    def change(book):
        for cell, value in cells.items():
            book[sheet][cell] = value

    return change


def merge(sheet: str, where: str):
    return lambda book: book[sheet].merge_cells(where)


def rename(old: str, new: str):
    return lambda book: setattr(book[old], "title", new)


def drop(sheet: str, column: int):
    return lambda book: book[sheet].delete_cols(column)


def hide(sheet: str):
    return lambda book: setattr(book[sheet], "sheet_state", "hidden")


def percent(sheet: str, cell: str, value: float):
    def change(book):
        book[sheet][cell] = value
        book[sheet][cell].number_format = "0.00%"

    return change


CASES = [
    ("a word for a sum", put("预算执行", J6="约五千"), [("error", LINE + "J6：“年初预算数”填写有误：“约五千”不是一个数，应为形如 1,234.56 的数字（可带单位）。请改填数字。")]),
    ("a negative sum", put("预算执行", O6=-5), [("error", LINE + "O6：“支出决算数”不能小于 0，现为“-5”。请核对后改正。")]),
    ("a blank that is required", put("预算执行", J6=None), [("error", LINE + "J6：“年初预算数”没有填，这一栏必填，形如“5336.20”。请补填；确实没有的数字填 0。")]),
    ("a dead reference", put("预算执行", J6="#REF!"), [("error", LINE + "J6：“年初预算数”显示为错误值 #REF!，公式引用的内容可能已被删除。请改正公式，或直接填写数据。")]),
    ("a formula without result", put("预算执行", J6="=1+2"), [("error", LINE + "J6：“年初预算数”是公式，但没有保存计算结果，无法读入。请用 Excel 或 WPS 打开这个文件，保存一次后重新提交。")]),
    ("a choice of one's own", put("预算执行", H6="财政拨款"), [("error", LINE + "H6：“资金来源”只能填下列之一：一般公共预算、政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金；现为“财政拨款”。请从下拉列表中选择。")]),
    ("a unit nobody knows", put("预算执行", C6="XX"), [("error", LINE + "C6：“单位编号”填的是“XX”，“单位”表里没有它。请核对编号，或先在“单位”表里登记。")]),
    ("a key told twice", put("预算执行", B8="B2"), [("error", LINE + "B8：“行号”为“B2”的行前面已经有了，这一行没有读入，以免重复计算。请改编号或删去重复的行。")]),
    ("no key", put("预算执行", B9=None), [("error", LINE + "B9：这一行没有填“行号”，无法确定它是哪一行，因此没有读入。请补填。")]),
    ("a sum in per cent", percent("预算执行", "J6", 0.5), [("error", LINE + "J6：“年初预算数”填写有误：“50%”带的单位是“%”，此处应为金额（元、万元或亿元）。请核对是否填错了栏目。")]),
    ("more digits than a spreadsheet keeps", put("单位", F5=44010022000001002), [("error", "部门.xlsx › 单位 › F5：“单位代码”中的数 44010022000001000 超过 15 位，表格软件已经丢失了末尾几位。请先把单元格设为文本格式，再重新录入。")]),
    ("a date that is none", put("单位", H5="去年"), [("error", "部门.xlsx › 单位 › H5：“起始日期”应为日期，形如 2022-06-15、2022-06 或 2022年底，现为“去年”。请改写成其中一种。")]),
    ("a date typed as a number", put("单位", H5=2022.1), [("error", "部门.xlsx › 单位 › H5：“起始日期”应为日期，现为数字 2022.1，无法断定是 2022-01 还是 2022-10。请改写成其中一种。")]),
    ("a date typed as another number", put("单位", H5=2022.6), [("error", "部门.xlsx › 单位 › H5：“起始日期”应为日期，形如 2022-06-15、2022-06 或 2022年底，现为数字 2022.6。请改写成其中一种。")]),
    ("a merged cell over two rows", merge("单位", "E5:E6"), [
        ("error", "部门.xlsx › 单位 › E5：E5:E6 是合并单元格，“公益二类事业单位”只算作左上角一格的内容，其余各格按空白读入。请取消合并，在每一格分别填写。"),
        ("error", "部门.xlsx › 单位 › E6：“单位类型”没有填，这一栏必填，形如“公益二类事业单位”。请补填；确实没有的数字填 0。"),
    ]),
    ("a column gone", drop("单位", 5), [("error", "部门.xlsx › 单位 › A3：“单位”表缺少必填的“单位类型”栏。请恢复这一栏并填写。")]),
    ("a column of one's own", put("单位", K3="备注", K5="x"), [("note", "部门.xlsx › 单位 › K3：“备注”栏不是填报用的栏，没有读入。其中如有要填报的数据，请移到相应的栏；没有则不必处理。")]),
    ("a column misspelt", put("单位", F3="单位代号"), [("warning", "部门.xlsx › 单位 › F3：“单位代号”栏没有读入，栏名可能写错了，应为“单位代码”。如果它就是“单位代码”栏，请把栏名改过来。")]),
    ("a column twice", put("单位", K3="简称"), [("error", "部门.xlsx › 单位 › K3：“简称”栏出现了两次，只读入了 D3 那一栏。请删去或改名多余的一栏。")]),
    ("a sheet of one's own", lambda book: book.create_sheet("草稿").append([1]), [("note", "部门.xlsx › 草稿：工作表“草稿”不是填报用的表，没有读入。里面如有要填报的数据，请移到“说明”所列的表里；没有则不必处理。")]),
    ("a sheet misspelt", rename("加减分", "加减分数"), [("warning", "部门.xlsx › 加减分数：工作表“加减分数”没有读入，表名可能写错了，应为“加减分”。如果它就是“加减分”表，请把表名改过来。")]),
    ("a hidden sheet", hide("加减分"), [("note", "部门.xlsx › 加减分：工作表“加减分”是隐藏的，其中的数据已照常读入。请取消隐藏并核对，以免报送了看不见的数据。")]),
    ("no headings", lambda book: book["加减分"].delete_rows(1, 3), [("error", "部门.xlsx › 加减分：“加减分”表的前 12 行里找不到标题行，整张表没有读入；标题行应有：序号、事项、分数。请恢复标题行，或把数据贴到新的模板里。")]),
    ("data in the example", put("单位", C4="真的单位"), [("error", "部门.xlsx › 单位 › A4：这一行标着“示例”，没有读入，但内容与模板的示例不同。如果填的是真实数据，请移到下面的空行。")]),
    ("a day for a sum", put("预算执行", O6=date(2022, 6, 15)), [("error", LINE + "O6：“支出决算数”一栏应填数字，这里是日期 2022-06-15。请改填数字，并把单元格格式设为“常规”或“数值”。")]),
    ("a sum among the rows", put("单位", B60="合计", C60="两个单位"), [("error", "部门.xlsx › 单位 › B60：“单位”表这一行写的是“合计”，没有读入，以免重复计算；合计由系统自动算。请删去这一行。")]),
    ("nothing in words", put("预算执行", J6="无"), [("error", LINE + "J6：“年初预算数”应为数字，现为“无”。没有发生填 0；不知道就空着。")]),
    ("a question twice", put("管理数据", B6="应评估新增项目数"), [("error", "部门.xlsx › 管理数据 › B6：“应评估新增项目数”出现了两次，只读入了 B5 那一行。请删去多余的一行。")]),
    ("a question of one's own", put("管理数据", B60="食堂人数", C60=3), [("note", "部门.xlsx › 管理数据 › B60：“食堂人数”不是这张表要填的项目，这一行没有读入。如有要填报的数据，请填到相应的行；没有则不必处理。")]),
    ("a question misspelt", put("管理数据", B6="已评估新增项目"), [("warning", "部门.xlsx › 管理数据 › B6：“已评估新增项目”这一行没有读入，项目名可能写错了，应为“已评估新增项目数”。如果它就是“已评估新增项目数”，请把项目名改过来。")]),
    ("an answer to nothing", put("管理数据", C60=3), [("warning", "部门.xlsx › 管理数据 › C60：这一格填了数，但左边没有项目名，没有读入。请恢复项目名，或把数移到相应的行。")]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_slip_is_told_where_it_is(tmp_path, change, expected):
    """The sentence says where, what is there, what should be, and what to do."""
    found = read(changed(tmp_path, change), registry())

    assert [(problem.severity, problem.sentence()) for problem in found.problems] == expected
    assert all(problem.sentence("en") for problem in found.problems)


def test_all_slips_are_told_at_once(tmp_path):
    """An officer corrects a workbook in one sitting, not one cell a day."""

    def change(book):
        book["预算执行"]["J6"], book["预算执行"]["H7"] = "约五千", "财政拨款"
        book["单位"]["H5"] = "去年"

    found = read(changed(tmp_path, change), registry())

    assert [problem.origin.text() for problem in found.problems] == [
        "部门.xlsx › 单位 › H5",
        LINE + "J6",
        LINE + "H7",
    ]
    assert len(found.year.budget) == len(invented.year().budget)


def test_without_a_year_the_other_cells_are_judged_too(tmp_path):
    """A forgotten year is no reason to hide forty other slips."""

    def change(book):
        book["封面"]["C4"], book["预算执行"]["J6"] = None, "约五千"

    found = read(changed(tmp_path, change), registry())

    assert found.year is None
    assert [problem.origin.text() for problem in found.problems] == ["部门.xlsx › 封面 › C4", LINE + "J6"]


UNIT = ["单位编号", "单位名称", "单位类型"]
LINE_HEADINGS = ["行号", "单位编号", "支出类型", "资金来源", "年初预算数", "预算调整数", "上年结转", "支出决算数"]


def line(*sums: object) -> dict[str, list[list[object]]]:
    return {
        "单位": [UNIT, ["HQ", "本级", "本级"]],
        "预算执行": [LINE_HEADINGS, ["B1", "HQ", "基本支出", "一般公共预算", *sums]],
    }


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        ("1,234.56", "1234.56"),
        ("１２３４．５６", "1234.56"),
        ("12345600元", "1234.56"),
        (1234.56, "1234.56"),
        (0.1 + 0.2, "0.3"),
        (5, "5"),
    ],
)
def test_a_sum_may_be_typed_in_many_ways(tmp_path, typed, wan):
    """Full-width digits, thousands marks and units are read; the binary tail of a spreadsheet number is not."""
    found = read(made(tmp_path / "x.xlsx", line(typed, 0, 0, 0)), registry())

    assert found.problems == ()
    assert found.year.budget[0].initial == Money.of(Decimal(wan))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (datetime.combine(date(2022, 6, 15), time()), PartialDate(2022, 6, 15)),
        (date(2022, 6, 15), PartialDate(2022, 6, 15)),
        ("2022-06-15", PartialDate(2022, 6, 15)),
        ("2022年6月", PartialDate(2022, 6)),
        ("2022年底", PartialDate(2022, edge="底")),
        (2022, PartialDate(2022)),
        (20220820, PartialDate(2022, 8, 20)),
        ("２０２２－０８－１０", PartialDate(2022, 8, 10)),
    ],
)
def test_a_date_may_be_real_or_written(tmp_path, typed, expected):
    """Some type a date, some write one; a month without its day is a date too."""
    sheets = {"单位": [[*UNIT, "起始日期"], ["HQ", "本级", "本级", typed]]}

    found = read(made(tmp_path / "x.xlsx", sheets), registry())

    assert found.problems == ()
    assert found.year.unit[0].since == expected


def test_headings_may_stand_in_any_order_and_dress(tmp_path):
    """Somebody moved columns, put blanks into names, wrote the unit in other brackets, and a title above."""
    rows = [["青溪县水务局"], [], ["＊ 单位 类型", "单位名称", "單", "单位编号(必填)"], ["本级", "局机关", None, "HQ"]]

    found = read(made(tmp_path / "x.xlsx", {" 单 位 ": rows}), registry())

    assert [problem.message_id for problem in found.problems] == ["exchange-unknown-column"]
    assert (found.year.unit[0].unit, found.year.unit[0].kind) == ("HQ", "本级")


def test_two_sheets_for_one_subject(tmp_path):
    """Adding both up would count money twice."""
    rows = [UNIT, ["HQ", "本级", "本级"]]

    found = read(made(tmp_path / "x.xlsx", {"单位": rows, "单 位": rows}), registry())

    assert [problem.sentence() for problem in found.problems] == [
        "x.xlsx › 单 位：工作表“单 位”与前面的“单位”是同一张表，只读入了前面那张。请把数据并到一张表里，删去另一张。"
    ]
    assert len(found.year.unit) == 1


def test_a_key_that_looks_like_a_number_stays_what_was_typed(tmp_path):
    """Unit 136003 is a name, however the spreadsheet stores it."""
    found = read(made(tmp_path / "x.xlsx", {"单位": [UNIT, [136003, "本级", "本级"]]}), registry())

    assert found.year.unit[0].unit == "136003"


def test_blank_rows_between_are_nothing(tmp_path):
    """People leave room between groups of rows."""
    rows = [UNIT, ["HQ", "本级", "本级"], [], ["  ", None, None], ["RV", "河道所", "其他单位"]]

    found = read(made(tmp_path / "x.xlsx", {"单位": rows}), registry())

    assert found.problems == ()
    assert [unit.unit for unit in found.year.unit] == ["HQ", "RV"]


def test_missing_sheets_are_no_fault(tmp_path):
    """A department that has filled one sheet can see how far it is."""
    found = read(made(tmp_path / "x.xlsx", {}), registry())

    assert found.problems == ()
    assert found.year.unit == ()


def test_zero_is_a_figure_and_blank_is_none(tmp_path):
    """Nobody retired is not the same as nobody counted."""
    sheets = {
        "单位": [UNIT, ["HQ", "本级", "本级"]],
        "人员": [["单位编号", "人员类别", "年末实有数"], ["HQ", "行政编制", 0], ["HQ", "派驻人员", None]],
    }

    found = read(made(tmp_path / "x.xlsx", sheets), registry())

    assert found.year.staff[0].actual == Count(0)
    assert not isinstance(found.year.staff[1].actual, Count)


def test_a_heading_in_another_unit_is_converted_exactly_and_told(tmp_path):
    """Somebody keeps the accounts in 元: the sums are the same sums."""

    def in_yuan(book):
        sheet = book["预算执行"]
        for row in sheet.iter_rows():
            for cell in row:
                if str(cell.value or "").lstrip("＊") == "年初预算数（万元）":
                    cell.value = "＊年初预算数（元）"
                    column = cell.column
        for number in range(6, sheet.max_row + 1):
            cell = sheet.cell(number, column)
            if isinstance(cell.value, (int, float)):
                cell.value = round(cell.value * 10000, 2)

    plain, found = read(changed(tmp_path, lambda book: None), registry()), read(changed(tmp_path, in_yuan), registry())

    assert [line.initial for line in found.year.budget] == [line.initial for line in plain.year.budget]
    assert [(problem.severity, problem.message_id) for problem in found.problems] == [
        ("warning", "exchange-other-unit")
    ]


def money_column(unit: str, *sums: object) -> dict[str, list[list[object]]]:
    """The small workbook with another unit in the heading of the first sum."""
    sheets = line(*sums)
    sheets["预算执行"][0] = [f"{name}（{unit}）" if name == "年初预算数" else name for name in LINE_HEADINGS]
    return sheets


@pytest.mark.parametrize(
    ("unit", "typed", "wan", "message"),
    [
        ("万元", 12.5, "12.5", None),
        ("必填", 12.5, "12.5", None),
        ("元", 125000, "12.5", "exchange-other-unit"),
        ("元", "125,000.00", "12.5", "exchange-other-unit"),
        ("元", "12.5万元", "12.5", "exchange-other-unit"),
        ("单位：千元", 125, "12.5", "exchange-other-unit"),
        ("亿元", 0.00125, "12.5", "exchange-other-unit"),
        ("人", 125, None, "exchange-wrong-unit"),
        ("%", 125, None, "exchange-wrong-unit"),
        ("美元", 125, None, "exchange-wrong-unit"),
    ],
)
def test_the_unit_of_a_heading_is_never_ignored(tmp_path, unit, typed, wan, message):
    """Another unit of money is converted exactly and told; what cannot be converted is not read."""
    found = read(made(tmp_path / "x.xlsx", money_column(unit, typed, 0, 0, 0)), registry())

    assert found.year.budget[0].initial == (MISSING if wan is None else Money.of(Decimal(wan)))
    assert [problem.message_id for problem in found.problems] == ([message] if message else [])
    assert ("2024/budget/B1/initial" in found.year.unread) is (wan is None)


@pytest.mark.parametrize("typed", ["-", "—", "——", "/", "　"])
def test_a_dash_is_a_blank(tmp_path, typed):
    """The dash of a printed table says that there is no figure; in an optional column that is all right."""
    sheets = {
        "单位": [UNIT, ["HQ", "本级", "本级"]],
        "人员": [["单位编号", "人员类别", "年末实有数", "上年末实有数"], ["HQ", "行政编制", 1, typed]],
    }

    found = read(made(tmp_path / "x.xlsx", sheets), registry())

    assert found.problems == ()
    assert found.year.staff[0].last_year is MISSING


def test_hidden_rows_are_told_once(tmp_path):
    """A filter hides rows that are reported all the same."""

    def filtered(book):
        for row in (6, 8, 9):
            book["预算执行"].row_dimensions[row].hidden = True

    found = read(changed(tmp_path, filtered), registry())

    assert [(problem.severity, problem.sentence()) for problem in found.problems] == [
        (
            "note",
            LINE + "A6：“预算执行”表第 6、8—9 行是隐藏的，其中的数据已照常读入。"
            "请取消隐藏或筛选并核对，以免报送了看不见的数据。",
        )
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            44800,
            (
                "“起始日期”应为日期，形如 2022-06-15、2022-06 或 2022年底，现为“44800”。"
                "它像是表格软件的日期序号，即 2022-08-27；如果是，请改写成 2022-08-27。"
            ),
        ),
        (20221345, "“起始日期”应为日期，形如 2022-06-15、2022-06 或 2022年底，现为“20221345”。请改写成其中一种。"),
    ],
)
def test_a_number_for_a_date_is_explained(tmp_path, typed, words):
    """A date that lost its format says which day it would be."""
    sheets = {"单位": [[*UNIT, "起始日期"], ["HQ", "本级", "本级", typed]]}

    found = read(made(tmp_path / "x.xlsx", sheets), registry())

    assert [problem.sentence() for problem in found.problems] == [f"x.xlsx › 单位 › D2：{words}"]


def test_a_key_that_is_no_choice_is_not_called_blank(tmp_path):
    """“公车” stands there; that it is none of the choices is one thing, that its row was not read another."""
    rows = [["项目", "预算数", "支出数"], ["公车", 1, 1]]

    found = read(made(tmp_path / "x.xlsx", {"三公经费": rows}), registry())

    assert [problem.message_id for problem in found.problems] == ["value-choice", "build-no-key-unread"]
    assert found.problems[1].sentence() == (
        "x.xlsx › 三公经费 › A2：“项目”填的是“公车”，不能识别，无法确定这一行是哪一行，因此整行没有读入。请改正这一格。"
    )


def test_a_full_width_year_is_a_year(tmp_path):
    """Input methods leave wide digits behind."""
    path = tmp_path / "x.xlsx"
    made(path, {})
    book = openpyxl.load_workbook(path)
    book["封面"]["B2"] = "２０２４年度"
    book.save(path)

    assert read(path, registry()).year.year == 2024


@pytest.mark.parametrize(
    ("above", "heading", "wan"),
    [
        ("金额单位：元", "年初预算数", "12.5"),
        ("单位：万元", "年初预算数", "125000"),
        ("金额单位：元", "年初预算数（万元）", "125000"),
        ("填报单位：青溪县水务局", "年初预算数", "125000"),
    ],
)
def test_a_line_above_the_table_may_name_its_unit(tmp_path, above, heading, wan):
    """A heading without a unit has that of its table; one with a unit keeps its own."""
    sheets = line(125000, 0, 0, 0)
    rows = sheets["预算执行"]
    sheets["预算执行"] = [
        [None] * 8 + [above],
        [heading if name == "年初预算数" else name for name in rows[0]],
        rows[1],
    ]
    found = read(made(tmp_path / "x.xlsx", sheets), registry())

    assert found.year.budget[0].initial == Money.of(Decimal(wan))


QUESTION = next(field for field in registry().by_id["management"].fields if field.kind is Kind.MONEY)


@pytest.mark.parametrize(
    ("unit", "expected"), [("万元", "12"), ("元", "0.0012"), ("个", None)], ids=["ours", "yuan", "no money"]
)
def test_a_question_has_its_unit_beside_it(tmp_path, unit, expected):
    """Somebody changed the unit of one answer; the answers around it keep theirs."""

    def other(book):
        sheet = book["管理数据"]
        row = next(cell.row for cell in sheet["B"] if str(cell.value).strip("＊") == QUESTION.zh)
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = 12, unit

    found = read(changed(tmp_path, other), registry())

    told = [problem.message_id for problem in found.problems]
    assert getattr(found.year.management, QUESTION.id) == (MISSING if expected is None else Money.of(expected))
    assert told == ([] if unit == "万元" else ["exchange-other-unit" if expected else "exchange-wrong-unit"])
