"""The annex workbook: the official forms in order, live formulas whose cached values are ours, and nothing invented."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.reports import office
from tests.reports.written import department, example, write

from jixiao.exchange.official_layout import read_form
from jixiao.facts import Facts
from jixiao.figures import MISSING, Money
from jixiao.files.workbook import read_workbook
from jixiao.reports import annexes
from jixiao.reports.writing.funding import fund_rows
from jixiao.rules.registry import registry

EXAMPLES = ("gz-union-2022", "qingxi-water-2024")


@cache
def annex(name: str) -> bytes:
    """The annexes of an example, written once."""
    one = write(example(name))
    return annexes.annex_bytes(one.facts, one.card, one.cards)


@cache
def opened(content: bytes, *, values: bool) -> Any:
    """The workbook as openpyxl sees it: cached values, or formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def rows(sheet: Any) -> list[tuple[object, ...]]:
    """The filled cells of each row."""
    return [tuple(cell for cell in row if cell not in (None, "")) for row in sheet.iter_rows(values_only=True)]


def test_the_sheets_stand_in_the_order_in_which_they_are_handed_in():
    """整体自评表, 评分表, 扣分明细, 汇总, a form a project, 佐证, 其他."""
    names = opened(annex("gz-union-2022"), values=True).sheetnames

    assert names[:4] == ["1 整体自评表", "2 指标评分表", "2-1 扣分明细", "3 项目自评汇总"]
    assert names[4:-2] == [f"3-{number}" for number in range(1, 31)]
    assert names[-2:] == ["4 佐证目录", "5 其他"]


def test_the_department_form_of_guangzhou():
    """Cover, money by type, fund and unit with rates, the total score; what is missing stands as 待填."""
    told = rows(opened(annex("gz-union-2022"), values=True)["1 整体自评表"])

    assert told[0] == ("部门整体支出绩效自评表（2022年度）",)
    assert told[1] == ("填报单位", "广州市总工会", "单位负责人", "〔待填：单位负责人〕")
    assert ("合计", 45859.95, 46886.75, 46154.11, 98.44) in told
    assert ("基本支出", 29492.75, 30152.75, 29613.81, 98.21) in told
    assert ("项目支出", 16367.2, 16734, 16540.3, 98.84) in told
    assert ("　财政专户管理资金", 4448.52, 4448.52, 4327, 97.27) in told
    assert ("　工程学院", 23859.67, 24568.47, 24032.03, 97.82) in told
    assert told[-1] == ("自评总分", 97.48, "自评等级", "优")


def test_the_score_table_adds_up_by_formulas():
    """Every line with points, score and loss; parts, plus and minus items and total below are formulas."""
    book = opened(annex("gz-union-2022"), values=False)["2 指标评分表"]
    told = rows(opened(annex("gz-union-2022"), values=True)["2 指标评分表"])

    (line,) = [row for row in told if "B-04-03" in row]
    assert line[:7] == ("管理效率", "绩效管理", "B-04-03", "绩效管理制度执行", 5, 4.5, 0.5)
    assert line[7:9] == ("报送90份，其中9份被退回补正", "5 × (90 - 9) ÷ 90 = 4.50")
    assert ("管理效率小计", 50, 48.51, 1.49) in told
    assert ("履职效能小计", 50, 48.97, 1.03) in told
    assert ("加减分项", 0, "无") in told
    assert told[-1] == ("总分", 100, 97.48, 2.52, "自评等级：优")
    last = [cell.value for cell in book[book.max_row]][4:7]
    assert last == ["=ROUND(E26+E32,2)", "=ROUND(MAX(0,MIN(E34,F26+F32+F33)),2)", "=ROUND(G26+G32,2)"]


def test_lost_points_refer_to_the_score_table():
    """扣分明细 repeats nothing by hand: its figures are references, its reasons the same words."""
    book = opened(annex("gz-union-2022"), values=False)["2-1 扣分明细"]
    told = rows(opened(annex("gz-union-2022"), values=True)["2-1 扣分明细"])

    assert len(told) == 2 + 8 + 1
    assert told[-1][:2] == ("合计", 2.52)
    assert all(book.cell(row, 5).value.startswith("='2 指标评分表'!G") for row in range(3, 11))


def test_the_summary_counts_and_covers():
    """Projects, self-evaluated projects, coverage by number and by money, all as formulas over the rows."""
    told = rows(opened(annex("qingxi-water-2024"), values=True)["3 项目自评汇总"])

    assert ("项目个数", 12) in told
    assert ("已自评项目个数", 11) in told
    assert ("项目自评个数覆盖率（%）", 91.67) in told
    assert ("项目自评金额覆盖率（%）", 100) in told
    (stopped,) = [row for row in told if "石门灌区末级渠系改造前期工作" in row]
    assert "—" in stopped, "a project without a budget has no execution rate"


def test_a_project_without_a_form_has_no_sheet():
    """The stopped project filled in no form: a row with strokes in the summary, and no sheet that asks for anything."""
    book = opened(annex("qingxi-water-2024"), values=True)

    assert [name for name in book.sheetnames if name.startswith("3-")] == [f"3-{n}" for n in range(1, 13) if n != 11]
    (stopped,) = [row for row in rows(book["3 项目自评汇总"]) if "P11" in row]
    assert stopped[5:] == (60, 0, 0, "—", "—", "—", "否", "—")
    assert not any("待填" in str(cell) for sheet in book for row in rows(sheet) for cell in row)


def test_a_project_form_reads_back_as_an_official_form(tmp_path: Path):
    """What we print is the ministry's form: our own reader of filled forms finds every value where it looks for it."""
    path = tmp_path / "annexes.xlsx"
    path.write_bytes(annex("gz-union-2022"))

    sheet = next(sheet for sheet in read_workbook(path).sheets if sheet.name == "3-2")
    form = read_form(sheet)

    assert form is not None
    assert form.labels["项目名称"].value == "劳模津贴（44010022T000000001002）"
    assert form.labels["实施单位"].value == "市总工会本级"
    assert str(form.labels["实际完成情况"].value).startswith("按规定范围和标准发放，发放率99.73%")
    assert {kind: form.money["total", kind].value for kind in ("initial", "full", "spent")} == {
        "initial": Decimal(742),
        "full": Decimal(742),
        "spent": Decimal(740),
    }
    assert form.money["carried_in", "full"].value == 0
    assert (form.indicators[0]["name"].value, form.indicators[0]["target"].value) == ("劳模津贴发放率", "≥98%")
    assert form.indicators[0]["actual"].value == "99.73%"
    assert form.total is not None
    assert form.total.value == Decimal("99.97")


def test_the_form_looks_like_the_ministry_draws_it():
    """Only the total row scores; the rows under it show their rate and strokes."""
    told = rows(opened(annex("gz-union-2022"), values=True)["3-2"])

    assert (
        "项目资金（万元）",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A，%）",
        "得分",
    ) in told
    assert ("年度资金总额", 742, 742, 740, 10, 99.73, 9.97) in told
    assert ("其中：当年财政拨款", 742, 742, 740, "/", 99.73, "/") in told
    assert ("上年结转资金", "/", 0, 0, "/", "—", "/") in told
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    assert heads in told


def test_money_carried_in_is_not_guessed_apart():
    """A line that carried money in and did not spend everything does not tell which money it spent."""
    lines = [
        {"line": "B1", "fund": "一般公共预算", "initial": "10", "adjust": "2", "carried_in": "3", "spent": "12"},
        {"line": "B2", "fund": "单位资金", "initial": "5", "adjust": "0", "carried_in": "0", "spent": "4"},
    ]
    base = {"unit": "HQ", "expenditure": "项目支出", "project": "P1"}
    year = department(
        {
            "unit": [{"unit": "HQ", "name": "本级", "kind": "本级"}],
            "project": [{"project": "P1", "name": "河道清淤", "unit": "HQ"}],
            "budget": [{**base, **line} for line in lines],
        }
    )

    current, carried, other = fund_rows(year.budget)

    assert (current.initial, current.full, current.spent) == (Money.of(10), Money.of(12), MISSING)
    assert (carried.initial, carried.full, carried.spent) == (None, Money.of(3), MISSING)
    assert (other.full, other.spent) == (Money.of(5), Money.of(4))
    told = rows(opened(annexes.annex_bytes(Facts(year, registry()), None), values=True)["3-1"])
    assert ("年度资金总额", 15, 20, 16, "/", 80, "/") in told
    assert ("上年结转资金", "/", 3, "待填", "/", "待填", "/") in told


def test_money_carried_in_and_all_spent_is_told_apart():
    """When a line spent everything, what was carried in was spent too."""
    line = {"line": "B1", "unit": "HQ", "expenditure": "项目支出", "fund": "一般公共预算"}
    money = {"initial": "10", "adjust": "2", "carried_in": "3", "spent": "15"}
    year = department({"unit": [{"unit": "HQ", "name": "本级", "kind": "本级"}], "budget": [{**line, **money}]})

    current, carried, _ = fund_rows(year.budget)

    assert (current.spent, carried.spent) == (Money.of(12), Money.of(3))


def test_missing_money_is_asked_for_and_never_summed():
    """Without one line's spending the totals above it stand as 待填, not as the sum of the others."""
    whole = example("gz-union-2022")
    budget = tuple(replace(line, spent=MISSING) if line.project == "P02" else line for line in whole.budget)
    one = write(replace(whole, budget=budget))

    book = opened(annexes.annex_bytes(one.facts, one.card, one.cards), values=True)

    assert ("合计", 45859.95, 46886.75, "待填", "待填") in rows(book["1 整体自评表"])
    assert next(row for row in rows(book["3-2"]) if row[0] == "年度资金总额")[3:] == ("待填", 10, "待填", "待填")
    assert rows(book["2 指标评分表"])[-1] == ("总分", 100, "待填", "待填", "自评等级：待填")


def test_an_empty_department_still_gets_its_forms():
    """With nothing but the year there are forms to fill, and no formula over nothing."""
    book = opened(annexes.annex_bytes(Facts(department({"cover": [{"year": "2024"}]}), registry()), None), values=False)

    assert book.sheetnames == ["1 整体自评表", "2 指标评分表", "2-1 扣分明细", "3 项目自评汇总", "4 佐证目录", "5 其他"]
    assert formulas(book) == {}


def formulas(book: Any) -> dict[tuple[str, str], str]:
    """Place → formula."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_pages_are_ready_to_print(name: str):
    """A4, one page wide, the title merged over the width, headings of long tables repeated."""
    book = opened(annex(name), values=True)

    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert any(str(area).startswith("A1:") for area in sheet.merged_cells.ranges)
    assert book["2 指标评分表"].print_title_rows == "$1:$3"
    assert book["4 佐证目录"].print_title_rows == "$1:$2"


def test_the_same_facts_give_the_same_bytes(tmp_path: Path):
    """Neither the day nor the machine enters the file."""
    one = write(example("gz-union-2022"))
    path = tmp_path / "annexes.xlsx"

    annexes.write(one.facts, one.card, one.cards, path)

    assert path.read_bytes() == annex("gz-union-2022")


def without_values(content: bytes) -> bytes:
    """The workbook with every cached value taken out, so that whoever opens it has to calculate."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(item, data)
    return made.getvalue()


TIES = (("200", "196.87"), ("1000", "285.05"), ("800", "7.16"), ("40000", "13.142857"), ("3", "0.000001"), ("0", "0"))
"""Full-year budget and spending whose rates fall on half a last place, or that have six decimals."""


def ties() -> bytes:
    """A department whose every rate is hard to round."""
    base = {"unit": "HQ", "expenditure": "项目支出", "fund": "一般公共预算", "adjust": "0", "carried_in": "0"}
    year = department(
        {
            "unit": [{"unit": "HQ", "name": "本级", "kind": "本级"}],
            "project": [{"project": f"P{place}", "name": f"项目{place}", "unit": "HQ"} for place in range(len(TIES))],
            "budget": [
                {**base, "line": f"B{place}", "project": f"P{place}", "initial": full, "spent": spent}
                for place, (full, spent) in enumerate(TIES)
            ],
        }
    )
    return annexes.annex_bytes(Facts(year, registry()), None)


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", [*EXAMPLES, "ties"])
def test_another_program_calculates_what_we_wrote(name: str, tmp_path: Path):
    """LibreOffice, given the formulas without our values, comes to the same value in every cell."""
    content = ties() if name == "ties" else annex(name)
    source = tmp_path / "annexes.xlsx"
    source.write_bytes(without_values(content))

    calculated = openpyxl.load_workbook(saved_again(source, tmp_path / "out"), data_only=True)

    ours = opened(content, values=True)
    places = formulas(opened(content, values=False))
    assert len(places) > 60
    differing = {
        (sheet, cell): (ours[sheet][cell].value, calculated[sheet][cell].value)
        for sheet, cell in places
        if not alike(ours[sheet][cell].value, calculated[sheet][cell].value)
    }
    assert differing == {}


def saved_again(source: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after calculating."""
    profile = (folder / "profile").resolve().as_uri()
    soffice = shutil.which("soffice") or "soffice"
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder), str(source)]
    done = subprocess.run(command, env=office.environment(), capture_output=True, timeout=120, check=True)
    made = folder / source.name
    assert made.exists(), done.stdout.decode(errors="replace")
    return made


def alike(left: object, right: object) -> bool:
    """The same words, or numbers that differ by less than a spreadsheet can show."""
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return abs(Decimal(repr(left)) - Decimal(repr(right))) < Decimal("0.0000001")
    return left == right
