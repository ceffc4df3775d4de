"""Finding things by a word, from every page: nobody finds what the person may not open.

Each kind of thing asks the database a fixed number of times, however much there is; what is found is cut to `most` a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from jixiao.checks.pages import every_code
from jixiao.facts.registry import Field, Subject
from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form, Kind, Year
from jixiao_web.cycle.sheets import sheets
from jixiao_web.filling.models import Row
from jixiao_web.objectives.selectors import visible
from jixiao_web.organisation.models import UnitPeriod
from jixiao_web.results.initials import initials
from jixiao_web.shell.language import core_language

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is called, what tells it from others of the name, and where it opens."""

    name: str
    told: str
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind. `more`: there are others, which a longer word would single out."""

    word: str
    hits: tuple[Hit, ...]
    more: bool


def words_of(asked: str) -> tuple[str, ...]:
    """The words of a question: parts between blanks, all of which must fit. Single letters and figures alone ask for nothing."""
    plain = "".join(sign if sign.isprintable() else " " for sign in asked)[:LONGEST]
    words = tuple(dict.fromkeys(plain.split()))
    return words if any(len(word) > 1 or not word.isascii() for word in words) else ()


def search(person: User, asked: str, most: int) -> list[Group]:
    """Everything that fits, kind by kind; kinds of which nothing was found are left out."""
    words = words_of(asked)
    if not words or not policies.posts_of(person):
        return []
    kinds: tuple[tuple[str, Callable[[User, Sequence[str], int], list[Hit]]], ...] = (
        (_("单位"), _units),
        (_("表和任务"), _forms),
        (_("项目"), _projects),
        (_("指标库"), _library),
        (_("人员"), _people),
        (_("核对规则"), _rules),
        (_("在哪里填"), _fields),
    )
    groups = []
    for word, find in kinds:
        hits = find(person, words, most + 1)
        if hits:
            groups.append(Group(word, tuple(hits[:most]), len(hits) > most))
    return groups


def _all(words: Iterable[str], *columns: str) -> Q:
    """Each word in one of the columns."""
    return reduce(
        and_, (reduce(Q.__or__, (Q(**{f"{column}__icontains": word}) for column in columns)) for word in words)
    )


def _units(person: User, words: Sequence[str], most: int) -> list[Hit]:
    """By code, by names of today and of before, by first letters. Two queries, with letters three."""
    wanted = _all(words, "name", "short", "unit__code")
    if len(words) == 1 and words[0].isascii() and words[0].isalpha():
        letters = words[0].lower()
        named = UnitPeriod.objects.values_list("pk", "name", "short").order_by()
        wanted |= Q(pk__in=[pk for pk, *names in named if any(letters in initials(name) for name in names)][:most])
    found = UnitPeriod.objects.filter(wanted).select_related("unit").order_by("unit__code", "-valid_from")
    tree, seen = policies.present_tree(person), policies.visible_units(person, "unit.view")
    newest = dict(Year.objects.order_by("fiscal_year").values_list("department", "fiscal_year"))
    hits: dict[int, Hit] = {}
    for period in found[: most * 5]:
        node = tree.nodes.get(period.unit_id)
        department = tree.department_of(period.unit_id)
        year = newest.get(department.id) if department else None
        if year is not None and (seen is None or period.unit_id in seen):
            link = reverse("unit_year", args=[year, period.unit.code])
        elif policies.may(person, "organisation.view", period.unit):
            link = reverse("unit", args=[period.unit.code])
        else:
            continue
        name = node.name if node else period.name
        former = _("曾用名：{name}").format(name=period.name) if period.name != name else ""
        hits.setdefault(period.unit_id, Hit(name, " · ".join(filter(None, (period.unit.code, former))), link))
    return sorted(hits.values(), key=lambda hit: hit.link.startswith(reverse("organisation")))[
        :most
    ]  # one's own units first


def _forms_of(person: User) -> QuerySet[Form]:
    seen = policies.visible_units(person, "form.view")
    forms = Form.objects.select_related("task__year", "unit")
    return forms if seen is None else forms.filter(unit__in=seen)


def _forms(person: User, words: Sequence[str], most: int) -> list[Hit]:
    """By the title of the task, its kind, the year, and the unit. One query."""
    tree = policies.present_tree(person)
    wanted = Q()
    for word in words:
        named = UnitPeriod.objects.filter(Q(name__icontains=word) | Q(short__icontains=word)).values("unit")
        kinds = [kind for kind, label in Kind.choices if word.casefold() in str(label).casefold()]
        year = Q(task__year__fiscal_year=int(word)) if word.isascii() and word.isdigit() and len(word) == 4 else Q()
        one = Q(task__title__icontains=word) | Q(task__kind__in=kinds) | Q(unit__in=named) | Q(unit__code__iexact=word)
        wanted &= one | year if year else one
    found = _forms_of(person).filter(wanted).order_by("-task__year__fiscal_year", "-task__opens_on", "unit__code")
    return [
        Hit(
            form.task.title,
            tree.nodes[form.unit_id].name if form.unit_id in tree.nodes else form.unit.code,
            reverse("form", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind]),
        )
        for form in found[:most]
    ]


def _projects(person: User, words: Sequence[str], most: int) -> list[Hit]:
    """By name, own number or code of the budget system, in the newest form that has them. One query."""
    seen = policies.visible_units(person, "form.view")
    rows = Row.objects.filter(subject="project", alive=True).select_related("form__task__year", "form__unit")
    rows = rows if seen is None else rows.filter(form__unit__in=seen)
    rows = rows.filter(_all(words, "cells__name", "cells__project", "cells__code"))
    hits: dict[tuple[str, str], Hit] = {}
    for row in rows.order_by("-form__task__year__fiscal_year", "-form__task__opens_on", "form", "position")[: most * 9]:
        form, key = row.form, row.cells.get("project", "")
        year = form.task.year.fiscal_year
        link = reverse("sheet", args=[year, form.unit.code, form.task.kind, "project"])
        told = f"{key} · {form.unit.code} · {year} {form.task.get_kind_display()}"
        hits.setdefault((form.unit.code, key), Hit(row.cells.get("name") or key, told, f"{link}#r{row.pk}-name"))
    return list(hits.values())[:most]


def _library(person: User, words: Sequence[str], most: int) -> list[Hit]:
    """Indicators that are in use, by name and class. One query."""
    if not policies.may(person, "library.view"):
        return []
    found = visible(person).filter(_all(words, "name", "lv1", "lv2"), retired=False).order_by("-uses", "name")
    return [
        Hit(item.name, f"{item.lv1} › {item.lv2}", reverse("library_indicator", args=[item.pk]))
        for item in found[:most]
    ]


def _people(person: User, words: Sequence[str], most: int) -> list[Hit]:
    """For those who look after accounts and posts. One query."""
    if not policies.may(person, "person.view"):
        return []
    found = User.objects.filter(_all(words, "name", "username")).order_by("username")[:most]
    return [Hit(one.name, one.username, f"{reverse('people')}?q={one.username}") for one in found]


def _rules(person: User, words: Sequence[str], most: int) -> list[Hit]:  # noqa: ARG001  # rules are for everybody
    """Checks by code and title, in either language. No query."""
    lang = core_language()
    hits = []
    for code, rule in every_code().items():
        text = f" {code} {rule.title('zh')} {rule.title('en')}".casefold()
        if all((f" {word}" if word.isascii() else word).casefold() in text for word in words):
            hits.append(Hit(rule.title(lang), code, reverse("rule", args=[code])))
    return hits[:most]


def _fields(person: User, words: Sequence[str], most: int) -> list[Hit]:
    """Fields by name, each with a form of the newest year that asks for it. Two queries, none where no field fits."""
    wanted = [
        (subject, field)
        for subject, field in registry().fields()
        if all(word.casefold() in f"{field.zh} {field.en} {subject.sheet}".casefold() for word in words)
    ]
    if not wanted:
        return []
    forms = _newest_forms(person)
    hits = []
    for subject, field in wanted:
        form = next((form for form in forms if _asks(form, subject, field)), None)
        if form is not None:
            hits.append(_field_hit(form, subject, field))
        if len(hits) == most:
            break
    return hits


def _newest_forms(person: User) -> list[Form]:
    """One form of each kind and scope, of the newest year: the later in the year, the earlier here."""
    parts = ("task__year__fiscal_year", "task__kind", "unit__kind")
    listed = _forms_of(person).order_by().values(*parts).annotate(first=Min("pk")).order_by("task__year__fiscal_year")
    newest = {(item["task__kind"], item["unit__kind"]): item["first"] for item in listed}
    order = list(reversed(Kind.values))
    found = _forms_of(person).filter(pk__in=newest.values())
    return sorted(found, key=lambda form: (order.index(form.task.kind), form.unit.kind != "unit"))


def _asks(form: Form, subject: Subject, field: Field) -> bool:
    sheet = sheets(form.task.kind, form.scope).get(subject.id)
    return sheet is not None and sheet.fills(field.id)


def _field_hit(form: Form, subject: Subject, field: Field) -> Hit:
    english = core_language() == "en"
    year = form.task.year.fiscal_year
    told = f"{year} {form.unit.code} · {form.task.get_kind_display()} › {subject.en if english else subject.sheet}"
    link = reverse("sheet", args=[year, form.unit.code, form.task.kind, subject.id])
    return Hit(field.en if english else field.zh, told, link)
