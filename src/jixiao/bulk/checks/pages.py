"""The reference page of checks in bulk: which rules there are, how each is found, and what a finding looks like."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.bulk.checks.rules import FAMILIES, judged_rules, left_out, set_rules
from jixiao.bulk.checks.telling import COLUMNS
from jixiao.bulk.schema import DEPT
from jixiao.checks import catalogue
from jixiao.files.messages import text

_SAYS = {
    DEPT: "部门年度的编号",
    "rule": "规则的代码",
    "number": "同一部门年度、同一规则的几个问题以此区分",
    "place": "问题的第几处，从 0 起；0 是最先要看的一处，数问题时只数它",
    "severity": "级别：block 阻断、error 错误、warning 提醒、note 备注",
    "message": "句子的编号",
    "subject": "哪张表；空表示整个部门年度，带年度（`2021/department`）的是那一年的数",
    "row": "表里的第几行；空表示由规则算出的数",
    "field": "哪一栏，或算出的数的名称",
    "found": "填报的数，整数",
    "expected": "应为的数，整数；不是两个数对不上的问题，为空",
    "scale": "这两个数的小数位数",
}

_HEAD = """# 批量核对的规则

`jixiao bulk check` 用的规则，与 `jixiao check` 逐个核对的是同一套声明、同样的级别和句子。

- **整批**：对所有部门年度一次算出。
- **先筛**：与报告、报表里写出的数（“填报数”表）或各项目的自评得分有关。先整批筛掉每个数都对得上的部门年度，剩下的逐个用单独核对的程序判断，
  筛子只会多留，不会漏掉。
- **不核对**：整批没有意义，原因写在后面。"""


def checks_page() -> str:
    """The page as Markdown."""
    rows = [f"| [{code}](checks/{code}.md) | {catalogue()[code].title()} | {how} |" for code, how in _ways()]
    columns = [f"| `{name}` | {_SAYS[name]} |" for name in COLUMNS]
    others = "、".join(FAMILIES)
    return "\n".join(
        [
            _HEAD,
            "",
            "| 代码 | 问题 | 怎样核对 |",
            "| --- | --- | --- |",
            *rows,
            "",
            f"{others} 四类都在表里；其他类没有列出的规则，请逐个部门运行 `jixiao check`。",
            "",
            "## `finding.parquet`",
            "",
            "每一部分一个文件，一行是一个问题的一处。",
            "",
            "| 列 | 内容 |",
            "| --- | --- |",
            *columns,
        ]
    )


def _ways() -> Iterator[tuple[str, str]]:
    for code in sorted({*set_rules(), *judged_rules(), *left_out()}):
        reason = left_out().get(code)
        yield code, f"不核对：{text(reason)}" if reason else "整批" if code in set_rules() else "先筛"
