"""Dates as officers know them: to the day, to the month, to the year, or "at the end of" one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_DATE = re.compile(
    r"(?P<year>\d{4})(?:[-./年](?P<month>\d{1,2})(?:[-./月](?P<day>\d{1,2})日?|月?)?|年)?(?P<edge>初|底|末)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIALS = range(32874, 73051)  # 1990-01-01 … 2099-12-31: five digits that are no year
_DAY_ZERO = date(1899, 12, 30)  # the day before the first, as spreadsheets count from March 1900 on


class DateError(ValueError):
    """A text that is no date. Carries the text found."""

    def __init__(self, found: str) -> None:
        super().__init__(f"日期应写成 2022-06-15、2022-06 或 2022年底，现为“{found}”。")
        self.found = found


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that may lack its day or month. `edge` is 底 (end) or 初 (beginning) of the year or month, or empty.

    Example:
        >>> PartialDate.parse("2020年底").text()
        '2020年底'
        >>> PartialDate.parse("2016-05") < PartialDate.parse("2018-10")
        True
    """

    year: int
    month: int | None = None
    day: int | None = None
    edge: str = ""

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read 2022-06-15, 20220615, 2022-06, 2022, 2022年6月15日, 2022年底, in any width. Raises DateError."""
        tidy = unicodedata.normalize("NFKC", text).strip()
        match = _DATE.fullmatch(_COMPACT.sub(r"\1-\2-\3", tidy) if _COMPACT.fullmatch(tidy) else tidy)
        if match is None:
            raise DateError(text)
        year = int(match["year"])
        month = int(match["month"]) if match["month"] else None
        day = int(match["day"]) if match["day"] else None
        edge = (match["edge"] or "").replace("末", "底")
        try:
            date(year, month or 1, day or 1)
        except ValueError:
            raise DateError(text) from None
        if day is not None and edge:
            raise DateError(text)
        return cls(year, month, day, edge)

    def earliest(self) -> date:
        """The first day that this date can mean; 底 means the last month of the year."""
        month = self.month or (12 if self.edge == "底" else 1)
        return date(self.year, month, self.day or 1)

    def latest(self) -> date:
        """The last day that this date can mean."""
        month = self.month or (1 if self.edge == "初" else 12)
        if self.day is not None:
            return date(self.year, month, self.day)
        following = date(self.year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day that this date can mean lies before every day of the other."""
        return self.latest() < other.earliest()

    def __lt__(self, other: PartialDate) -> bool:
        return (self.earliest(), self.latest()) < (other.earliest(), other.latest())

    def text(self) -> str:
        """As prose prints it: 2022年6月15日, 2016年5月, 2020年底."""
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{month}{day}{self.edge}"

    def iso(self) -> str:
        """As tables print it: 2022-06-15, 2016-05, 2020, 2020年底."""
        if self.edge:
            return self.text()
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def day_of_serial(text: str) -> PartialDate | None:
    """The day that a spreadsheet means by a bare number, where it can only be one; None for every other text.

    Example:
        >>> day_of_serial("44800").iso()
        '2022-08-27'
    """
    if not (text.isascii() and text.isdecimal() and int(text) in _SERIALS):
        return None
    day = _DAY_ZERO + timedelta(days=int(text))
    return PartialDate(day.year, day.month, day.day)
