"""A file that we will not read, or cannot write, told as a message id with its values."""

from __future__ import annotations

from jixiao.files.messages import text


class FileRefused(Exception):
    """A file is refused, for a reason that its sender can act on.

    `message_id` and `values` carry the message; `values["file"]` is the name the person knows the file by.
    `detail` is for whoever maintains the program and is never part of the sentence.
    """

    def __init__(self, message_id: str, /, *, detail: str = "", **values: object) -> None:
        self.message_id = message_id
        self.values: dict[str, object] = values
        self.detail = detail
        super().__init__(message_id, values)

    def sentence(self, lang: str = "zh") -> str:
        """The whole sentence for a reader of that language: where, found, expected, what to do."""
        return text(self.message_id, lang, **self.values)

    def __str__(self) -> str:
        return self.sentence()
