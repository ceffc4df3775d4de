"""A reviewed file in the terminal: the summary first, then each finding with its sentence and the figures underlined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from jixiao.cli.desk import Desk

_COLOURS = {"block": "bold red", "error": "bold red", "warning": "yellow", "note": "blue"}
INDENT = "  "


def show_file(desk: Desk, told: Mapping[str, Any], *, notes: bool, most_notes: int = 12) -> None:
    """Everything about one file; beyond `most_notes` notes, only how many there are."""
    summary = told["summary"]
    errors, warnings = summary["block"] + summary["error"], summary["warning"]
    values = {**summary, "file": told["file"], "errors": errors, "warnings": warnings, "notes": summary["note"]}
    clean = not told["findings"]
    desk.show(Text(desk.word("review-head-clean" if clean else "review-head", **values), style="bold"))
    for remark in told["remarks"]:
        desk.show(Text(INDENT + remark, style="yellow"))
    if summary["ignored"]:
        desk.say("review-head-ignored", number=summary["ignored"])
    if summary["waived"]:
        desk.say("review-head-waived", number=summary["waived"])
    for waiver in told["expired"]:
        desk.show(Text(desk.word("review-expired", **waiver), style="yellow"))
    shown = 0
    for finding in told["findings"]:
        is_note = finding["severity"] == "note"
        shown += is_note
        if not is_note or notes or shown <= most_notes:
            _show_finding(desk, finding)
    if not notes and shown > most_notes:
        desk.say("review-more", number=shown - most_notes)
    if told.get("verified"):
        _show_verified(desk, told["verified"])


def _show_finding(desk: Desk, finding: Mapping[str, Any]) -> None:
    head = Text()
    severity = finding["severity"]
    head.append(desk.word(f"severity-{severity}"), style=_COLOURS[severity])
    head.append(f" {finding['code']} ", style="bold")
    head.append(finding["title"])
    head.append(f"　{finding['place']}", style="dim")
    desk.show("")
    desk.show(head)
    for excerpt in finding["excerpts"]:
        for line in underlined(excerpt["text"], excerpt["marks"], max(desk.out.width - len(INDENT), 40)):
            desk.show(Text(INDENT) + line)
    for name in ("found", "expected", "remedy"):
        if finding[name]:
            label, colon = desk.word(f"review-label-{name}"), "：" if desk.lang == "zh" else ": "
            told = finding[name].removeprefix(label).lstrip()  # a sentence that begins with its label's own word
            _paragraph(desk, f"{label}{colon}", told)


def _paragraph(desk: Desk, label: str, told: str) -> None:
    """A labelled sentence, wrapped and indented."""
    whole = label + told
    for start, end in _wrapped(whole, max(desk.out.width - len(INDENT), 40)):
        line = Text(whole[start:end])
        line.stylize("dim", 0, max(0, len(label) - start))
        desk.show(Text(INDENT) + line)


def underlined(text: str, marks: list[list[Any]], width: int) -> list[Text]:
    """Lines of at most `width` columns, each followed by a line of ^ under the suspect and ~ under the other figures."""
    lines: list[Text] = []
    for start, end in _wrapped(text, width):
        inside = [mark for mark in marks if mark[0] < end and mark[1] > start]
        line = Text(text[start:end])
        under = ""
        for low, high, suspect in inside:
            low, high = max(low, start), min(high, end)  # noqa: PLW2901  (the part on this line)
            line.stylize("bold red underline" if suspect else "underline", low - start, high - start)
            under += " " * (cell_len(text[start:low]) - len(under))
            under += ("^" if suspect else "~") * cell_len(text[low:high])
        lines.append(line)
        if inside:
            lines.append(Text(under, style="red"))
    return lines


def _wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Where each line begins and ends; a Chinese character takes two columns, and a figure is not broken."""
    lines, start, used = [], 0, 0
    for index, sign in enumerate(text):
        size = cell_len(sign)
        if used + size > width:
            cut = index
            while cut > start + 1 and _in_figure(text[cut - 1]) and _in_figure(text[cut]):
                cut -= 1
            cut = cut if cut > start + 1 else index
            lines.append((start, cut))
            start, used = cut, cell_len(text[cut:index])
        used += size
    return [*lines, (start, len(text))]


def _in_figure(sign: str) -> bool:
    return sign.isascii() and not sign.isspace()


def _show_verified(desk: Desk, relations: list[Mapping[str, Any]]) -> None:
    desk.show("")
    desk.show(Text(desk.word("review-verified-title"), style="bold"))
    for item in relations:
        line = Text(f"{INDENT}✓ ", style="green") + Text(f"{item['code']} ", style="bold") + Text(item["relation"])
        desk.show(line + Text(f"　{item['place']}", style="dim"))
