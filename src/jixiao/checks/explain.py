"""Explaining a check: the manual page of one code, made from its declaration and the sentences that it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from jixiao.checks.catalogue import Declaration, catalogue, review_catalogue
from jixiao.checks.cells import CHAPTER
from jixiao.checks.finding import in_words
from jixiao.facts import Registry
from jixiao.files.messages import UnknownMessageError, template_of, text
from jixiao.relations.identities import STATED, Tie
from jixiao.rules.registry import registry
from jixiao.rules.strict import Node

_COLON = {"zh": "：", "en": ": "}
_JOIN = {"zh": "、", "en": ", "}


def explain(code: str, lang: str = "zh") -> str:
    """The manual page of one code as Markdown. Raises KeyError: there is no such code.

    Example:
        explain("ART-01").splitlines()[0] → "# ART-01 预算总额与各类支出预算之和不一致"
    """
    facts, paper = catalogue().get(code), review_catalogue().get(code)
    rule = facts or paper
    if rule is None:
        raise KeyError(code)
    lines = [f"# {rule.code} {rule.title(lang)}", ""]
    if facts is not None:
        lines += [*_lines(facts, lang), ""]
    if paper is not None:
        lines += [f"## {text('explain-review', lang)}", ""] if facts is not None else []
        lines += [*_of_paper(paper, lang), ""]
    return "\n".join(lines)


def _of_paper(rule: Declaration, lang: str) -> Iterator[str]:
    """What the same code, or another, looks at in anybody's document."""
    severity = text(f"severity-{rule.severity.value}", lang)
    off = "" if rule.on else f" ({text('explain-off', lang)})"
    yield _item("explain-severity", f"{severity}{off}", lang)
    yield _item("explain-about", rule.about(lang), lang)
    yield _item("explain-remedy", text(rule.remedy, lang), lang)
    yield _item("explain-basis", text(rule.basis, lang), lang)


def _lines(rule: Declaration, lang: str) -> Iterator[str]:
    severity = text(f"severity-{rule.severity.value}", lang)
    off = "" if rule.on else f" ({text('explain-off', lang)})"
    yield _item("explain-severity", f"{severity}{off}", lang)
    yield _item("explain-about", rule.about(lang), lang)
    if rule.identity is not None:
        for tie in rule.identity.ties:
            yield _item("explain-ties", _tie(tie, registry(), lang), lang)
        if rule.identity.restated:
            yield _item(
                "explain-restated", in_words(tuple(_compared(rule.identity.restated, registry(), lang)), lang), lang
            )
    if rule.whole:
        yield _item("explain-part", text("explain-whole", lang), lang)
    for name, node in rule.params.items():
        if rule.chapter != CHAPTER:  # there they are message ids, of no use to a reader
            told = f"{text(f'param-{name}', lang)}{_COLON[lang]}{_shown(node, lang)}"
            yield _item("explain-params", told, lang)
    for sentence in _sentences(rule, lang):
        yield _item("explain-found", sentence, lang)
    yield _item("explain-remedy", text(rule.remedy, lang), lang)
    yield _item("explain-basis", text(rule.basis, lang), lang)


def _item(message_id: str, told: str, lang: str) -> str:
    return f"- **{text(message_id, lang)}**{_COLON[lang]}{told}"


def _tie(tie: Tie, known: Registry, lang: str) -> str:
    """A relation with its scope in words."""
    parts = [f"`{tie.text}`"]
    if tie.each:
        subject = known.by_id[tie.each]
        parts.append(text("explain-each", lang, sheet=subject.sheet))
        for path, words in tie.where.items():
            field = subject.field(path.partition(".")[0]).zh
            parts.append(text("explain-where", lang, field=field, words=_JOIN[lang].join(words)))
    elif tie.of == STATED:
        parts.append(text("explain-stated", lang))
    return {"zh": "，", "en": "; "}[lang].join(parts)


def _shown(node: Node, lang: str) -> str:
    """A threshold, a list or a table of words."""
    plain = node.plain()
    if isinstance(plain, Mapping):
        return {"zh": "；", "en": "; "}[lang].join(f"{key} → {_flat(value, lang)}" for key, value in plain.items())
    return _flat(plain, lang)


def _flat(value: object, lang: str) -> str:
    return _JOIN[lang].join(_named(str(item)) for item in value) if isinstance(value, list) else str(value)


def _named(word: str) -> str:
    """The sheet or the answer on the cover that an id stands for; any other word as it is."""
    subject = registry().by_id.get(word)
    cover = {field.id: field.zh for field in registry().by_id["cover"].fields}
    return subject.sheet if subject else cover.get(word, word)


def _compared(patterns: Iterable[str], known: Registry, lang: str) -> Iterator[str]:
    """The names of the figures that patterns of addresses stand for."""
    figures = {item.name: item.zh for item in known.derived}
    figures.update(
        {
            f"{subject.id}/*/{field.id}": f"{subject.zh} · {field.zh}"
            for subject, field in known.fields()
            if field.kind.is_figure
        }
    )
    figures.update(
        {
            f"{subject.id}/{field.id}": f"{subject.zh} · {field.zh}"
            for subject, field in known.fields()
            if subject.is_form
        }
    )
    for pattern in patterns:
        names = [zh for name, zh in figures.items() if fnmatchcase(name, pattern)]
        yield from names or [text(f"restated-{pattern.partition('/')[0]}", lang)]


def _sentences(rule: Declaration, lang: str) -> Iterator[str]:
    """What a finding of this check says, with its places for values: one sentence, or one for each kind of slip."""
    names = [f"check-{rule.code}", *(f"check-{rule.code}-{kind}" for kind in _KINDS)]
    for name in names:
        try:
            template = template_of(name, lang)
        except UnknownMessageError:
            continue
        yield _PLACE.sub("…", template.replace("发现：", "").removeprefix("Found: "))


_PLACE = re.compile(r"\{[a-z_0-9]+\}")  # what stands there differs from finding to finding
_KINDS = ("problem", "measure", "rows", "late", "empty", "objective", "indicator", "result", "blank", "nobody")
"""The endings of message ids of checks that say more than one thing."""
