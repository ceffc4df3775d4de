"""The counted results as tables of words: what the terminal, csv and the page show alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.bulk.comparing.comparison import Comparison
from jixiao.bulk.comparing.groups import Group
from jixiao.bulk.comparing.lines import Spread
from jixiao.bulk.comparing.printing import NOTHING, mean, of, percent, points, signed
from jixiao.files.messages import text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its id, the ids of its columns, the texts of its rows. A column is of words where its id is in `WORDS`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def title(self, lang: str) -> str:
        """What it is called."""
        return text(f"compare-sheet-{self.name}", lang)

    def headings(self, lang: str) -> tuple[str, ...]:
        """What its columns are called."""
        return tuple(text(f"compare-column-{column}", lang) for column in self.columns)


WORDS = frozenset({"name", "grade_before", "grade_after", "department", "leaves", "words", "verdict", "region", "code"})
"""The columns of words; all others are of figures and stand to the right."""


def paired(sheet: Sheet) -> Sheet:
    """The same table with each figure before and after in one cell, `2.9% → 7.1%`; once where nothing changes."""
    columns: list[str] = []
    places: list[tuple[int, ...]] = []
    for place, column in enumerate(sheet.columns):
        stem, _, side = column.rpartition("_")
        if side == "before":
            columns.append(stem)
            places.append((place, sheet.columns.index(f"{stem}_after")))
        elif side != "after":
            columns.append(column)
            places.append((place,))
    rows = tuple(
        tuple(" → ".join(dict.fromkeys(row[place] for place in chosen)) for chosen in places) for row in sheet.rows
    )
    return Sheet(sheet.name, tuple(columns), rows)


def sheets(comparison: Comparison, lang: str) -> tuple[Sheet, ...]:
    """All tables but that of the departments, which may be of millions of rows."""
    return (
        grades(comparison, lang),
        distribution(comparison),
        groups("years", comparison.years),
        groups("regions", comparison.regions),
        leaves(comparison, lang),
        rules(comparison),
    )


def grades(comparison: Comparison, lang: str) -> Sheet:
    """Each pair of grades that occurs, best first."""
    order = _order(comparison)
    pairs = sorted(comparison.regradings, key=lambda one: (order[one.before], order[one.after]))
    rows = [(graded(one.before, lang), graded(one.after, lang), str(one.departments)) for one in pairs]
    return Sheet("grades", ("grade_before", "grade_after", "departments"), tuple(rows))


def graded(grade: str, lang: str) -> str:
    """A grade, or that the total is open."""
    return grade or text("compare-open", lang)


def _order(comparison: Comparison) -> dict[str, int]:
    """The grades of both schemes from the best, what is open last."""
    known = dict.fromkeys((*comparison.before.grades, *comparison.after.grades, ""))
    return {grade: place for place, grade in enumerate(known)}


def grade_order(comparison: Comparison) -> tuple[str, ...]:
    """The grades that may occur, from the best, what is open last."""
    return tuple(_order(comparison))


def distribution(comparison: Comparison) -> Sheet:
    """Whole points with their departments."""
    rows = [
        (str(one.low), str(one.before), str(one.after), _plus(one.after - one.before))
        for one in comparison.distribution
    ]
    return Sheet("distribution", ("low", "departments_before", "departments_after", "change"), tuple(rows))


def _plus(count: int) -> str:
    return f"+{count}" if count > 0 else str(count)


def groups(name: str, found: Sequence[Group]) -> Sheet:
    """Fiscal years or regions."""
    columns = (
        "year" if name == "years" else "region", "departments", "both", "certain", "apart", "mean_before", "mean_after", "up",
        "down", "same", "regraded", "most_up", "most_down",
    )  # fmt: skip
    return Sheet(name, columns, tuple(_group(one) for one in found))


def _group(one: Group) -> tuple[str, ...]:
    count = one.count
    counts = (count.up, count.down, count.same, count.regraded)
    return (
        one.name or NOTHING,
        *map(str, (count.departments, count.both, count.certain, count.apart)),
        mean(one.mean("before")),
        mean(one.mean("after")),
        *map(str, counts),
        signed(one.most_up),
        signed(one.most_down),
    )


def leaves(comparison: Comparison, lang: str) -> Sheet:
    """The leaves of both schemes."""
    columns = (
        "code", "name", "full_before", "full_after", "scored_before", "scored_after", "lost_before", "lost_after",
        "always_full_before", "always_full_after", "alike_before", "alike_after", "up", "down", "verdict",
    )  # fmt: skip
    return Sheet("leaves", columns, tuple(_leaves(comparison, lang)))


def _leaves(comparison: Comparison, lang: str) -> Iterator[tuple[str, ...]]:
    for line in comparison.leaves:
        sides = (line.before, line.after)
        full = (line.place.before, line.place.after)
        yield (
            line.place.code,
            line.place.name,
            *(NOTHING if leaf is None else f"{leaf.points:f}" for leaf in full),
            *(str(side.scored) for side in sides),
            *(percent(side.lost_share) for side in sides),
            *(percent(of(side.full, side.scored)) for side in sides),
            *(percent(of(side.usually, side.scored)) for side in sides),
            str(line.up),
            str(line.down),
            verdict(line.after if line.place.after is not None else line.before, comparison.alike, lang),
        )


def verdict(side: Spread, alike: int, lang: str) -> str:
    """Whether a line tells departments apart, in words."""
    if side.is_always_full:
        return text("compare-always-full", lang)
    tells = side.tells_apart(alike)
    if tells is None:
        return text("compare-too-few", lang)
    return text("compare-tells-apart" if tells else "compare-tells-nothing", lang)


def rules(comparison: Comparison) -> Sheet:
    """The rows of the indicators' table that some indicator was scored by, on either side."""
    columns = (
        "words", "lines_before", "lines_after", "of_lines_before", "of_lines_after", "full_lines_before", "full_lines_after",
        "lost_before", "lost_after",
    )  # fmt: skip
    wholes = [sum(getattr(line, side).found for line in comparison.rules) for side in ("before", "after")]
    rows = []
    for line in comparison.rules:
        sides = (line.before, line.after)
        if any(side.found for side in sides):
            rows.append(
                (
                    line.words,
                    *(str(side.found) for side in sides),
                    *(percent(of(side.found, whole)) for side, whole in zip(sides, wholes, strict=True)),
                    *(percent(of(side.full, side.scored)) for side in sides),
                    *(percent(side.lost_share) for side in sides),
                )
            )
    return Sheet("rules", columns, tuple(rows))


def movers_sheet(comparison: Comparison, lang: str, *, short: bool = False) -> Sheet:
    """The departments that move most; `short` names lines by their codes alone."""
    columns = (
        "department", "year", "region", "before", "after", "difference", "grade_before", "grade_after", "rank_before",
        "rank_after", "leaves",
    )  # fmt: skip
    rows = tuple(
        (
            one.department, str(one.year), one.region, points(one.before), points(one.after), signed(one.difference),
            graded(one.grade_before, lang), graded(one.grade_after, lang), _rank(one.rank_before), _rank(one.rank_after),
            "\n".join(f"{leaf.split()[0] if short else leaf} {signed(change)}" for leaf, change in one.leaves),
        )
        for one in comparison.movers
    )  # fmt: skip
    return Sheet("movers", columns, rows)


def _rank(rank: int | None) -> str:
    return NOTHING if rank is None else str(rank)
