"""Which check a relation of a document belongs to: 基本支出 and 项目支出 under a total is ART-01, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from jixiao.checks.catalogue import Declaration, review_catalogue
from jixiao.documents.found import Found

_FAR = 60  # characters: further back another thing is spoken of


@dataclass(frozen=True, slots=True)
class _Known:
    """A well-known relation: the general code it is found under, words of its parts, words one of its labels has."""

    code: str
    general: str
    parts: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    def fits(self, found: Found) -> bool:
        """Whether the labels of the figures are those of this relation."""
        if found.code != self.general:
            return False
        titles = "\n".join(quantity.title for quantity in found.relation.quantities())
        stretches = list(_stretches(found))
        return all(any(word in stretch for stretch in stretches for word in words) for words in self.parts) and (
            not self.words or any(word in titles for word in self.words)
        )


def _stretches(found: Found) -> Iterator[str]:
    """For each part its title and, in running text, all the words since the part before it: 基本支出预算数…，支出决算数."""
    _, *terms = found.mentions
    begun = {mention.passage: 0 for mention in terms}
    for mention, term in zip(terms, found.relation.terms, strict=False):
        text, start = mention.passage.text, begun[mention.passage]
        yield f"{term.quantity.title} {text[max(start, mention.figure.start - _FAR) : mention.figure.start]}"
        begun[mention.passage] = mention.figure.end


@cache
def _known() -> tuple[_Known, ...]:
    return tuple(
        _Known(
            code,
            declared.params["of"].text(),
            tuple(tuple(part.split("|")) for part in declared.words("parts")),
            declared.words("words"),
        )
        for code, declared in review_catalogue().items()
        if "of" in declared.params
    )


def called(found: Found) -> Found:
    """The same relation under the code that its labels make it."""
    for known in _known():
        if known.fits(found):
            return replace(found, relation=replace(found.relation, code=known.code))
    return found


def declared(found: Found) -> Declaration:
    """The declaration of the check that a relation belongs to."""
    declarations: Mapping[str, Declaration] = review_catalogue()
    return declarations[found.code]
