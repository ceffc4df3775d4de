"""What goes wrong with a figure, told as a message id with its values."""

from __future__ import annotations

from jixiao.files.messages import text


class FigureError(ValueError):
    """A text is not the figure it should be.

    `message_id` and `values` carry the message; `found` is what stood there. The words stand in the message files,
    where each id says what is expected and what to do.
    """

    def __init__(self, message_id: str, found: str, **values: object) -> None:
        self.message_id = message_id
        self.found = found
        self.values: dict[str, object] = {"found": found, **values}
        super().__init__(message_id, found)

    def sentence(self, lang: str = "zh") -> str:
        """The whole sentence for a reader of that language."""
        return text(self.message_id, lang, **self.values)

    def __str__(self) -> str:
        return self.sentence()


class ZeroBase(ZeroDivisionError):
    """A ratio was asked of a base of zero; the form decides what that means, so it is neither 0 nor 100 %."""

    def __init__(self, dividend: object) -> None:
        self.message_id = "figure-zero-base"
        self.dividend = dividend
        self.values: dict[str, object] = {"found": dividend}
        super().__init__(self.message_id, dividend)

    def sentence(self, lang: str = "zh") -> str:
        """The whole sentence for a reader of that language."""
        return text(self.message_id, lang, **self.values)

    def __str__(self) -> str:
        return self.sentence()
