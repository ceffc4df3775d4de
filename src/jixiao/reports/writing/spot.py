"""Where in the outline a writer stands: how deep, with which options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spot:
    """The place that a block writer fills.

    Attributes:
        level: of the heading above it; `below` is the level of the headings that it may add itself.
        first: the number of its first own heading.
        options: what the outline says beside the writer's name.
    """

    level: int = 1
    first: int = 1
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def below(self) -> int:
        """The level of headings inside."""
        return min(self.level + 1, 4)

    def option(self, name: str, other: str = "") -> str:
        """An option of one word."""
        return next(iter(self.options.get(name, ())), other)
