"""What the pages of evidence ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from jixiao.checks.view import names_in
from jixiao_web.cycle.models import Form
from jixiao_web.evidence.lines import LineWanted, lacking, lines_of
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.filling.models import Row


@dataclass(frozen=True)
class LineFiles:
    """A line with its papers."""

    line: LineWanted
    files: tuple[EvidenceFile, ...]


@dataclass(frozen=True)
class Listed:
    """The evidence of a form: by line, without a line, what lacks, what is hidden, which files are there twice."""

    by_line: tuple[LineFiles, ...]
    loose: tuple[EvidenceFile, ...]
    lacking: tuple[LineWanted, ...]
    removed: tuple[EvidenceFile, ...]
    lines: tuple[LineWanted, ...]
    unfiled: tuple[tuple[str, str], ...]

    @property
    def files(self) -> int:
        """How many files there are."""
        return len({item.pk for group in self.by_line for item in group.files} | {item.pk for item in self.loose})


def present(form: Form) -> QuerySet[EvidenceFile]:
    """The files of a form that are not hidden."""
    return EvidenceFile.objects.filter(form=form, removed_at__isnull=True).select_related("by")


def listed(form: Form) -> Listed:
    """All that the page shows; five queries beside the scorecard's."""
    known = lines_of(form)
    files = list(present(form))
    removed = tuple(EvidenceFile.objects.filter(form=form, removed_at__isnull=False).select_related("by"))
    by_line: dict[str, list[EvidenceFile]] = {}
    loose = []
    for item in files:
        if not item.lines:
            loose.append(item)
        for code in item.lines:
            by_line.setdefault(code, []).append(item)
    ordered = [*(code for code in known if code in by_line), *(code for code in by_line if code not in known)]
    groups = tuple(LineFiles(known.get(code, LineWanted(code, "")), tuple(by_line[code])) for code in ordered)
    catalogue = list(
        Row.objects.filter(form=form, subject="evidence", alive=True)
        .order_by("position", "pk")
        .values_list("cells", flat=True)
    )
    proved = set(by_line) | {code for cells in catalogue for code in names_in(cells.get("lines", ""))}
    codes = {item.code for item in files}
    unfiled = tuple(
        (cells["no"], cells.get("name", "")) for cells in catalogue if cells.get("no") and cells["no"] not in codes
    )
    return Listed(groups, tuple(loose), tuple(lacking(form, known, proved)), removed, tuple(known.values()), unfiled)


def file_of(form: Form, number: int) -> EvidenceFile:
    """One file of a form by its number. Raises Http404."""
    found = (
        EvidenceFile.objects.select_related("form__unit", "form__task__year", "by")
        .filter(form=form, number=number)
        .first()
    )
    if found is None:
        raise Http404(_("这张表没有编号为 {number} 的佐证材料。").format(number=number))
    return found


def rows(form: Form) -> list[dict[str, str]]:
    """The evidence of a form as rows of the core's sheet of evidence; one query."""
    return [row_of(item) for item in present(form)]


def row_of(item: EvidenceFile) -> dict[str, str]:
    """One file as the cells of its row; blanks are not there."""
    cells = {
        "no": item.code,
        "lines": "、".join(item.lines),
        "name": item.name,
        "file": item.shown_name,
        "page": item.pages,
        "date": item.dated.isoformat() if item.dated else "",
        "sealed": "" if item.sealed is None else "是" if item.sealed else "否",
    }
    return {name: value for name, value in cells.items() if value}


def doubles(form: Form) -> set[str]:
    """Digests that stand in the form more than once; one query."""
    found = present(form).order_by().values("digest").annotate(number=Count("pk")).filter(number__gt=1)
    return set(found.values_list("digest", flat=True))
