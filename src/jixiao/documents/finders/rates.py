"""Rates and shares with the amounts that they come from: 占, 为预算的, 完成率."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.documents.finders._named_rates import named_rates
from jixiao.documents.finders._roles import spoken
from jixiao.documents.finders._shares import shares
from jixiao.documents.found import Found
from jixiao.documents.view import View


def find(view: View) -> Iterator[Found]:
    """Every rate whose part and base stand in the text."""
    quantities = spoken(view)
    yield from shares(quantities)
    yield from named_rates(quantities)
