"""Deeds on evidence: add, describe, hide, bring back, look at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao.files.sniff import FileKind, sniff
from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.windows import is_open, last_day
from jixiao_web.evidence import register
from jixiao_web.evidence.filing import digest_of, lent, safe_name
from jixiao_web.evidence.models import ENDINGS, EvidenceFile
from jixiao_web.filling.deeds import Refused
from jixiao_web.shell.language import core_language

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

MOST = 30
"""So many files at once."""


@dataclass(frozen=True, slots=True)
class Added:
    """One uploaded file that was kept; `same_as` names files of the form that hold the same bytes."""

    file: EvidenceFile
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAdded:
    """One uploaded file that was not kept, and a whole sentence why."""

    name: str
    sentence: str


def add(
    by: User, form: Form, files: Sequence[File], *, lines: Sequence[str] = (), code: str = ""
) -> tuple[list[Added], list[NotAdded]]:
    """Keep uploaded files, each numbered; those that cannot be evidence are told and the others kept.

    Args:
        by: who uploads.
        form: whose evidence it is.
        files: what was uploaded.
        lines: codes of lines or numbers of indicators that all of them prove.
        code: the number in the list of evidence that the one file is for, where it is listed already.

    Raises:
        PermissionDenied: no right, or the form is not open.
        Refused: too many at once.
    """
    require_open(by, form)
    if len(files) > MOST:
        raise Refused(
            _("一次最多上传 {most} 份，这次有 {found} 份：请分几次上传。").format(most=MOST, found=len(files))
        )
    added: list[Added] = []
    refused: list[NotAdded] = []
    for file in files:
        name = safe_name(file.name or "", "evidence")
        kind, sentence = _judged(file, name)
        if sentence:
            refused.append(NotAdded(name, sentence))
        else:
            added.append(_keep(by, form, file, name, kind, lines, code if len(files) == 1 else ""))
    return added, refused


def require_open(by: User, form: Form) -> None:
    """Raises PermissionDenied: no right to add evidence, or the form's window is closed."""
    policies.require(by, "evidence.add", form)
    day = policies.today()
    if not is_open(form, day):
        raise PermissionDenied(
            _("填报时间为 {start} 至 {end}，今天是 {day}：如确需补报，请向主管部门申请延期。").format(
                start=form.task.opens_on.isoformat(), end=last_day(form).isoformat(), day=day.isoformat()
            )
        )


def _judged(file: File, name: str) -> tuple[str, str]:
    """The kind of a file by its content, and why it cannot be taken (nothing: it can)."""
    size = file.size or 0
    if size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT >> 20
        return "", _("“{file}”有 {found} MB，最多 {limit} MB：请压缩图片或分成几份再传。").format(
            file=name, found=size >> 20, limit=limit
        )
    with lent(file, name) as path:
        kind = sniff(path)
    if kind.value in ENDINGS:
        return kind.value, ""
    if kind in {FileKind.ZIP, FileKind.BROKEN_ZIP}:
        return "", _("“{file}”是压缩包：请解压后把里面的文件一起选中上传，系统会逐份编号。").format(file=name)
    if kind is FileKind.EMPTY:
        return "", _("“{file}”是空文件：请检查后重新上传。").format(file=name)
    if kind is FileKind.ENCRYPTED:
        return "", _("“{file}”有密码，无法核对内容：请取消密码后再传。").format(file=name)
    if kind is FileKind.XLSM:
        return "", _("“{file}”带有宏：请另存为不带宏的 xlsx 或打印成 PDF 后再传。").format(file=name)
    return "", _("“{file}”的内容是{kind}，不能作为佐证材料：请转成 PDF、图片、Word、Excel 或 OFD 后再传。").format(
        file=name, kind=_term(kind)
    )


def _term(kind: FileKind) -> str:
    from jixiao.files.messages import text  # noqa: PLC0415  # words of the core for a refusal only

    return text(kind.term.message_id, core_language())


@transaction.atomic
def _keep(by: User, form: Form, file: File, name: str, kind: str, lines: Sequence[str], code: str) -> Added:
    locked = Form.objects.select_for_update(of=("self",)).select_related("task__year", "unit").get(pk=form.pk)
    digest = digest_of(file)
    same = tuple(
        EvidenceFile.objects.filter(form=locked, digest=digest, removed_at__isnull=True).values_list("code", flat=True)
    )
    number = (EvidenceFile.objects.filter(form=locked).aggregate(last=Max("number"))["last"] or 0) + 1
    listed = register.listed(locked)
    taken = set(listed) | set(EvidenceFile.objects.filter(form=locked).values_list("code", flat=True))
    told = listed.get(code, {})
    made = EvidenceFile(
        form=locked,
        number=number,
        code=code if told else register.free_code(locked, taken),
        name=told.get("name") or (name.rpartition(".")[0] or name)[:200],
        lines=list(lines) or register.codes_in(told.get("lines", "")),
        original_name=name,
        size=file.size or 0,
        kind=kind,
        digest=digest,
        pages=told.get("page", "")[:60],
        by=by,
        at=timezone.now(),
    )
    made.file.save(f"{uuid.uuid4().hex}.{ENDINGS[kind]}", file, save=False)
    made.save()
    audit.record(
        by=by,
        deed="evidence.add",
        target=made,
        after={"code": made.code, "file": name, "sm3": digest, "lines": made.lines},
    )
    register.write(by, made)
    return Added(made, same)


@transaction.atomic
def describe(
    by: User,
    item: EvidenceFile,
    *,
    name: str,
    lines: Iterable[str],
    pages: str = "",
    dated: date | None = None,
    sealed: bool | None = None,
) -> EvidenceFile:
    """Say what a file is: its name, what it proves, where, of when, and whether it bears a seal.

    Raises PermissionDenied: no right. Raises Refused: no name.
    """
    require_open(by, item.form)
    held = (
        EvidenceFile.objects.select_for_update(of=("self",))
        .select_related("form__task__year", "form__unit")
        .get(pk=item.pk)
    )
    clean = safe_name(name.strip(), "")
    if not clean:
        raise Refused(_("请填材料名称，例如“劳模津贴发放明细表”。"))
    before = {"name": held.name, "lines": held.lines, "pages": held.pages}
    held.name, held.lines, held.pages = clean, list(dict.fromkeys(lines)), pages.strip()[:60]
    held.dated, held.sealed = dated, sealed
    held.save()
    audit.record(
        by=by,
        deed="evidence.describe",
        target=held,
        before=before,
        after={"name": held.name, "lines": held.lines, "pages": held.pages},
    )
    register.write(by, held)
    return held


@transaction.atomic
def remove(by: User, item: EvidenceFile, reason: str) -> None:
    """Hide a file; it can be brought back and is never lost. Raises Refused: hidden already, or no reason."""
    require_open(by, item.form)
    held = (
        EvidenceFile.objects.select_for_update(of=("self",))
        .select_related("form__task__year", "form__unit")
        .get(pk=item.pk)
    )
    if held.removed_at is not None:
        raise Refused(_("这份材料已经撤下。"))
    if not reason.strip():
        raise Refused(_("请写明为什么撤下，例如“传错了年度”。"))
    EvidenceFile.objects.filter(pk=held.pk).update(removed_at=timezone.now())
    audit.record(by=by, deed="evidence.remove", target=held, before={"code": held.code}, reason=reason.strip())
    register.erase(by, held)


@transaction.atomic
def restore(by: User, item: EvidenceFile) -> None:
    """Bring a hidden file back. Raises Refused: it is not hidden."""
    require_open(by, item.form)
    held = (
        EvidenceFile.objects.select_for_update(of=("self",))
        .select_related("form__task__year", "form__unit")
        .get(pk=item.pk)
    )
    if held.removed_at is None:
        raise Refused(_("这份材料没有撤下。"))
    EvidenceFile.objects.filter(pk=held.pk).update(removed_at=None)
    audit.record(by=by, deed="evidence.restore", target=held, after={"code": held.code})
    register.write(by, held)


def look(by: User, items: Sequence[EvidenceFile], form: Form) -> None:
    """Write down who saw which evidence. Raises PermissionDenied: no right to see it."""
    policies.require(by, "evidence.view", form)
    for item in items:
        audit.record(by=by, deed="evidence.view", target=item, after={"code": item.code, "sm3": item.digest})
