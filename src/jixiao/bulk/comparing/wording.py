"""What came of a comparison in sentences: the whole in one, and what has to be known to read it rightly."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.bulk.comparing.comparison import Comparison
from jixiao.files.messages import text
from jixiao.rules.scheme import Scheme


def summary(comparison: Comparison, lang: str) -> str:
    """The whole comparison in one sentence."""
    count = comparison.count
    compared = count.both + count.certain
    if not compared:
        name = "none"
    elif count.up or count.down:
        name = "summary"
    else:
        name = "nobody-regraded" if count.regraded else "nobody"
    return text(
        f"compare-{name}", lang, departments=count.departments, compared=compared, up=count.up, down=count.down, same=count.same,
        regraded=count.regraded,
    )  # fmt: skip


def remarks(comparison: Comparison, lang: str) -> Iterator[str]:
    """That both schemes score alike, or that shares are compared because their totals differ."""
    if scores_alike(comparison.before, comparison.after):
        yield text("compare-scores-alike", lang)
    if not comparison.is_same_full:
        totals = {"before": f"{comparison.before.total:f}", "after": f"{comparison.after.total:f}"}
        yield text("compare-in-shares", lang, **totals)


def scores_alike(before: Scheme, after: Scheme) -> bool:
    """Whether nothing but the name of a scheme is another: a limit, say, was changed that no chosen convention uses."""
    (_, _, old), (_, _, new) = (scheme.canonical.partition("\n") for scheme in (before, after))
    return (old, before.total, before.form) == (new, after.total, after.form)
