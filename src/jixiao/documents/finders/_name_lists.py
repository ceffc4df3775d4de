"""Lists of names in running text: where they begin and end, what parts them, and whether they stay open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

LONGEST = 36  # characters of one name; a longer piece is a clause
MOST = 99
_BRACKET = re.compile(r"[（(\[【“《「『\"]|[）)\]】”》」』]")
_CLOSED = re.compile(r"[（(][^（）()]{0,80}[）)]")
_OPEN_END = re.compile(r"(?:等等?|等[^、，,；;。]{1,14}|……?)$")
_AND = re.compile(r"以及|[和及与]")
_STOP = {"、": "，,；;：:。！？", "，": "；;：:。！？", "；": "。！？"}
_STOPS = {mark: re.compile(f"[{signs}]") for mark, signs in _STOP.items()}
_MARKS = {"、": "、", "，": "，,", "；": "；;"}
_FURTHER = re.compile(r"^\s*(?:以及|和|及)")
_LEADING = re.compile(r"[\s：:“”\"]*(?:(?:以下|下列)[^：:]{0,8}[：:])?")
_VERB = re.compile(
    r"(?:负责|主要|承担|用于|安排|完成|实施|开展|进行|推进|落实|已|均|共计|合计|其中|比上年|同比|增长|下降|占|\d+(?:\.\d+)?\s*(?:%|万?元))"
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one list, as (start, end) in their text.

    Attributes:
        spans: one a name, brackets behind it left out.
        open: whether 等 follows them.
        mark: what parts them.
    """

    spans: tuple[tuple[int, int], ...]
    open: bool
    mark: str

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def whole(self) -> tuple[int, int]:
        """From the first name to the last."""
        return self.spans[0][0], self.spans[-1][1]


def list_at(text: str, start: int, stop: int) -> Names | None:
    """The list of names that begins at `start` and ends before `stop`; None where there are not two names.

    Example:
        The list of 即办公室、财务科（挂审计科牌子）、人事科，均为正科级 has three names.
    """
    if leading := _LEADING.match(text, start, stop):
        start = leading.end()
    flat = _flat(text, start, stop)
    for mark in ("、", "，", "；"):
        end = _end(flat, mark)
        pieces = _pieces(flat[:end], mark)
        if len(pieces) >= 2 and all(0 < high - low <= LONGEST for low, high in pieces):
            if mark != "、" and any(_VERB.search(flat[low:high]) for low, high in pieces):
                continue
            return _names(flat, start, pieces, mark)
    return None


def list_before(text: str, start: int, end: int) -> Names | None:
    """The list of names that ends at `end`, within text[start:end]: the last run of names parted by 、."""
    if "、" not in text[start:end]:
        return None
    flat = _flat(text, start, end)
    cut = max(flat.rfind(sign) for sign in "，,；;：:。！？") + 1
    pieces = [(low + cut, high + cut) for low, high in _pieces(flat[cut:], "、")]
    if len(pieces) < 2 or any(not 0 < high - low <= LONGEST for low, high in pieces):
        return None
    return Names(tuple((start + low, start + high) for low, high in pieces), False, "、")


def split_last(text: str, names: Names, wanted: int) -> Names:
    """The same list with its last name parted at 和, 及 or 以及 where both halves end alike or that makes `wanted` names."""
    low, high = names.spans[-1]
    parts = list(_AND.finditer(text, low + 1, high - 1))
    if not parts or names.open:
        return names
    ends_alike = text[parts[-1].start() - 1] == text[high - 1] and parts[-1].start() - low > 2
    if len(names) + 1 != wanted and not ends_alike:
        return names
    first = parts[-1]
    return replace(names, spans=(*names.spans[:-1], (low, first.start()), (first.end(), high)))


def two_names(text: str, start: int, stop: int) -> Names | None:
    """A list of two names that only 和 parts."""
    end = next((at for at in range(start, stop) if text[at] in "，,；;：:。！？"), stop)
    parts = list(_AND.finditer(text, start + 1, end - 1)) if end - start > 2 else []
    if len(parts) != 1 or end - start > 2 * LONGEST or "、" in text[start:end]:
        return None
    return Names(((start, parts[0].start()), (parts[0].end(), end)), bool(_OPEN_END.search(text[start:end])), "和")


def _flat(text: str, start: int, stop: int) -> str:
    """The stretch with everything in brackets and quotation marks made blank, its length kept."""
    signs = list(text[start:stop])
    depth, opened = 0, 0
    for match in _BRACKET.finditer(text, start, stop):
        if match[0] in "（([【“《「『":
            opened = opened if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                fill = "\x00" if match[0] in "）)]】" else "\x01"
                signs[opened - start : match.end() - start] = fill * (match.end() - opened)
    return "".join(signs)


def _end(flat: str, mark: str) -> int:
    for stop in _STOPS[mark].finditer(flat):
        at = stop.start()
        if mark != "、" or flat[at] not in "，," or not _FURTHER.match(flat[at + 1 : at + 6]):
            return at
    return len(flat)


def _pieces(flat: str, mark: str) -> list[tuple[int, int]]:
    found = []
    at = 0
    for match in re.finditer(f"[{_MARKS[mark]}]" if mark != "、" else "、|[，,](?=\\s*(?:以及|和|及))", flat):
        found.append((at, match.start()))
        at = match.end()
        if len(found) > MOST:
            return []
    found.append((at, len(flat)))
    trimmed = [_trimmed(flat, low, high) for low, high in found]
    return [(low, high) for low, high in trimmed if high > low]


def _trimmed(flat: str, low: int, high: int) -> tuple[int, int]:
    opening = _FURTHER.match(flat[low:high]) if low and flat[low - 1] in "，," else None
    low += opening.end() if opening else 0
    while low < high and flat[low] in " \u3000\n\t":
        low += 1
    while low < high and flat[high - 1] in " \u3000\n\t\x00":
        high -= 1
    return low, high


def _names(flat: str, start: int, pieces: Sequence[tuple[int, int]], mark: str) -> Names:
    low, high = pieces[-1]
    ending = _OPEN_END.search(flat[low:high])
    spans = [(start + one, start + other) for one, other in pieces]
    if ending:
        spans[-1] = (start + low, start + low + ending.start())
        if spans[-1][0] >= spans[-1][1]:
            spans.pop()
    return Names(tuple(spans), bool(ending), mark)
