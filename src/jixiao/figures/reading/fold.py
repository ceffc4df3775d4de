"""One plain copy of a text to read figures from, and the way back to the characters of the text itself.

Full-width forms, dashes and traditional unit characters become one form each, character for character. What copies put
between the characters of a word (zero-width marks, reading aids such as 萬(wàn)元) is left out, so offsets are mapped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | str.maketrans(
    "−﹣﹪–―─〜∼﹝﹞［］【】○￥",
    "--%———~~〔〕[][]〇¥",
)
_SIMPLE = str.maketrans(
    "萬億個項戶兩圓圆點間輛臺張條畝噸頓歲層場畫號週時貳參陸負餘約過筆幢棟",
    "万亿个项户两元元点间辆台张条亩吨顿岁层场画号周时贰叁陆负余约过笔幢栋",
)
_NOISE = re.compile(
    "[\u200b\u200c\u200d\u2060\ufeff\u00ad]"
    "|(?<=[\u4e00-\u9fff])[(（] ?[a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4} ?[)）]"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A folded text.

    Attributes:
        plain: what is read: one form of every character.
        seen: the same characters with width folded but characters as they are, for the unit as written.
        text: the text as given.
        commas: the same characters untouched, to tell a full-width comma from a thousands mark.
        places: where each character of `plain` stands in `text`; None where nothing was left out.
    """

    plain: str
    seen: str
    commas: str
    text: str
    places: list[int] | None

    def first(self, at: int) -> int:
        """Where the character at that place of `plain` stands in the text."""
        return at if self.places is None else self.places[at]

    def after(self, end: int) -> int:
        """Where the text goes on behind the characters of `plain` up to `end`."""
        return end if self.places is None else self.places[end - 1] + 1

    def written(self, start: int, end: int) -> str:
        """What stands there, width folded, blanks and line breaks left out."""
        return "".join(self.seen[start:end].split())


def fold(text: str) -> Page:
    """The plain copy of a text."""
    kept = text
    places: list[int] | None = None
    if _NOISE.search(text):
        places = []
        last = 0
        for match in _NOISE.finditer(text):
            places.extend(range(last, match.start()))
            last = match.end()
        places.extend(range(last, len(text)))
        kept = _NOISE.sub("", text)
    seen = kept.translate(_WIDTH)
    return Page(seen.translate(_SIMPLE), seen, kept, text, places)
