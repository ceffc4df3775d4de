"""A finding in a document: what is wrong, at which characters, which figure is the likeliest, and what it should say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jixiao.checks.catalogue import Declaration
from jixiao.checks.finding import Told, in_words
from jixiao.checks.severity import Severity
from jixiao.documents.model import NOWHERE, Place, Span
from jixiao.files.messages import text


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure that may be the wrong one.

    Attributes:
        span: where it stands.
        found, proposed: as printed, and as it should be printed with its unit; "" where nothing can be proposed.
        cause: message id of what happened (`cause-digit`, `cause-swap`, `cause-point`, `cause-unit`, `cause-part` …).
        values: for the message of the cause.
    """

    span: Span
    found: str
    proposed: str
    cause: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, lang: str = "zh") -> str:
        """What may have happened, as a sentence."""
        values = {name: in_words(value, lang) for name, value in self.values.items()}
        return text(self.cause, lang, found=self.found, proposed=self.proposed, **values)


@dataclass(frozen=True, slots=True, repr=False)
class PaperFinding:
    """One finding of a review.

    Attributes:
        rule: the declaration of its check; `severity` follows certainty and may be milder than declared.
        spans: the characters concerned, in the order of the relation, or of the text.
        suspect: the figure that is most likely wrong, only where it is clearly ahead of all others.
        message, values: the line that says what was found; expectation, expected_values: what was expected.
        place: where the first span stands in the original.
        candidates: the figures that may be wrong, the likeliest first.
    """

    rule: Declaration
    severity: Severity
    spans: tuple[Span, ...]
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    expectation: str = ""
    expected_values: Mapping[str, object] = field(default_factory=dict)
    place: Place = NOWHERE
    suspect: Span | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def code(self) -> str:
        """The code of its check."""
        return self.rule.code

    @property
    def found(self) -> str:
        """What was found, in Chinese; `found_in` for another language."""
        return self.found_in("zh")

    @property
    def expected(self) -> str:
        """What was expected, in Chinese, "" where nothing can be said; `expected_in` for another language."""
        return self.expected_in("zh")

    @property
    def remedy(self) -> str:
        """What to do, in Chinese; `remedy_in` for another language."""
        return self.remedy_in("zh")

    def found_in(self, lang: str) -> str:
        """What was found."""
        return in_words(Told(self.message, self.values), lang)

    def expected_in(self, lang: str) -> str:
        """What was expected."""
        return in_words(Told(self.expectation, self.expected_values), lang) if self.expectation else ""

    def remedy_in(self, lang: str) -> str:
        """What to do: the likely causes first; where one figure is clearly ahead, nothing is said of the others."""
        told = [item for item in self.candidates if item.span == self.suspect] or self.candidates
        causes = [candidate.sentence(lang) for candidate in told[:3]]
        return ("" if lang == "zh" else " ").join([*causes, text(self.rule.remedy, lang)])

    def title(self, lang: str = "zh") -> str:
        """What is wrong, in a few words."""
        return self.rule.title(lang)

    def sentence(self, lang: str = "zh") -> str:
        """Code, title, found, expected, remedy in one paragraph."""
        parts = (self.found_in(lang), self.expected_in(lang), self.remedy_in(lang))
        told = ("" if lang == "zh" else " ").join(part for part in parts if part)
        return text("review-sentence", lang, code=self.code, title=self.title(lang), told=told)

    def __repr__(self) -> str:
        spans, suspect = [tuple(span) for span in self.spans], self.suspect and tuple(self.suspect)
        return f"PaperFinding({self.code}, {self.severity.value}, spans={spans}, suspect={suspect}, {self.found!r})"

    def __str__(self) -> str:
        return self.sentence()
