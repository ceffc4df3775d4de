"""Columns that hold the core's figures as whole numbers: 分 for money, hundredths of a point for scores.

SQLite keeps fifteen digits of a decimal and forgets the rest; it keeps every digit of an integer.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from jixiao.figures import MISSING, Missing, Money, Score

_HUNDRED = 100


def whole_hundredths(number: Decimal, what: str) -> int:
    """A number of hundredths. Raises ValidationError where there are parts smaller than that: nothing is rounded in passing."""
    scaled = number * _HUNDRED
    if scaled != scaled.to_integral_value():
        raise ValidationError(
            _("{what} {number} 的精度超过两位小数，数据库不会替您四舍五入。").format(what=what, number=number)
        )
    return int(scaled)


class _Hundredths(models.BigIntegerField):
    """Whole hundredths of a core value; NULL is MISSING."""

    if TYPE_CHECKING:  # the column holds integers, its attribute the core's values
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any
        _pyi_lookup_exact_type: Any

    what = ""

    def _number(self, value: Any) -> Decimal:
        raise NotImplementedError

    def _value(self, number: Decimal) -> Any:
        raise NotImplementedError

    def from_db_value(self, value: int | None, expression: object, connection: object) -> Any:  # noqa: ARG002  # Django's signature
        """The core's value."""
        return MISSING if value is None else self._value(Decimal(value) / _HUNDRED)

    def get_prep_value(self, value: Any) -> int | None:
        """The whole number that stands in the database."""
        if value is None or isinstance(value, Missing):
            return None
        return whole_hundredths(self._number(value), self.what)

    def to_python(self, value: Any) -> Any:
        """The core's value from its own kind; text is read by forms, not here."""
        if value is None or isinstance(value, Missing):
            return MISSING
        self._number(value)
        return value


class MoneyField(_Hundredths):
    """Money in whole 分. Gives and takes `Money`, and MISSING for NULL."""

    what = "金额"

    def _number(self, value: Any) -> Decimal:
        if not isinstance(value, Money):
            raise ValidationError(f"MoneyField takes Money, not {value!r}")
        return value.yuan

    def _value(self, number: Decimal) -> Money:
        return Money(number)


class ScoreField(_Hundredths):
    """Points in whole hundredths. Gives and takes `Score`, and MISSING for NULL."""

    what = "分数"

    def _number(self, value: Any) -> Decimal:
        if not isinstance(value, Score):
            raise ValidationError(f"ScoreField takes Score, not {value!r}")
        return value.points

    def _value(self, number: Decimal) -> Score:
        return Score(number)
