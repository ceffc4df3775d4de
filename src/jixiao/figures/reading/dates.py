"""Dates, years, months and periods as ISO text: 2022年5月 is 2022-05, 1—6月 is --01/--06, 二〇二二年 is 2022."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.figures.errors import FigureError
from jixiao.figures.numerals import read_chinese_integer

_B = r"\s{0,4}"
_TO = rf"{_B}(?:-|—{{1,2}}|~|至|到){_B}"
_Y = r"(?:1[89]|20|21)[0-9]{2}"
_M = r"(?:1[0-2]|0?[1-9])"
_D = r"(?:3[01]|[12][0-9]|0?[1-9])"
_YEAR = rf"{_B}(?:学?年度|学年|财年|年)"
_MONTH = rf"{_B}月(?:{_B}份)?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # years: 2021-2023年, 2021年至2023年
        rf"(?P<y>{_Y})(?:{_B}年度?)?{_TO}(?P<y2>{_Y}){_YEAR}(?!{_B}{_M}{_B}月)",
        # months: 2022年1—6月, 2022年1月至2023年6月, 1月至6月
        rf"(?:(?P<y>{_Y}){_B}年{_B})?(?P<m>{_M})(?:{_MONTH})?{_TO}(?:(?P<y2>{_Y}){_B}年{_B})?(?P<m2>{_M}){_MONTH}(?!{_B}[0-9]{{1,2}}{_B}[日号])",
        # days: 2022年5月1日至6日, 5月1-6日
        rf"(?:(?P<y>{_Y}){_B}年{_B})?(?P<m>{_M}){_B}月{_B}(?P<d>{_D})(?:{_B}日)?{_TO}(?P<d2>{_D}){_B}日",
        rf"(?P<y>{_Y}){_B}年{_B}(?P<m>{_M}){_B}月(?:{_B}份|{_B}(?P<d>{_D}){_B}[日号])?",
        rf"(?P<y>{_Y}){_YEAR}",
        rf"(?P<m>{_M}){_B}月(?:{_B}份|{_B}(?P<d>{_D}){_B}[日号])?",
        rf"(?P<y>{_Y})(?P<sep>[-./])(?P<m>{_M})(?P=sep)(?P<d>{_D})(?![0-9%\-]|\.[0-9])",
        # a list of years, the first ones without their sign: 2021、2022年; bare years with a dash: 2019-2021
        rf"(?P<y>{_Y})(?={_B}[、和及与]{_B}{_Y}(?:{_B}[、和及与]{_B}{_Y}){{0,6}}{_B}年)",
        rf"(?P<y>{_Y})[-—~](?P<y2>{_Y})(?![0-9.,%\-/])(?!{_B}[人元万亿个项名家户次])",
        rf"(?P<d>{_D}){_B}日(?![内间均常期报程托])(?=[前起止,，。;；)、\s]|$)",
        # clocks
        r"(?P<h>2[0-3]|[01]?[0-9])[:](?P<n>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])",
        rf"(?P<h>2[0-3]|1?[0-9]){_B}[时点]{_B}(?P<n>[0-5]?[0-9]){_B}分(?![别类布之])",
        rf"(?P<h>2[0-4]|1?[0-9]){_B}时(?![间长段期代效序])",
    )
)
_MAYBE = re.compile(
    r"[0-9]{1,4}\s{0,4}[-—~至到/:年月日时点、和及与学财]|[0-9]{4}\."
)  # few numbers need the longer look
_CLOCK = re.compile(r"(?:比例|比|配比|按照?|配资)\s*(?:为|约|是)?\s*$")
_NUMBER = "[一二三四五六七八九十]"
_WORDS = re.compile(
    rf"(?P<y>[一二][〇零○一二三四五六七八九]{{3}})年度?(?:(?P<m>{_NUMBER}{{1,2}})月份?(?:(?P<d>{_NUMBER}{{1,3}})日)?)?"
    rf"|(?P<m1>十[一二]?|[一二三四五六七八九])月(?:份|(?P<d1>{_NUMBER}{{1,3}})日|(?=[底末初]|[上中下]旬))"
)


def date_at(plain: str, at: int) -> tuple[str, int] | None:
    """The ISO text of the date or period that begins with the digit there, and where it ends."""
    if not _MAYBE.match(plain, at):
        return None
    for shape in _SHAPES:
        match = shape.match(plain, at)
        if match is None:
            continue
        got = match.groupdict()
        if "h" in got:
            if _CLOCK.search(plain, max(0, at - 8), at) or (got["h"] == got.get("n") and len(got["h"]) == 2):
                return None
            return f"T{int(got['h']):02}:{int(got.get('n') or 0):02}", match.end()
        return "/".join(_ends(got)), match.end()
    return None


def _ends(got: dict[str, str | None]) -> Iterator[str]:
    year, month, day = got.get("y"), got.get("m"), got.get("d")
    yield iso(year, month, day)
    if got.get("d2"):
        yield iso(year, month, got["d2"])
    elif got.get("m2"):
        yield iso(got.get("y2") or year, got["m2"])
    elif got.get("y2"):
        yield iso(got["y2"])


def iso(year: str | None, month: str | None = None, day: str | None = None) -> str:
    """ISO text of what is known of a date: 2022, 2022-05, --05, --05-01, ---15."""
    if day and not month:
        return f"---{int(day):02}"
    text = year or "-"
    if month:
        text += f"-{int(month):02}"
    return text + (f"-{int(day):02}" if day else "")


def words_date_at(plain: str, at: int) -> tuple[str, int] | None:
    """The same for a date in Chinese numerals: 二〇二二年五月, 十二月底."""
    match = _WORDS.match(plain, at)
    if match is None:
        return None
    month, day = match["m"] or match["m1"], match["d"] or match["d1"]
    try:
        year = f"{read_chinese_integer(match['y'])}" if match["y"] else None
        numbers = [f"{read_chinese_integer(part)}" if part else None for part in (month, day)]
    except FigureError:
        return None
    if int(numbers[0] or 1) > 12 or int(numbers[1] or 1) > 31:
        return None
    return iso(year, *numbers), match.end()
