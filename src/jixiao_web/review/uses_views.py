"""The page that lists every place a figure changes: figures, scorecard lines, sentences of the report, findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jixiao.rules import RuleError
from jixiao_web import policies
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.evaluation import cards
from jixiao_web.evaluation.links import cells_of
from jixiao_web.filling.facts import Gathered
from jixiao_web.filling.places import form_of, named
from jixiao_web.reports.selectors import present_model
from jixiao_web.reports.showing import Piece, page_of
from jixiao_web.review import findings, uses
from jixiao_web.shell.language import core_language


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage of the report: under which heading, its pieces, those in `hit` being the figures that change."""

    heading: str
    pieces: tuple[tuple[Piece, bool], ...]


@require_GET
def places(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Of a cell (`row`, `field`) or of any figure (`address`)."""
    form = form_of(request, year, unit, kind)
    whole = policies.may(request.user, "department.view", form.task)
    lang = core_language()
    try:
        gathered = cards.of(form.task).gathered if whole else findings.gathered_of(form)
        where = _address(request, gathered)
        found = (
            uses.of_department(cards.of(form.task), where)
            if whole
            else uses.of_part(gathered, where, findings.of(form).all)
        )
        sentences = list(_sentences(form, found.reached)) if found and whole and kind == Kind.EVALUATION else []
    except RuleError as error:
        raise Http404(error.text(lang)) from error
    if found is None:
        raise Http404(_("没有这个数：可能还没有填，或行的编号已经改过。请从表中选中一格再打开。"))
    context = named(
        form,
        found=found,
        cell=cells_of(form.task, gathered, [where]).get(where),
        sentences=sentences,
        findings=[
            {"title": one.title(lang), "found": one.found(lang), "code": one.code, "severity": one.severity.value}
            for one in found.findings
        ],
        whole=whole,
        department=form.task.year.department.code,
    )
    return render(request, "review/uses.html", context)


def _address(request: HttpRequest, gathered: Gathered) -> str:
    told: Any = request.GET
    row = told.get("row", "")
    if row.isdecimal():
        return uses.address_of(gathered, int(row), told.get("field", ""))
    return str(told.get("address", ""))


def _sentences(form: Form, reached: frozenset[str]) -> Iterator[Sentence]:
    """Paragraphs, and rows of tables, that print one of the figures."""
    heading = ""
    for block in page_of(present_model(form.task).report).blocks:
        if block.kind == "heading":
            heading = block.text
        elif block.kind == "paragraph" and any(piece.address in reached for piece in block.pieces):
            yield Sentence(heading, _marked(block.pieces, reached))
        elif block.table is not None:
            for row in block.table.rows:
                pieces = tuple(
                    piece for number, (_align, cell) in enumerate(row.cells) for piece in _spaced(number, cell)
                )
                if any(piece.address in reached for piece in pieces):
                    yield Sentence(block.table.title or heading, _marked(pieces, reached))


def _spaced(number: int, cell: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (Piece("text", " · "), *cell) if number else cell


def _marked(pieces: tuple[Piece, ...], reached: frozenset[str]) -> tuple[tuple[Piece, bool], ...]:
    return tuple((piece, piece.address in reached) for piece in pieces)
