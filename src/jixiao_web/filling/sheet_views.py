"""A sheet of a form: the page, and the rows that did not come with it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jixiao_web import policies
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling import passports, selectors, sheet_rows
from jixiao_web.filling.places import form_of, is_editable, named, sheet_of
from jixiao_web.objectives.selectors import owners_in
from jixiao_web.shell import stamps
from jixiao_web.shell.language import core_language


@require_GET
def sheet(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> HttpResponse:
    """One sheet: the grid or the form rows, with findings and help beside them."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, subject)
    editable = is_editable(request, form)
    missing = request.GET.get("missing") == "1"
    part = sheet_rows.first_rows(form, here, missing=missing)
    rows = part.rows
    columns = selectors.columns_for(form, here, editable)
    if missing and here.subject.is_form:
        filled = {name for row in rows for name, cell in row["cells"].items() if cell["v"]}
        columns = [column for column in columns if column["field"] not in filled]
    if here.subject.is_form:
        known = passports.last_years(form, here)
        columns = [{**column, "lastYear": known.get(column["field"], "")} for column in columns]
    english = core_language() == "en"
    data = {
        "columns": columns,
        "rows": rows,
        "ahead": sheet_rows.ahead(form, here) if part.more else None,
        "editable": editable,
        "isForm": here.subject.is_form,
        "subject": subject,
        "last": selectors.last_deed(form),
        "remarks": selectors.open_remarks(form, here),
        "words": _words(here),
    }
    tabs = selectors.overview(form, english)
    context = named(
        form,
        sheet=here,
        title=here.subject.en if english else here.subject.zh,
        tabs=tabs,
        tabs_key=(year, unit, kind, subject, tuple((item.url_name, item.title, item.missing) for item in tabs)),
        data=data,
        data_key=_data_key(form, here, data, missing=missing),
        editable=editable,
        may_edit=policies.may(request.user, "form.edit", form),
        due=windows.last_day(form),
        missing=missing,
        rows=rows,
        live=any(column["live"] for column in columns),
        **_indicators(form, here, editable),
    )
    return render(request, "filling/sheet.html", context)


def _data_key(form: Form, here: Sheet, data: dict[str, Any], *, missing: bool) -> Hashable:
    """What the data of a sheet depends on; nothing where they hold more than the form itself says."""
    if form.changed_at is None or form.scope == "department" or here.subject.is_form:
        return None
    remarks = tuple((cell, *texts) for cell, texts in data["remarks"].items())
    state = (form.pk, here.subject.id, form.revision, form.changed_at, stamps.value("organisation"))
    return (*state, data["editable"], missing, remarks)


def _indicators(form: Form, here: Sheet, editable: bool) -> dict[str, Any]:
    """What the sheet of indicators has beside it: weights that must close, lint where names are set, and the library."""
    if here.subject.id != "indicator":
        return {}
    names = here.fills("name")
    owners = owners_in(form) if names and editable else ()
    return {
        "weighs": here.shows("weight"),
        "lints": names,
        "owners": owners,
        "levels": here.subject.field("lv1").choices,
    }


def _words(here: Sheet) -> dict[str, str]:
    return {
        "label": here.subject.en if core_language() == "en" else here.subject.zh,
        "saving": _("正在保存…"),
        "saved": _("已保存 {time}"),
        "offline": _("连接中断，已在本机保留 {n} 处修改，恢复后自动保存"),
        "refused": _("刚才的修改没有保存"),
        "signedOut": _("登录已失效：修改已保留在本机，请重新登录"),
        "conflict": _("“{field}”已被 {by} 改动，请选择保留哪一个"),
        "blank": _("（空）"),
        "example": _("示例："),
        "basis": _("口径："),
        "unit": _("单位："),
        "required": _("必填"),
        "computed": _("由系统计算，不用填。"),
        "lastYear": _("上年："),
        "here": _("{names} 正在此表"),
        "merged": _("{by} 刚改动了 {n} 格，已合并到表中"),
        "reload": _("别人刚改动了很多格，请刷新页面后继续。"),
        "nothingFound": _("没有找到这样的数据。"),
        "rowsShown": _("共 {n} 行"),
        "notTaken": _("连接中断，没有引用，请稍候再试。"),
        "loading": _("还在载入其余的行，请稍候再粘贴。"),
        "notLoaded": _("其余的行没有载入，请刷新页面。"),
    }


@require_GET
def rows(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> JsonResponse:
    """The rows after one (`after`) that were there when the page came (`until`), and whether others follow."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, subject)
    told = [request.GET.get(name, "") for name in ("after", "until")]
    after, until = (int(text) if text.isdecimal() else 0 for text in told)
    part = sheet_rows.rows_for(form, here, after=after, until=until, missing=request.GET.get("missing") == "1")
    return JsonResponse({"rows": part.rows, "more": part.more})
