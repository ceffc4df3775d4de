"""What is wrong with a rule: a message id with typed values, and where in the rule file the eye should go."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.files import messages


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a rule file: the file's name, line and column, both counted from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word inside a message that differs by language: the id of its own short text."""

    message_id: str

    def text(self, lang: str = "zh") -> str:
        """The phrase in one language."""
        return messages.text(self.message_id, lang)


class RuleError(Exception):
    """A rule that cannot be used, said as one whole sentence in the reader's language.

    Args:
        message_id: an id of `rulebook/messages/<lang>/rules.yaml`.
        place: the file and line, where known. row: the row of a decision table, counted from 1.
        part: which text of that row (`when`, `points`, `full`). values: the placeholders of the message.
    """

    def __init__(
        self,
        message_id: str,
        place: Place | None = None,
        *,
        row: int | None = None,
        part: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.place = place
        self.row = row
        self.part = part
        self.values = values

    def within(self, place: Place | None = None, row: int | None = None, part: str | None = None) -> RuleError:
        """The same error, told where it was met; what it already knew about itself stays."""
        return RuleError(
            self.message_id,
            self.place or place,
            row=self.row if self.row is not None else row,
            part=self.part or part,
            **self.values,
        )

    def text(self, lang: str = "zh") -> str:
        """The whole sentence: file and line, row and part, what was found and what to write instead."""
        values = {name: said(value, lang) for name, value in self.values.items()}
        body = messages.text(self.message_id, lang, **values)
        if self.row and self.part:
            part = messages.text(f"rules-part-{self.part}", lang)
            body = messages.text("rules-in-row-part", lang, row=self.row, part=part, body=body)
        elif self.part:
            body = messages.text("rules-in-part", lang, part=messages.text(f"rules-part-{self.part}", lang), body=body)
        elif self.row:
            body = messages.text("rules-in-row", lang, row=self.row, body=body)
        if self.place:
            body = messages.text("rules-at", lang, file=self.place.file, line=self.place.line, body=body)
        return body

    def __str__(self) -> str:
        return self.text()


def said(value: object, lang: str) -> object:
    """A value as a reader of this language sees it: phrases become words, lists are joined."""
    if isinstance(value, Phrase):
        return value.text(lang)
    if isinstance(value, (tuple, list)):
        return ("、" if lang == "zh" else ", ").join(str(said(one, lang)) for one in value)
    return value
