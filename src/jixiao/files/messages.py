"""Words for people: a message id and typed values become a whole sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

import yaml

LANGUAGES = ("zh", "en")
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the same, eight times faster


class UnknownMessageError(LookupError):
    """Nobody has written a text under this id: a slip of ours, not of the person who reads the screen."""


class MessageError(ValueError):
    """The message files contradict themselves, or a text was asked for without one of its values."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value that is itself a message, such as the name of a kind of file: shown in the language of its sentence."""

    message_id: str


@runtime_checkable
class Speaking(Protocol):
    """A value that tells itself in a language, such as an error that caused another."""

    def sentence(self, lang: str = "zh") -> str:
        """The whole sentence."""
        ...


def text(message_id: str, /, lang: str = "zh", **values: object) -> str:
    """The sentence of a message in one language, with its values put in.

    Args:
        message_id: an id of `rulebook/messages/<lang>/*.yaml`.
        lang: `zh` or `en`.
        values: one for each placeholder of the text, shown as `str` shows them (a `Term` in the same language);
            others are ignored, so that one set of values serves texts that do not mention all of them.

    Raises:
        UnknownMessageError: there is no such id or no such language.
        MessageError: a placeholder has no value.

    Example:
        >>> text("figure-blank", lang="en")
        'The cell is blank: a figure is expected. Fill it in; write 0 only if the amount really is zero.'
    """
    template = template_of(message_id, lang)
    missing = placeholders(template) - values.keys()
    if missing:
        raise MessageError(f"message {message_id!r} ({lang}) needs a value for {', '.join(sorted(missing))}")
    return template.format_map({name: shown(value, lang) for name, value in values.items()})


def shown(value: object, lang: str) -> str:
    """A value as it stands in a sentence: terms and sentences in the language of the whole, anything else as `str` has it."""
    if isinstance(value, str):  # nearly all values are, and asking for a protocol is slow
        return value
    if isinstance(value, Term):
        return text(value.message_id, lang)
    return value.sentence(lang) if isinstance(value, Speaking) else str(value)


def template_of(message_id: str, lang: str = "zh") -> str:
    """The text of a message with its placeholders still open. Raises UnknownMessageError."""
    try:
        return catalogue(lang)[message_id]
    except KeyError:
        raise UnknownMessageError(f"no message {message_id!r} in messages/{lang}") from None


def placeholders(template: str) -> frozenset[str]:
    """The names in braces of a text. Raises MessageError for `{}`, `{0}` or `{a.b}`: a placeholder is a plain name."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    for name in names:
        if not name.isidentifier():
            raise MessageError(f"placeholder {{{name}}} is not a plain name, in {template!r}")
    return frozenset(names)


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """All texts of one language, id → text. Raises UnknownMessageError for a language without texts, MessageError."""
    if lang not in LANGUAGES:
        raise UnknownMessageError(f"no messages in language {lang!r}; there are {', '.join(LANGUAGES)}")
    folder = files("jixiao").joinpath("rulebook", "messages", lang)
    areas = sorted((area for area in folder.iterdir() if area.name.endswith(".yaml")), key=lambda area: area.name)
    return MappingProxyType(gather(areas))


def gather(areas: list[Traversable]) -> dict[str, str]:
    """The texts of several area files as one table. Raises MessageError: an id told twice, a text that is no text."""
    texts: dict[str, str] = {}
    home: dict[str, str] = {}
    for area in areas:
        for message_id, template in read_area(area.read_text(encoding="utf-8"), area.name):
            if message_id in texts:
                raise MessageError(f"message {message_id!r} stands in {home[message_id]} and again in {area.name}")
            texts[message_id], home[message_id] = template, area.name
    return texts


def read_area(source: str, name: str) -> list[tuple[str, str]]:
    """The (id, text) pairs of one file, repeated ids kept so that they can be refused. Raises MessageError."""
    try:
        root = yaml.compose(source, Loader=LOADER)
    except yaml.YAMLError as error:
        raise MessageError(f"{name} is not YAML: {error}") from error
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise MessageError(f"{name} is not a flat table of id: text")
    pairs = []
    for key, value in root.value:
        if not (isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode) and value.value.strip()):
            raise MessageError(f"{name}: {key.value!r} has no text")
        placeholders(value.value)
        pairs.append((str(key.value), value.value.strip()))
    return pairs
