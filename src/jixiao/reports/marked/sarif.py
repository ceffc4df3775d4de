"""Findings as SARIF 2.1.0, which code hosts, editors and quality gates read.

One run for all files; every rule of the review stands in it with its help, whether it fired or not. Offsets and columns
count Unicode code points of the text that was read. A fix stands only where an editor may apply it: in a text file, where
one figure is clearly ahead. What is proposed for other kinds of file stands in the properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from jixiao import __version__
from jixiao.checks.catalogue import Declaration, review_catalogue
from jixiao.files.messages import text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"block": "error", "error": "error", "warning": "warning", "note": "note"}


def as_sarif(results: Sequence[Mapping[str, Any]], lang: str = "zh") -> dict[str, Any]:
    """The log of one run.

    Args:
        results: the plain data of each file (`checks.document.telling.as_data`), or `file` and `refused`.
        lang: of the rules; findings have the language of the data.
    """
    rules = list(review_catalogue().values())
    places = {rule.code: number for number, rule in enumerate(rules)}
    refused = [told for told in results if "refused" in told]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "jixiao",
                        "fullName": "绩效 jixiao review",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "language": "zh-CN" if lang == "zh" else "en-US",
                        "rules": [_rule(rule, lang) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not refused,
                        "toolExecutionNotifications": [_notice(told, lang) for told in refused],
                    }
                ],
                "artifacts": [{"location": {"uri": uri(told["file"])}} for told in results],
                "results": [
                    result
                    for index, told in enumerate(results)
                    if "refused" not in told
                    for result in _results(told, index, places)
                ],
            }
        ],
    }


def uri(file: str) -> str:
    """The address of a file: relative where the name is, with every character escaped that an address cannot hold."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(rule: Declaration, lang: str) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title(lang)},
        "fullDescription": {"text": rule.about(lang)},
        "help": {"text": f"{rule.about(lang)}\n{text(rule.remedy, lang)}\n{text(rule.basis, lang)}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity.value], "enabled": rule.on},
        "properties": {"tags": [rule.chapter], "severity": rule.severity.value},
    }


def _notice(told: Mapping[str, Any], lang: str) -> dict[str, Any]:
    words = text("marked-sarif-read", lang, file=told["file"], problem=told["refused"])
    location = {"physicalLocation": {"artifactLocation": {"uri": uri(told["file"])}}}
    return {"level": "error", "message": {"text": words}, "locations": [location]}


def _results(told: Mapping[str, Any], index: int, places: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """The findings of one file, those set aside as suppressed."""
    for finding in told["findings"]:
        yield _result(told, finding, index, places)
    for finding in told["waived"]:
        waiver = finding["waiver"]
        reason = f"{waiver['person']}（{waiver['until']}）：{waiver['reason']}"
        suppression = {"kind": "external", "status": "accepted", "justification": reason}
        yield {**_result(told, finding, index, places), "suppressions": [suppression]}


def _result(
    told: Mapping[str, Any], finding: Mapping[str, Any], index: int, places: Mapping[str, int]
) -> dict[str, Any]:
    artifact = {"uri": uri(told["file"]), "index": index}
    spans: list[list[int]] = finding["spans"]
    first: dict[str, Any] = {"artifactLocation": artifact}
    if spans:
        first["region"] = {**_region(spans[0]), "startLine": finding["line"], "startColumn": finding["column"]}
    related = [
        {
            "id": number,
            "physicalLocation": {"artifactLocation": artifact, "region": _region(span)},
            **({"message": {"text": text("marked-suspect")}} if span == finding["suspect"] else {}),
        }
        for number, span in enumerate(spans[1:], 1)
    ]
    message = "".join(part for part in (finding["found"], finding["expected"], finding["remedy"]) if part)
    result = {
        "ruleId": finding["code"],
        "ruleIndex": places[finding["code"]],
        "kind": "fail",
        "level": _LEVELS[finding["severity"]],
        "message": {"text": message},
        "locations": [{"physicalLocation": first, "message": {"text": finding["place"]}}],
        "relatedLocations": related,
        "partialFingerprints": {"jixiaoFinding/v1": _fingerprint(finding)},
        "properties": {
            **{name: finding[name] for name in ("severity", "title", "page", "found", "expected", "remedy", "suspect")},
            "candidates": finding["candidates"],
        },
    }
    fix = _fix(finding, artifact) if told["kind"] == "text" else None
    return {**result, "fixes": [fix]} if fix else result


def _region(span: Sequence[int]) -> dict[str, int]:
    return {"charOffset": span[0], "charLength": span[1] - span[0]}


def _fix(finding: Mapping[str, Any], artifact: Mapping[str, Any]) -> dict[str, Any] | None:
    """The replacement of the suspect figure; None where none is named or nothing is proposed.

    An editor applies it by line and column: offsets of a file with line ends of two characters are other ones.
    """
    suspect: list[int] | None = finding["suspect"]
    if suspect is None or suspect != finding["spans"][0]:
        return None
    line, column = finding["line"], finding["column"]
    region = {"startLine": line, "startColumn": column, "endColumn": column + suspect[1] - suspect[0]}
    for item in finding["candidates"]:
        if item["span"] == suspect and item["proposed"] and "\n" not in item["found"]:
            change = {"deletedRegion": region, "insertedContent": {"text": item["proposed"]}}
            return {
                "description": {"text": text("marked-proposed", found=item["found"], proposed=item["proposed"])},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
            }
    return None


def _fingerprint(finding: Mapping[str, Any]) -> str:
    """The same for the same finding in the same words, wherever they have moved to."""
    words = "".join("".join(excerpt["text"].split()) for excerpt in finding["excerpts"])
    return sha256(f"{finding['code']}\n{words}".encode()).hexdigest()
