"""The acts of a year, each played by the persons whose it is, at their browsers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from tests.web.conftest import World
from tests.web.played.books import (
    PALACE,
    SCHOOL_INDICATOR,
    SCHOOL_LINES,
    SCHOOL_MONEY,
    SCHOOL_PROJECT,
    blank_book,
    department_book,
    fill_book,
)
from tests.web.played.seat import Seat

from jixiao.cli.commands import jixiao

UNITS = (
    ("HQ", "某市总工会本级", "本级"),
    ("SCHOOL", "某市工人业余大学", "公益二类事业单位"),
    ("PALACE", "某市工人文化宫", "公益一类事业单位"),
)
TITLE = "2022 年度整体支出绩效自评"
OVERSPENT = "财政资金支出超过全年预算"


class Play:
    """The persons at their browsers, opened when they first come."""

    def __init__(self, world: World, open_page: Callable[..., Page], folder: Path) -> None:
        self.world, self.open_page, self.folder = world, open_page, folder
        self.seats: dict[str, Seat] = {}

    def __getitem__(self, name: str) -> Seat:
        if name not in self.seats:
            language = "en" if name.startswith("school") else "zh-hans"
            self.seats[name] = Seat(self.open_page("/", person=self.world.people[name], language=language))
        return self.seats[name]

    def issue(self, stage: str, title: str) -> None:
        """Finance issues a task, with a window that is open today."""
        finance, today = self["finance"], timezone.localdate()
        finance.go("/tasks/")
        card = finance.page.locator("section", has=finance.page.get_by_role("heading", name="下达任务"))
        card.get_by_label("年度 *").select_option(label="2022 UNION 某市总工会")
        card.get_by_label("环节").select_option(label=stage)
        card.get_by_label("标题").fill(title)
        for label, days in (("开始日期", 0), ("单位截止日期", 20), ("部门截止日期", 30)):
            card.get_by_label(label).fill((today + timedelta(days=days)).isoformat())
        finance.press("下达")
        finance.sees("已办理", "#messages")
        finance.sees(title, "h1")

    def hand_in(self, unit: str, kind: str = "evaluation") -> None:
        """The handler submits, the unit's approver passes it on."""
        submit, approve = ("Submit", "Approve") if unit == "SCHOOL" else ("送审", "通过")
        for who, word in ((f"{unit.lower()}_handler", submit), (f"{unit.lower()}_approver", approve)):
            self[who].go(f"/2022/{unit}/{kind}/")
            self[who].move(word)

    # ------------------------------------------------------------------------------------------------- the year, act by act

    def objectives(self) -> None:
        """The year is opened and the objectives are asked for; head office types its own, and they are accepted."""
        finance, hq = self["finance"], self["hq_handler"]
        finance.go("/tasks/")
        finance.page.get_by_label("主管部门").select_option(label="UNION 某市总工会")
        finance.page.get_by_label("预算年度").fill("2022")
        finance.press("开启")
        finance.sees("已办理", "#messages")
        self.issue("绩效目标", "2022 年度绩效目标申报")
        hq.go("/")
        hq.sees("还有 20 天")
        hq.follow("2022 年度绩效目标申报")
        hq.follow("项目")
        code = "44010022T000000001001"
        hq.add_row({"项目编号": "P01", "项目代码": code, "项目名称": "劳模津贴", "重点任务项目": "是"})
        hq.saved()
        hq.follow("预算与执行")
        money = {"资金来源": "一般公共预算"}
        hq.add_row({"行号": "B1", "支出类型": "项目支出", "项目编号": "P01", "年初预算数": "200", **money})
        hq.add_row({"行号": "B2", "支出类型": "基本支出", "经费类别": "人员经费", "年初预算数": "500", **money})
        hq.saved()
        hq.follow("绩效指标", "main .tabs")
        hq.add_row({"指标编号": "P01-1", "所属": "P01", "一级指标": "产出指标", "二级指标": "质量指标", "三级指标": "津贴发放率",
                    "计算符号": "≥", "年度指标值": "98", "计量单位": "%", "分值": "90"})  # fmt: skip
        hq.saved()
        self.hand_in("HQ", "objectives")
        finance.go("/2022/UNION/consolidation/?kind=objectives")
        finance.page.get_by_label("某市总工会本级", exact=True).check()
        finance.press("审核通过所选单位")
        finance.sees("已审核通过 1 个单位", "#messages")

    def head_office_types(self) -> None:
        """What was said in the objectives is there already; a slip is sent back with a check as the reason, and mended."""
        hq, approver = self["hq_handler"], self["hq_approver"]
        hq.go("/2022/HQ/evaluation/sheet/budget/")
        for line, spent in (("B1", "1984"), ("B2", "495")):
            row = hq.row_with(line)
            for title, text in (("预算调整数", "0"), ("上年结转", "0"), ("支出决算数", spent)):
                hq.change(row, title, text)
        hq.saved()
        hq.sees(OVERSPENT, "#findings")
        hq.follow("绩效指标", "main .tabs")
        hq.change(hq.row_with("P01-1"), "实际完成值", "99.60")
        hq.saved()
        hq.follow("项目", "main .tabs")
        hq.change(hq.row_with("P01"), "已填自评表", "是")
        hq.saved()
        hq.go("/2022/HQ/evaluation/")
        hq.move("送审")
        approver.go("/")
        approver.sees("等我办理的")
        approver.follow(TITLE)
        approver.move("退回", tick=OVERSPENT, page="budget", remark="请对照决算表")

        hq.go("/")
        hq.sees("有 1 张表被退回")
        hq.sees(f"退回原因 {OVERSPENT} ART-06")
        hq.follow(TITLE)
        hq.sees("请对照决算表", "#comments")
        hq.follow("支出决算数", "#findings")
        expect(hq.page.locator("[role=gridcell]:focus")).to_have_text("1,984.00")
        hq.write("198.40")
        hq.saved()
        hq.sees("这一页没有问题", "#findings")
        self.hand_in("HQ")

    def school_pastes(self) -> None:
        """In English, from Excel."""
        school = self["school_handler"]
        school.go("/")
        school.sees("20 days left")
        school.follow(TITLE)
        school.follow("Projects")
        school.paste([title for title, _text in SCHOOL_PROJECT], [[text for _title, text in SCHOOL_PROJECT]])
        school.saved()
        school.follow("Budget and execution")
        school.paste(SCHOOL_MONEY, SCHOOL_LINES)
        school.saved()
        expect(school.cell(school.row_with("B3"), "Execution rate")).to_have_text("99.50%")
        school.follow("Indicators")
        line = ("P02-1", "P02", "产出指标", "数量指标", "修缮面积", "≥", "1200", "平方米", "90", "1200")
        school.paste(SCHOOL_INDICATOR, [line])
        school.saved()
        self.hand_in("SCHOOL")

    def palace_uploads(self) -> None:
        """The empty workbook, filled in at home: looked at, then taken in."""
        palace = self["palace_handler"]
        book = blank_book(self.folder / "palace.xlsx")
        fill_book(book, PALACE)
        palace.go("/2022/PALACE/evaluation/files/")
        palace.page.set_input_files("#file", str(book))
        palace.press("上传并预览")
        palace.sees("新增的行（3）")
        palace.go("/2022/PALACE/evaluation/sheet/budget/")
        palace.sees("还没有行")
        palace.page.go_back()
        palace.press("确认导入")
        palace.follow("回到表")
        self.hand_in("PALACE")

    def department_finds_the_slip(self) -> None:
        """The totals are the sum of the units; what is wrong goes back with one click, and comes back mended."""
        finance, palace = self["finance"], self["palace_handler"]
        finance.go("/2022/UNION/consolidation/")
        shown = [line.all_text_contents() for line in map(cells_of, finance.page.locator("main form table tr").all())]
        budget, spent = (shown[0].index(f"{word}（万元）") for word in ("全年预算数", "支出数"))
        units, total = list(shown[1:-1]), shown[-1]
        assert len(units) == 3
        assert [total[budget], total[spent]] == ["1,180.00", "1,180.90"]
        for column in (budget, spent):
            assert sum(map(yuan, (line[column] for line in units))) == yuan(total[column])

        slip = finance.page.locator("#findings article").filter(has_text="ART-06")
        expect(slip).to_contain_text("98.00 万元")
        slip.get_by_role("button", name="以此条退回").click()
        finance.sees("已办理", "#messages")

        palace.go("/")
        palace.sees("主管部门退回")
        palace.follow(TITLE)
        palace.sees("不应超过：80.00 万元", "#comments")
        palace.follow("预算执行 · 支出决算数", "#comments")
        expect(palace.page.locator("[role=gridcell]:focus")).to_have_text("98.00")
        palace.write("78")
        palace.saved()
        self.hand_in("PALACE")

    def department_submits(self) -> None:
        """Its own sheets come by workbook; then every unit is accepted, and all goes to the bureau."""
        finance = self["finance"]
        finance.go("/2022/UNION/evaluation/files/")
        finance.page.set_input_files("#file", str(department_book(self.folder)))
        finance.press("上传并预览")
        finance.press("确认导入")
        finance.follow("回到表")
        finance.go("/2022/UNION/consolidation/")
        for _code, name, _kind in UNITS:
            finance.page.get_by_label(name, exact=True).check()
        finance.press("审核通过所选单位")
        finance.sees("已审核通过 3 个单位", "#messages")
        finance.sees("1,160.90")
        finance.follow("部门自己的表")
        finance.move("报送财政")

    def bureau_approves(self) -> None:
        """The reviewer prefers English: one switch, and the same form is reviewed and made final."""
        bureau = self["bureau"]
        bureau.sees("等我办理的")
        bureau.menu("English")
        bureau.sees("Waiting for me")
        bureau.follow(TITLE)
        bureau.move("Business review passed")
        bureau.move("Finalise")
        bureau.sees("Final", "#flow")

    def report(self) -> Path:
        """Finance has the report written, looks at it, and downloads it."""
        finance = self["finance"]
        finance.go("/2022/UNION/reports/")
        for kind in ("html", "xlsx", "pdf"):
            finance.page.uncheck(f"input[name=kinds][value={kind}]")
        finance.press("生成报告")
        call_command("run_jobs", once=True)
        finance.go("/2022/UNION/reports/")
        finance.sees("97.39")
        return finance.download(lambda: finance.page.click("main table a[href$='/docx/']"), self.folder, "report.docx")

    def card(self) -> dict[str, str]:
        """Code of a line → its score, as the page of scores shows them; and the total."""
        finance = self["finance"]
        finance.go("/2022/UNION/scores/")
        found = {"": finance.page.locator("main .figure-big").first.inner_text().split(" / ")[0]}
        for line in finance.page.locator("main table", has_text="评分表").locator("tbody tr").all():
            told = line.locator("td").all_text_contents()
            found[line.locator(".code").inner_text()] = told[1].strip()
        return found

    def evaluated(self) -> dict[str, str]:
        """The same, as `jixiao evaluate` computes it from the workbook that the page exports."""
        finance = self["finance"]
        finance.go("/2022/UNION/evaluation/files/")
        book = finance.download(lambda: finance.follow("导出部门汇总"), self.folder, "whole.xlsx")
        done = CliRunner().invoke(
            jixiao, ["evaluate", str(book), "--out", str(self.folder / "out"), "--no-pdf", "--json"]
        )
        card = json.loads(done.stdout)["scorecard"]
        return {line["code"]: line["score"] for line in card["lines"]} | {"": card["total"]}


def cells_of(line: Locator) -> Locator:
    """The cells of a row of a table, headings too."""
    return line.locator("th, td")


def yuan(shown: str) -> Decimal:
    """The figure that a cell shows."""
    return Decimal(shown.strip().replace(",", ""))
