"""The ground a rule stands on: document and article, from when, and whether the official text was at hand."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Shape, Text
from jixiao.rules.strict import Node

RECONSTRUCTED = "reconstructed"
REFERENCE = Shape(required={"document": Text()}, optional={"article": Text()})
PROVENANCE = Text(among=(RECONSTRUCTED, "official"))


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from. `provenance` is "official", or "reconstructed" where its text was not at hand."""

    document: str = ""
    article: str = ""
    provenance: str = "official"
    since: str = ""

    def text(self) -> str:
        """The reference as printed: 财预〔2020〕10号 第十六条."""
        return " ".join(part for part in (self.document, self.article) if part)


def read_basis(node: Node, above: Basis | None = None, since: str = "") -> Basis:
    """The basis of a map with `reference` and `provenance`; what it does not say itself holds from `above`.

    Raises:
        RuleError: neither a reference nor a provenance stands here or above.
    """
    reference, provenance = node.get("reference"), node.get("provenance")
    if reference is None and provenance is None and above is None:
        raise RuleError("scheme-no-basis", node.place)
    inherited = above or Basis()
    document, article = inherited.document, inherited.article
    word = provenance.text() if provenance is not None else inherited.provenance
    if reference is not None:
        document, named = reference["document"].text(), reference.get("article")
        article = "" if named is None else named.text()
    return Basis(document, article, word, since or inherited.since)
