"""Whether a request may be done at all: what it names is there, its texts can be kept, and its rows are the person's to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jixiao_web.accounts.models import Post, Role
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling.deeds import LONGEST_TEXT, MOST_CHANGES, DeedRequest, Refused
from jixiao_web.filling.models import Row

if TYPE_CHECKING:
    from jixiao_web.cycle.models import Form

_THROUGH_PROJECT = {"budget": "project", "milestone": "project", "contract": "project", "indicator": "owner"}
"""Subject → the field that names the project a row belongs to."""


def check_request(request: DeedRequest, known: Mapping[str, Sheet]) -> None:
    """Raises Refused with a whole sentence where something cannot be done."""
    if len(request.changes) > MOST_CHANGES:
        raise Refused(
            _("一次最多改动 {most} 处，这次有 {found} 处：请分几次导入。").format(
                most=MOST_CHANGES, found=len(request.changes)
            )
        )
    for change in request.changes:
        sheet = known.get(change.subject)
        if sheet is None:
            raise Refused(_("这张表没有“{subject}”这一页，请刷新页面。").format(subject=change.subject))
        may = (
            sheet.shows if request.kind == "prefill" else sheet.fills
        )  # what is only shown comes from an earlier stage
        if change.field and not may(change.field):
            raise Refused(
                _("“{sheet}”的“{field}”在这一环节不填，请刷新页面。").format(
                    sheet=sheet.subject.sheet, field=change.field
                )
            )
        if len(change.after) > LONGEST_TEXT:
            raise Refused(
                _("“{sheet}”的一格文字有 {found} 字，最多 {most} 字：请缩短或作为佐证材料上传。").format(
                    sheet=sheet.subject.sheet, found=len(change.after), most=LONGEST_TEXT
                )
            )
        if "\0" in change.after:
            raise Refused(_("“{sheet}”的一格里有看不见的控制字符，请重新键入。").format(sheet=sheet.subject.sheet))


def division_refusal(post: Post, form: Form, request: DeedRequest) -> str:
    """Why a business division may not make these changes, or nothing: it fills in the rows of its own projects only."""
    if post.role != Role.BUSINESS or post.division is None:
        return ""
    own = post.division.name
    projects = Row.objects.filter(form=form, subject="project", alive=True, cells__division=own)
    keys = {cells.get("project", "") for cells in projects.values_list("cells", flat=True)}
    present = Row.objects.in_bulk({change.row for change in request.changes if isinstance(change.row, int)})
    told: dict[str, dict[str, str]] = {}
    for change in request.changes:
        if isinstance(change.row, str):
            told.setdefault(change.row, {})[change.field] = change.after
    for change in request.changes:
        cells = (
            present[change.row].cells
            if isinstance(change.row, int) and change.row in present
            else told.get(str(change.row), {})
        )
        through = _THROUGH_PROJECT.get(change.subject)
        is_own = cells.get(through, "") in keys if through else cells.get("division", "") == own
        if not is_own or (change.field == "division" and change.after != own):
            return _("业务处室“{own}”只填本处室项目的行；其他行请由经办人填写。").format(own=own)
    return ""
