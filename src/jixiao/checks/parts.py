"""Parts: a workbook that one unit filled in, which is not asked for what only the whole department has."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.view import Found, View, check


@check("CMP-28")
def parts_are_checked_as_parts(view: View) -> Iterator[Found]:
    """It is told once that the workbook was taken for the part of one unit."""
    unit = view.shared.part
    if unit:
        names = {item.unit: item.name for item in view.year.unit}
        yield Found((), {"unit": names[unit]})
