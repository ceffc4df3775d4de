"""One report that uses everything the model can say: it is what the writers' tests write, and what one looks at."""

from __future__ import annotations

from jixiao.reports.model import (
    Align,
    Annex,
    Bar,
    Chart,
    Column,
    FactNote,
    Heading,
    Live,
    Paragraph,
    Pending,
    Report,
    Spans,
    Table,
    Text,
)

BUDGET, SPENT, RATE = "2022/department/total/budget", "2022/department/total/spent", "2022/department/total/rate"
SCORE = "2022/score/total"
RARE = "㛃𠮷堃镕㎡"  # characters that the stand-in of 仿宋 has no shape for
LONG = "2022/project/" + "职工服务阵地建设与改造提升工程" * 5 + "/spent"
PRICE = Column("全年预算数", Align.RIGHT, 3)
PAID = Column("执行数", Align.RIGHT, 3)
RATED = Column("执行率（%）", Align.RIGHT, 3)

UNITS = (
    ("机关本级", "21358.40", "21001.77", "98.33", 9833),
    ("工人文化宫", "8826.00", "8826.00", "100.00", 10000),
    ("工程职业技术学院", "12034.35", "11820.14", "98.22", 9822),
    ("外语职业学校", "4668.00", "4506.20", "96.53", 9653),
)


def facts() -> dict[str, FactNote]:
    """The passports of the figures below."""
    notes = {
        BUDGET: FactNote(
            "部门整体支出预算", "46886.75 万元", "全年预算（调整后）", "2022年", "部门预算.xlsx › 收支 › C14", "公开"
        ),
        SPENT: FactNote(
            "部门整体支出决算", "46154.11 万元", "部门决算口径", "2022年", "部门预算.xlsx › 收支 › D14", "公开"
        ),
        RATE: FactNote("部门整体支出执行率", "98.44%", "决算数 ÷ 全年预算数", "2022年", "规则：预算执行率", "计算"),
        SCORE: FactNote("自评总分", "97.48 分", "两部分得分之和", "2022年", "规则：部门整体支出绩效自评", "计算"),
        LONG: FactNote("项目支出", "345.67 万元", "项目决算", "2022年", "项目.xlsx › 项目 › H3", "示例"),
    }
    for name, budget, spent, rate, _ in UNITS:
        notes[f"2022/unit/{name}/budget"] = FactNote(f"{name}预算", f"{budget} 万元", "全年预算", "2022年", "", "示例")
        notes[f"2022/unit/{name}/spent"] = FactNote(f"{name}决算", f"{spent} 万元", "决算", "2022年", "", "示例")
        notes[f"2022/unit/{name}/rate"] = FactNote(
            f"{name}执行率", f"{rate}%", "决算数 ÷ 全年预算数", "2022年", "", "计算"
        )
    return notes


def unit_rows() -> tuple[tuple[Spans, ...], ...]:
    rows: list[tuple[Spans, ...]] = [
        (
            (Text(name),),
            (Live(f"2022/unit/{name}/budget", budget),),
            (Live(f"2022/unit/{name}/spent", spent),),
            (Live(f"2022/unit/{name}/rate", rate),),
        )
        for name, budget, spent, rate, _ in UNITS
    ]
    total: tuple[Spans, ...] = (
        (Text("合计"),),
        (Live(BUDGET, "46886.75"),),
        (Live(SPENT, "46154.11"),),
        (Live(RATE, "98.44"),),
    )
    return (*rows, total)


def long_table(rows: int) -> Table:
    """A table over several pages, two figures in each row."""
    columns = (
        Column("序号", Align.CENTRE, 1),
        Column("项目名称", Align.LEFT, 5),
        Column("单位", Align.LEFT, 3),
        PRICE,
        PAID,
        Column("未完成原因及改进措施", Align.LEFT, 5),
    )
    return Table(
        "项目支出绩效自评汇总表",
        columns,
        tuple(
            (
                (Text(str(number)),),
                (Text(f"第{number}号职工服务项目（含设备购置与运行维护）"),),
                (Text(UNITS[number % 4][0]),),
                (Live(f"2022/project/P{number:03d}/budget", f"{number}0.00"),),
                (Live(f"2022/project/P{number:03d}/spent", f"{number}0.00"),),
                (Pending("偏差原因", f"2022/project/P{number:03d}/reason"),) if number % 9 == 0 else (Text("—"),),
            )
            for number in range(1, rows + 1)
        ),
        unit="万元",
    )


def report(rows: int = 60, *, draft: bool = True) -> Report:
    """The sample; `rows` is the length of its long table."""
    nothing = Pending("责任人", "2022/measure/M1/owner")
    blocks = (
        Heading(1, "一、部门基本情况"),
        Heading(2, "（一）部门职能与机构设置"),
        Paragraph(
            (
                Text("本部门设14个内设机构和1个派驻纪检监察组，下属3个单位。全年预算"),
                Live(BUDGET, "46886.75"),
                Text("万元，支出决算"),
                Live(SPENT, "46154.11"),
                Text("万元，预算执行率"),
                Live(RATE, "98.44%"),
                Text("。按照“过紧日子”要求，本年度继续压减一般性支出——详见附件1；同比口径一致，折合"),
                Live(SPENT, "4.62"),
                Text("亿元。"),
            )
        ),
        Heading(3, "1. 人员情况"),
        Paragraph((Text("含生僻字人名：王㛃、李𠮷、赵堃、朱镕；符号：≥95%、1×2、±0.5、①、℃、㎡、‰。"),)),
        Heading(4, "（1）在职人员"),
        Paragraph((Text("在职人员分布于机关与学校。\n本段第二行由换行符另起。"), Text(" 首尾空格 "))),
        Heading(1, "二、绩效自评情况"),
        Heading(2, "（一）自评结论"),
        Paragraph(
            (Text("自评得分"), Live(SCORE, "97.48"), Text("分，等级为“优”。")),
        ),
        Table(
            "各单位预算执行情况", (Column("单位", Align.LEFT, 4), PRICE, PAID, RATED), unit_rows(), "万元", total=True
        ),
        Paragraph((Text("工程职业技术学院另有一个名称很长的项目，支出"), Live(LONG, "345.67"), Text("万元。"))),
        Heading(2, "（二）存在的问题与改进措施"),
        Paragraph(
            (
                Text("个别项目进度慢。整改"),
                nothing,
                Text("，完成时限"),
                Pending("完成时限", "2022/measure/M1/due"),
                Text("。"),
            )
        ),
        Annex("附件1", "部门整体支出绩效自评图表"),
        Heading(2, "（一）预算执行"),
        Chart(
            "四个单位中外语职业学校执行率最低，为96.53%",
            "%",
            tuple(
                Bar(name, hundredths, f"{rate}%", f"2022/unit/{name}/rate", warn=hundredths < 9800)
                for name, _, _, rate, hundredths in UNITS
            ),
            10000,
        ),
        Annex("附件2", "项目支出绩效自评汇总", wide=True),
        long_table(rows),
        Annex("附件3", "佐证材料目录", wide=True),
        Table("", (Column("序号", Align.CENTRE), Column("材料", share=6)), (((Text("1"),), (Text("决算批复"),)),)),
        Annex("附件4", "说明"),
        Paragraph(
            (Text("<script>alert(1)</script> & #set page(fill: red) $x$ *强调* _x_ @ref 〔2022〕10号 \\ \"引号\" 'a'"),)
        ),
        Table("", (Column("只有表头"), Column("没有内容")), ()),
    )
    return Report(
        title=("某市总工会2022年度", "部门整体支出绩效自评报告"),
        blocks=blocks,
        signature=(Text("某市总工会"),),
        date=(Text("2023年4月10日"),),
        facts=facts(),
        attachments=("部门整体支出绩效自评图表", "项目支出绩效自评汇总", "佐证材料目录", "说明"),
        draft=draft,
    )
