"""What the units' submitted forms tell the department's: the problems and remedies of their projects, and how far a task came.

Figures are not taken over: the core adds those of all forms itself, and nothing is counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from jixiao_web.cycle.models import Form, Version
from jixiao_web.filling.models import Row

Cells = Mapping[str, str]
LONGEST_TITLE = 60
"""A problem is summed up in the unit's own first sentence, as far as it is no longer than this."""


def from_units(form: Form) -> tuple[str, dict[str, list[Cells]]]:
    """The label and the rows by subject that a department's form can take from its units' forms of the same task.

    Only what was submitted is told; a draft is its unit's own. Three queries.
    """
    others = list(form.task.forms.select_related("unit").exclude(pk=form.pk).order_by("unit__code"))
    versions = {version.form_id: version for version in _versions(others)}
    projects: dict[str, Cells] = {}
    for other in others:
        if other.pk in versions:
            listed = (row["cells"] for row in versions[other.pk].rows.get("project", []))
            projects |= {cells["project"]: cells for cells in listed if cells.get("project")}
    names = "、".join(f"{one.unit.code} v{versions[one.pk].number}" for one in others if one.pk in versions)
    label = _("所属单位{kind}（{names}）").format(kind=form.task.get_kind_display(), names=names)[:200]
    rows: dict[str, list[Cells]] = {
        "task": list(_tasks(form, projects)),
        "problem": [cells for project in projects.values() for cells in _problem(project)],
        "measure": [cells for project in projects.values() for cells in _measure(project)],
    }
    return label, {subject: listed for subject, listed in rows.items() if listed}


def _versions(forms: Sequence[Form]) -> Iterator[Version]:
    """Of each form the version that was submitted last."""
    listed = Version.objects.filter(form__in=forms).order_by("form", "-number")
    last: int | None = None
    for version in listed:
        if version.form_id != last:
            last = version.form_id
            yield version


def _tasks(form: Form, projects: Mapping[str, Cells]) -> Iterator[Cells]:
    """Of each task of the department whose projects have all told their result: what they said, each under its name."""
    listed = Row.objects.filter(form=form, subject="task", alive=True).order_by("position", "pk")
    for cells in listed.values_list("cells", flat=True):
        named = [projects.get(key, {}) for key in re.split("[、，,;；\\s]+", cells.get("projects", "")) if key]
        if cells.get("no") and named and all(project.get("result") for project in named):
            told = [f"{project.get('name') or project['project']}：{project['result']}" for project in named]
            yield {"no": cells["no"], "result": "\n".join(told)}


def _problem(project: Cells) -> Iterator[Cells]:
    key, told = project["project"], project.get("problem") or project.get("deviation", "")
    if told:
        cause = project.get("deviation", "") if project.get("problem") else ""
        yield {"no": _problem_no(key), "title": first_sentence(told), "text": told, "cause": cause, "projects": key}


def _measure(project: Cells) -> Iterator[Cells]:
    if project.get("remedy") and (project.get("problem") or project.get("deviation")):
        key, told = project["project"], project["remedy"]
        yield {"no": f"C-{key}", "problems": _problem_no(key), "title": first_sentence(told), "text": told}


def _problem_no(project: str) -> str:
    return f"W-{project}"


def first_sentence(text: str) -> str:
    """The first sentence of a text without its stop."""
    return re.split("[。；;\n]", text.strip(), maxsplit=1)[0][:LONGEST_TITLE]
