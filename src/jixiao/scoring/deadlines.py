"""Whether a date was kept, and if not by how many days it was missed."""

from __future__ import annotations

from jixiao.facts.performance import Indicator
from jixiao.figures import Missing
from jixiao.rules.vocabulary import NotCarried


def days_late(record: Indicator) -> int | None:
    """How many days after its due date an indicator was done: 0 when in time, None when it is not done or not due.

    A due date without its day ends with the last day it can mean (2024-12 is the whole of December). A date done
    without its day counts only where its latest day is still in time.

    Args:
        record: the indicator; its `state` says that something is not done, where no date done stands.

    Raises:
        NotCarried: no date done and nothing said about it, or a date done that leaves open whether or how much it was late.

    Example:
        >>> from jixiao.facts.dates import PartialDate
        >>> days_late(Indicator(no="a", due=PartialDate(2024, 12), done=PartialDate(2025, 1, 5)))
        5
    """
    due, done = record.due, record.done
    if isinstance(due, Missing):
        return None
    if isinstance(done, Missing):
        if isinstance(record.state, Missing):
            raise NotCarried("score-missing", fields="“完成日期”")
        return None
    last = due.latest()
    if done.latest() <= last:
        return 0
    if done.earliest() != done.latest():
        raise NotCarried("score-day-uncertain", done=done.text(), due=due.text())
    return (done.latest() - last).days
