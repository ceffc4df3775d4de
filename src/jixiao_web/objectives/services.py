"""Deeds on the library: keep, retire, take into a form, learn from what was finally approved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jixiao.facts.reading import ValueProblem, read_value
from jixiao.figures import Missing
from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.cycle.sheets import sheets
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import Applied, CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Deed, Row
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.objectives.selectors import owners_in, past_of
from jixiao_web.objectives.tokens import words_of
from jixiao_web.organisation.models import Unit

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

FIELDS = ("lv1", "lv2", "name", "definition", "operator", "unit", "basis", "field")
SUBJECT = "indicator"


@transaction.atomic
def keep(
    by: User, cells: Mapping[str, str], place: Unit | None, item: LibraryIndicator | None = None
) -> LibraryIndicator:
    """Put an indicator into the library, or change one.

    Raises:
        PermissionDenied: no right there.
        Refused: something must be filled in, is not one of the permitted words, or is there already.
    """
    target = item if item is not None else LibraryIndicator(place=place)
    policies.require(by, "library.edit", target)
    told = {name: cells.get(name, "").strip() for name in FIELDS}
    _check(told)
    others = LibraryIndicator.objects.filter(place=target.place, lv1=told["lv1"], lv2=told["lv2"], name=told["name"])
    if others.exclude(pk=target.pk).exists():
        raise Refused(_("指标库里已有“{name}”，请修改那一条，或换一个名称。").format(name=told["name"]))
    before = {name: getattr(target, name) for name in FIELDS} if target.pk else {}
    for name, value in told.items():
        setattr(target, name, value)
    target.words = words_of(told)
    target.provenance = LibraryIndicator.Provenance.EDITED
    target.save()
    audit.record(by=by, deed="library.keep", target=target, before=before, after=told)
    return target


def _check(told: Mapping[str, str]) -> None:
    subject = registry().by_id[SUBJECT]
    for name in ("lv1", "lv2", "operator"):
        field = subject.field(name)
        if told[name] not in field.choices:
            raise Refused(
                _("“{field}”应是其中之一：{choices}。").format(field=field.zh, choices="、".join(field.choices))
            )
    if not told["name"]:
        raise Refused(_("请填三级指标的名称，例如“劳模津贴发放率”。"))
    for name, most in (("name", 100), ("unit", 20), ("basis", 200), ("field", 60)):
        if len(told[name]) > most:
            raise Refused(_("“{text}…”太长，最多 {most} 字。").format(text=told[name][:20], most=most))


@transaction.atomic
def retire(by: User, item: LibraryIndicator, *, retired: bool) -> None:
    """Take an indicator out of the search, or bring it back; it stays where it was used."""
    policies.require(by, "library.edit", item)
    LibraryIndicator.objects.filter(pk=item.pk).update(retired=retired)
    audit.record(
        by=by, deed="library.retire", target=item, before={"retired": item.retired}, after={"retired": retired}
    )


@transaction.atomic
def use(
    by: User,
    item: LibraryIndicator,
    form: Form,
    owner: str,
    *,
    with_target: bool = False,
    client: uuid.UUID | None = None,
) -> Applied:
    """Take an indicator into a form's sheet: its words, and last year's result of the same unit as the last year's value.

    Args:
        by: who takes it.
        item: the indicator.
        form: the form.
        owner: whose it becomes there, the department's or a project's.
        with_target: whether last year's target is this year's to begin with.
        client: the browser's own number for the deed; sent again, nothing is taken twice.

    Raises:
        PermissionDenied: no right to fill in the form now.
        Refused: the form has no such sheet at this stage, or no such owner.
    """
    policies.require(by, "library.view", item)
    sheet = sheets(form.task.kind, form.scope).get(SUBJECT)
    if sheet is None or not sheet.fills("name"):
        raise Refused(_("这张表在这一环节不填绩效指标。"))
    if owner not in dict(owners_in(form)):
        raise Refused(_("表里没有编号为“{owner}”的项目，请先在“项目”表里填好项目编号。").format(owner=owner))
    past = past_of(item, form.task.year.fiscal_year - 1, form.unit.code)
    cells = {
        "no": _free(form, owner),
        "owner": owner,
        "lv1": item.lv1,
        "lv2": item.lv2,
        "name": item.name,
        "operator": item.operator,
        "target": _number(past.get("target", "")) if with_target else "",
        "unit": past.get("unit") or item.unit,
        "last_year": _number(past.get("actual", "")),
    }
    origin = _("指标库 › {name}").format(name=item.name)
    changes = [CellChange("n1", SUBJECT, "", "", "1", origin)]
    changes += (
        CellChange("n1", SUBJECT, name, "", value, origin)
        for name, value in cells.items()
        if value and sheet.fills(name)
    )
    request = DeedRequest(Deed.Kind.TYPING, tuple(changes), origin[:200], client or uuid.uuid4())
    known = Deed.objects.filter(client=request.client).exists()
    applied = filling.apply(by, form, request)
    if not known:
        LibraryIndicator.objects.filter(pk=item.pk).update(uses=F("uses") + 1)
    return applied


def _number(text: str) -> str:
    """A figure of an earlier year; a date or a word of one does not go where a figure is asked for."""
    try:
        value = read_value(registry().by_id[SUBJECT].field("target"), text)
    except ValueProblem:
        return ""
    return "" if isinstance(value, Missing) else text


def _free(form: Form, owner: str) -> str:
    """The first number of an owner that no indicator of the task has: indicators of all units stand in one year."""
    listed = Row.objects.filter(form__task=form.task, subject=SUBJECT, alive=True)
    taken = set(listed.values_list("cells__no", flat=True))
    prefix = "Z" if owner == "部门" else owner
    return next(name for number in count(1) if (name := f"{prefix}-{number}") not in taken)


@transaction.atomic
def learn(form: Form, by: User) -> int:
    """Take the indicators of a finally approved form into the library, with target and result of its year.

    Done when a form becomes final, in the name of who made it so: no right is asked beside the one to do that. Learning a
    form again brings its year up to date. Answers how many indicators were learned.
    """
    if form.task.kind != Kind.EVALUATION:
        return 0
    version = form.versions.order_by("-number").first()
    if version is None:
        return 0
    department = form.task.year.department
    year, learned = form.task.year.fiscal_year, 0
    rows = version.rows.get(SUBJECT, [])
    names = {row["cells"].get("name", "") for row in rows}
    known: dict[tuple[str, str, str], LibraryIndicator] = {}
    for item in LibraryIndicator.objects.select_for_update(of=("self",)).filter(place=department, name__in=names):
        known[item.lv1, item.lv2, item.name] = item
    common = {
        (item.lv1, item.lv2, item.name): item for item in LibraryIndicator.objects.filter(place=None, name__in=names)
    }
    for row in rows:
        cells: Mapping[str, str] = row["cells"]
        kind = (cells.get("lv1", ""), cells.get("lv2", ""), cells.get("name", ""))
        if not all(kind) or len(kind[2]) > 100:
            continue
        item = known.get(kind) or _fresh(department, kind, cells, common.get(kind))
        key = f"{year} {form.unit.code}"
        item.uses += 0 if key in item.history else 1
        item.history[key] = {
            "target": cells.get("target", "") or cells.get("due", ""),
            "actual": cells.get("actual", "") or cells.get("done", "") or cells.get("state", ""),
            "unit": cells.get("unit", ""),
            "source": f"{form.task.title} v{version.number}",
        }
        item.save()
        known[kind] = item
        learned += 1
    if learned:
        audit.record(by=by, deed="library.learn", target=form, after={"indicators": learned, "version": version.number})
    return learned


def _fresh(
    department: Unit, kind: tuple[str, str, str], cells: Mapping[str, str], common: LibraryIndicator | None
) -> LibraryIndicator:
    told = {
        "lv1": kind[0],
        "lv2": kind[1],
        "name": kind[2],
        "operator": cells.get("operator", "")[:20],
        "unit": cells.get("unit", "")[:20],
        "definition": common.definition if common else "",
        "field": common.field if common else "",
    }
    return LibraryIndicator(
        place=department, **told, words=words_of(told), provenance=LibraryIndicator.Provenance.LEARNED
    )
