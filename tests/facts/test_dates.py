"""Dates to the day, month or year, and the end of one."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.facts import DateError, PartialDate


@pytest.mark.parametrize(
    "found, prose, table",
    [
        ("2022-06-15", "2022年6月15日", "2022-06-15"),
        ("2022年6月15日", "2022年6月15日", "2022-06-15"),
        ("2016-05", "2016年5月", "2016-05"),
        ("2016年5月", "2016年5月", "2016-05"),
        ("2022.6.5", "2022年6月5日", "2022-06-05"),
        ("2022/6/5", "2022年6月5日", "2022-06-05"),
        ("2020年底", "2020年底", "2020年底"),
        ("2020年末", "2020年底", "2020年底"),
        ("2022", "2022年", "2022"),
        ("20220615", "2022年6月15日", "2022-06-15"),
        ("２０２２－０８－１０", "2022年8月10日", "2022-08-10"),
        ("２０２２年８月", "2022年8月", "2022-08"),
    ],
)
def test_dates_are_read_as_officers_write_them(found: str, prose: str, table: str):
    """Prose and tables print the same date in their own way."""
    read = PartialDate.parse(found)

    assert (read.text(), read.iso()) == (prose, table)


@pytest.mark.parametrize(
    "found", ["", "昨天", "2022-13", "2022-02-30", "22-06-15", "2022-06-15底", "2022615", "20221315", "44800"]
)
def test_what_is_no_date_is_refused(found: str):
    """A thirteenth month is a slip, not a date."""
    with pytest.raises(DateError):
        PartialDate.parse(found)


def test_the_end_of_a_year_is_its_last_month():
    """2020年底 means December 2020."""
    end = PartialDate.parse("2020年底")

    assert (end.earliest(), end.latest()) == (date(2020, 12, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    "earlier, later, surely",
    [
        ("2016-05", "2018-10", True),
        ("2020", "2020-06", False),
        ("2020-06", "2020年底", True),
        ("2020年底", "2021", True),
    ],
)
def test_order_is_certain_only_when_no_day_can_turn_it_round(earlier: str, later: str, surely: bool):
    """2020 may lie after June 2020."""
    assert PartialDate.parse(earlier).surely_before(PartialDate.parse(later)) is surely
