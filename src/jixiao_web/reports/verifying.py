"""Looking whether an issued report is still what it was, and whether its rows still give its figures."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from jixiao.figures import Missing
from jixiao.reports import html
from jixiao.rules import RuleError
from jixiao.rules.schemes import recorded_scheme
from jixiao_web.evaluation.cards import Computed, compute
from jixiao_web.reports import making
from jixiao_web.reports.models import IssuedReport
from jixiao_web.reports.snapshot import Snapshot, digest_of
from jixiao_web.reports.store import opened, sm3_of, sm3_of_open
from jixiao_web.shell.language import core_language


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and how it stands. `sentence` says what was found."""

    name: str
    holds: bool
    sentence: str


def verify(issued: IssuedReport) -> list[Check]:
    """Digest of the rows, rules, total, text of the report, and the files in the store: each compared with the record."""
    found = [_rows(issued)]
    rules = _rules(issued)
    if rules is not None:
        found.append(rules)
    if rules is None or rules.holds:
        computed = compute(Snapshot.from_data(issued.rows).gathered(), issued.scheme.partition(" ")[0])
        found.append(_total(issued, computed))
        if "html" in issued.digests:
            found.append(_text(issued, computed))
    found.extend(_file(issued, kind) for kind in sorted(issued.files))
    return found


def _rows(issued: IssuedReport) -> Check:
    same = digest_of(issued.rows) == issued.digest
    return Check(
        _("数据快照"),
        same,
        _("与生成时的摘要一致。") if same else _("与生成时的摘要不一致：记录在生成之后被改动过，请报告系统管理员。"),
    )


def _rules(issued: IssuedReport) -> Check | None:
    """Whether the rules are still those by which it was scored; nothing where it was scored by none."""
    if not issued.scheme:
        return None
    scheme, _blank, version = issued.scheme.partition(" ")
    try:
        recorded_scheme(scheme, version, issued.rules)
    except RuleError as error:
        return Check(_("评分规则"), holds=False, sentence=error.text(core_language()))
    return Check(_("评分规则"), holds=True, sentence=_("与生成时的规则相同。"))


def _total(issued: IssuedReport, computed: Computed) -> Check:
    total = None if computed.card is None or isinstance(computed.card.total, Missing) else computed.card.total
    kept = None if isinstance(issued.total, Missing) else issued.total
    same = total == kept
    told = _("{points} 分").format(points=total.text()) if total is not None else _("未定分")
    return Check(
        _("总分"),
        same,
        _("按快照重算为 {total}，与记录相同。").format(total=told)
        if same
        else _("按快照重算为 {total}，与记录不同，请报告系统管理员。").format(total=told),
    )


def _text(issued: IssuedReport, computed: Computed) -> Check:
    snapshot = Snapshot.from_data(issued.rows)
    made = making.model_of(computed, issued.outline, is_final=snapshot.is_final)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / "report.html"
        html.write(made.report, path)
        same = sm3_of(path) == issued.digests["html"]
    return Check(
        _("报告内容"),
        same,
        _("重新撰写的报告与当时逐字节相同。")
        if same
        else _("重新撰写的报告与当时不同：程序的版本可能已经更新，数字以当时的文件为准。"),
    )


def _file(issued: IssuedReport, kind: str) -> Check:
    name = _("文件 {kind}").format(kind=kind)
    try:
        with opened(issued.files[kind]) as file:
            same = sm3_of_open(file) == issued.digests[kind]
    except FileNotFoundError:
        return Check(name, holds=False, sentence=_("文件不在存储中，请从备份恢复。"))
    return Check(
        name,
        same,
        _("与生成时的摘要一致。") if same else _("与生成时的摘要不一致：文件被替换或损坏，请从备份恢复。"),
    )
