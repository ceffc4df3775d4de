"""What a fact can be: the plain value types of the department-year."""

from __future__ import annotations

from decimal import Decimal

from jixiao.facts.dates import PartialDate
from jixiao.figures import Count, Missing, Money, Ratio, Score

Value = str | int | bool | Decimal | Money | Ratio | Count | Score | PartialDate

Text = str | Missing
Flag = bool | Missing
Number = Decimal | Missing
MoneyOrMissing = Money | Missing
RatioOrMissing = Ratio | Missing
CountOrMissing = Count | Missing
ScoreOrMissing = Score | Missing
DateOrMissing = PartialDate | Missing
