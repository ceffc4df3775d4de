"""`jixiao.toml`: which rules run, and which findings somebody has set aside, why and until when."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from jixiao.checks.catalogue import review_catalogue
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.severity import Severity
from jixiao.documents.model import Document
from jixiao.files.errors import FileRefused

NAME = "jixiao.toml"
_WAIVER = ("code", "person", "reason", "until")


@dataclass(frozen=True, slots=True)
class PaperWaiver:
    """Who sets which finding of a document aside, why, and until when, that day included.

    Attributes:
        code: the rule.
        file: names of files as a pattern ("2022*.docx"); "*" for all.
        words: words that stand in the sentence of the finding; "" for any.
    """

    code: str
    person: str
    reason: str
    until: date
    file: str = "*"
    words: str = ""

    def covers(self, finding: PaperFinding, document: Document, words: str) -> bool:
        """Whether it speaks of this finding."""
        return (
            self.code == finding.code
            and fnmatch(Path(document.name).name, self.file)
            and "".join(self.words.split()) in "".join(words.split())
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a review looks at.

    Attributes:
        select: codes or their beginnings that run; empty for all.
        ignore: codes or their beginnings that do not.
        waivers: findings set aside.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    waivers: tuple[PaperWaiver, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether findings of a code are told. The longer of two beginnings that fit counts."""
        chosen = max((len(part) for part in self.select if code.startswith(part)), default=0 if self.select else 1)
        return chosen > max((len(part) for part in self.ignore if code.startswith(part)), default=0)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The findings that count and those set aside.

    Attributes:
        expired: waivers that have ended over a finding that is still there.
        ignored: how many findings of rules that do not run by these settings were left out.
    """

    findings: tuple[PaperFinding, ...]
    waived: tuple[tuple[PaperFinding, PaperWaiver], ...] = ()
    expired: tuple[PaperWaiver, ...] = ()
    ignored: int = 0


def sift(findings: Iterable[PaperFinding], document: Document, settings: Settings, on: date) -> Sifted:
    """Apply settings on a day. What blocks cannot be waived, and an expired waiver does not count but is told."""
    kept: list[PaperFinding] = []
    waived: list[tuple[PaperFinding, PaperWaiver]] = []
    expired: dict[PaperWaiver, None] = {}
    ignored = 0
    for finding in findings:
        if not settings.wants(finding.code):
            ignored += 1
            continue
        words = _words(document, finding) if settings.waivers else ""
        mine = [waiver for waiver in settings.waivers if waiver.covers(finding, document, words)]
        valid = next((waiver for waiver in mine if on <= waiver.until), None)
        if valid is not None and finding.severity is not Severity.BLOCK:
            waived.append((finding, valid))
            continue
        expired.update(dict.fromkeys(waiver for waiver in mine if on > waiver.until))
        kept.append(finding)
    return Sifted(tuple(kept), tuple(waived), tuple(expired), ignored)


def _words(document: Document, finding: PaperFinding) -> str:
    """The passages that a finding touches."""
    touched = (
        passage.text
        for passage in document.passages()
        if any(passage.offsets(span) is not None for span in finding.spans)
    )
    return "\n".join(touched)


def read_settings(path: Path) -> Settings:
    """Read a settings file. Raises FileRefused: it is no TOML, or holds what nobody asked for."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileRefused("settings-unreadable", file=path.name, problem=str(error)) from error
    review = _table(told.get("review", {}), path, "review")
    _known(review, ("select", "ignore"), path, "review")
    waivers = told.get("waiver", [])
    if not isinstance(waivers, list):
        raise FileRefused("settings-wrong", file=path.name, where="waiver", found=str(waivers)[:40])
    _known(told, ("review", "waiver"), path, "")
    return Settings(
        select=_codes(review.get("select", []), path, "review.select"),
        ignore=_codes(review.get("ignore", []), path, "review.ignore"),
        waivers=tuple(_waiver(_table(item, path, "waiver"), path) for item in waivers),
    )


def narrowed(settings: Settings, select: Sequence[str], ignore: Sequence[str]) -> Settings:
    """The same settings with what a command line adds. Raises FileRefused: no code begins like that."""
    chosen = _codes(list(select), Path("--select"), "--select")
    return replace(
        settings,
        select=chosen or settings.select,
        ignore=(*settings.ignore, *_codes(list(ignore), Path("--ignore"), "--ignore")),
    )


def _waiver(item: Mapping[str, Any], path: Path) -> PaperWaiver:
    _known(item, (*_WAIVER, "file", "words"), path, "waiver")
    for name in _WAIVER:
        if not str(item.get(name, "")).strip():
            raise FileRefused("settings-waiver-lacks", file=path.name, code=item.get("code", "?"), name=name)
    until = item["until"]
    if not isinstance(until, date):
        raise FileRefused("settings-waiver-date", file=path.name, code=item["code"], found=until)
    (code,) = _codes([item["code"]], path, "waiver.code")
    if code not in review_catalogue():
        raise FileRefused("settings-waiver-code", file=path.name, found=item["code"])
    return PaperWaiver(
        code, str(item["person"]), str(item["reason"]), until, str(item.get("file", "*")), str(item.get("words", ""))
    )


def _table(item: object, path: Path, where: str) -> Mapping[str, Any]:
    if not isinstance(item, dict):
        raise FileRefused("settings-wrong", file=path.name, where=where, found=str(item)[:40])
    return item


def _known(item: Mapping[str, Any], names: tuple[str, ...], path: Path, where: str) -> None:
    for name in item:
        if name not in names:
            raise FileRefused(
                "settings-unknown", file=path.name, where=f"[{where}] {name}".strip(), allowed="、".join(names)
            )


def _codes(found: object, path: Path, where: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise FileRefused("settings-wrong", file=path.name, where=where, found=str(found)[:40])
    codes = tuple(item.upper() for item in found)
    for code in codes:
        if not any(known.startswith(code) for known in review_catalogue()):
            raise FileRefused("settings-no-such-code", file=path.name, where=where, found=code)
    return codes
