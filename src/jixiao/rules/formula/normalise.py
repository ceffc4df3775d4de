"""Formulas as officers type them: full-width marks, × and ÷, ≥ and 90 % become the plain signs, places kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SIGNS = {
    "（": "(", "）": ")", "，": ",", "＋": "+", "－": "-", "−": "-", "×": "*", "＊": "*", "÷": "/", "／": "/",
    "＝": "=", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "<>", "％": "%", "．": ".", "　": " ", "\t": " ",
    **{chr(ord("０") + digit): str(digit) for digit in range(10)},
}  # fmt: skip
QUOTES = {"'": "'", "‘": "’", "’": "’", "“": "”"}
PERCENT = re.compile(r"(?<![\w.])(\d+)(?:\.(\d+))?\s*%")


@dataclass(frozen=True, slots=True)
class Plain:
    """A formula in plain signs; `origin[i]` is where its i-th character stood in what was written.

    `percents` tells, of a decimal that was written as a percentage, how: index of its first character → "98.44%".
    """

    text: str
    origin: tuple[int, ...]
    percents: Mapping[int, str]

    def position(self, index: int) -> int:
        """Which character of the written formula this was, counted from 1."""
        if not self.origin:
            return 1
        return self.origin[min(max(index, 0), len(self.origin) - 1)] + 1


def normalise(written: str) -> Plain:
    """The formula in plain signs; words in quotes stay as they are.

    Example:
        >>> normalise("（甲＋乙）÷２ ≥ 90% and 等级 = ‘优’").text
        "(甲+乙)/2 >= 0.90 and 等级 = '优'"
    """
    text: list[str] = []
    origin: list[int] = []
    closing = ""
    for index, character in enumerate(written):
        if closing:
            plain = "'" if character == closing else "''" if character == "'" else character
            closing = "" if character == closing else closing
        elif character in QUOTES:
            plain, closing = "'", QUOTES[character]
        else:
            plain = SIGNS.get(character, character)
        text.append(plain)
        origin.extend([index] * len(plain))
    return without_percent("".join(text), origin)


def without_percent(text: str, origin: list[int]) -> Plain:
    """Percent figures outside quotes as decimals: 98.44% is 0.9844. No digit is lost: the point moves two places."""
    pieces: list[str] = []
    origins: list[int] = []
    percents: dict[int, str] = {}
    done = 0
    for match in PERCENT.finditer(text):
        if text.count("'", 0, match.start()) % 2:
            continue
        whole, places = match[1].rjust(3, "0"), match[2] or ""
        decimal = f"{whole[:-2]}.{whole[-2:]}{places}"
        percents[len(origins) + match.start() - done] = "".join(match[0].split())
        pieces += [text[done : match.start()], decimal]
        origins += origin[done : match.start()] + [origin[match.start()]] * len(decimal)
        done = match.end()
    return Plain("".join(pieces) + text[done:], tuple(origins + origin[done:]), percents)
