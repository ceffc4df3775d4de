"""Scorecards: each line with its points, score, reason, the step a reviewer can redo, the rule and the facts used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jixiao.facts import Address
from jixiao.figures import MISSING, Missing, Score
from jixiao.rules.basis import Basis
from jixiao.scoring.because import Because

Kind = Literal["computed", "manual", "missing", "excluded"]
NOTHING = Score.zero()


@dataclass(frozen=True, slots=True)
class Line:
    """One scored line.

    Attributes:
        code, name, path: what it is, and the names of the nodes above it.
        points, score: full marks and what was reached; MISSING where a figure or a judgement is missing.
        kind: computed; manual – a person judges (score MISSING until somebody did); missing – a figure is not there;
            excluded – takes no part.
        because: what gave the score. basis: the ground of the rule. rule: the rule in words, a line each.
        details: the lines that an aggregation gathered. evidence, help: as the scheme has them.
    """

    code: str
    name: str
    path: tuple[str, ...]
    points: Score
    score: Score | Missing
    kind: Kind
    because: Because
    basis: Basis
    rule: tuple[str, ...] = ()
    details: tuple[Line, ...] = ()
    evidence: tuple[str, ...] = ()
    help: str = ""

    @property
    def lost(self) -> Score | Missing:
        """Points lost; MISSING where there is no score."""
        return MISSING if isinstance(self.score, Missing) else self.points - self.score

    @property
    def reached(self) -> Score:
        """What is certain: the score, or nothing yet."""
        return NOTHING if isinstance(self.score, Missing) else self.score

    @property
    def open(self) -> Score:
        """What may still be reached, because the line has no score yet."""
        return self.points if isinstance(self.score, Missing) else NOTHING

    @property
    def reason(self) -> str:
        """Why the score is what it is, in Chinese."""
        return self.because.reason()

    @property
    def step(self) -> str:
        """The step a reviewer can redo by hand: 5 × 46154.11 ÷ 46886.75 = 4.92."""
        return self.because.step

    @property
    def facts(self) -> tuple[Address, ...]:
        """The facts that were used."""
        return self.because.facts

    @property
    def reference(self) -> str:
        """Document and article."""
        return self.basis.text()

    @property
    def provenance(self) -> str:
        """official, or reconstructed where the official text was not at hand."""
        return self.basis.provenance

    @property
    def since(self) -> str:
        """From when the rule holds."""
        return self.basis.since


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the tree: the sum of what stands under it. Lines are rounded, sums are not rounded again."""

    code: str
    name: str
    points: Score
    score: Score | Missing
    reached: Score
    open: Score
    children: tuple[Part | Line, ...]

    @property
    def lost(self) -> Score | Missing:
        """Points lost; MISSING while a line is open."""
        return MISSING if isinstance(self.score, Missing) else self.points - self.score


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A plus or minus item as entered."""

    no: str
    name: str
    points: Score | Missing
    document: str


@dataclass(frozen=True, slots=True)
class SchemeRef:
    """Which scheme, in which state: enough to find it again and to prove that it is the same."""

    id: str
    title: str
    version: str
    digest: str
    provenance: str
    reference: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scored department-year, or one scored project.

    Attributes:
        scheme: what it was scored with. year: the fiscal year. project: the project's key, empty for a department.
        title: the name of the department or project.
        nodes: the tree in the order of printing. notes: why points are distributed otherwise than usual.
        adjustments: the items as entered; adjusted: what of them counts; limits of the scheme already applied.
        total: MISSING while a line is open; then reached and open say what is certain and what is not.
        points: full marks of all lines; for a project with weights of its own that do not close, not the scheme's total.
        grade: empty while the total is open.
    """

    scheme: SchemeRef
    year: int
    project: str
    title: str
    nodes: tuple[Part | Line, ...]
    notes: tuple[str, ...]
    adjustments: tuple[Adjustment, ...]
    adjusted: Score | Missing
    points: Score
    total: Score | Missing
    reached: Score
    open: Score
    grade: str

    @property
    def complete(self) -> bool:
        """Whether every line has a score."""
        return not isinstance(self.total, Missing)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The leaf lines in the order of printing."""
        return tuple(lines_under(self.nodes))

    @property
    def lost(self) -> Score | Missing:
        """Points lost in all lines together, before plus and minus items."""
        found = NOTHING
        for line in self.lines:
            if isinstance(line.lost, Missing):
                return MISSING
            found += line.lost
        return found

    def line(self, code: str) -> Line:
        """The line of a code. Raises KeyError."""
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every node that is no line, each before those under it."""
        return tuple(parts_under(self.nodes))


def lines_under(nodes: tuple[Part | Line, ...]) -> Iterator[Line]:
    """The lines under some nodes, in order."""
    for node in nodes:
        if isinstance(node, Line):
            yield node
        else:
            yield from lines_under(node.children)


def parts_under(nodes: tuple[Part | Line, ...]) -> Iterator[Part]:
    """The parts among and under some nodes, in order."""
    for node in nodes:
        if isinstance(node, Part):
            yield node
            yield from parts_under(node.children)
