"""The core's checks of how indicators are set, run over rows of text that may not be saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jixiao.checks import Finding, catalogue
from jixiao.checks.running import functions
from jixiao.checks.view import Shared, View
from jixiao.facts import Facts
from jixiao.facts.building import Raw, RawRow, build_year
from jixiao.rules.registry import registry
from jixiao_web.shell.language import core_language

YEAR = "2000"
"""Any year will do: nothing that is asked here depends on it."""
Told = tuple[int, str, str, str, str, str]
"""Row, field, code, severity, sentence, remedy."""


def core_remarks(rows: Sequence[Mapping[str, str]], codes: Iterable[str]) -> Iterator[Told]:
    """What some checks of the core find in rows of indicators, by their place among the rows."""
    raw: list[RawRow] = [_raw(number, cells) for number, cells in enumerate(rows)]
    built = build_year({"cover": [{"year": Raw(YEAR)}], "indicator": raw}, registry())
    if built.year is None:
        raise ValueError("the year is always told")
    shared, lang = Shared(Facts(built.year, registry())), core_language()
    for code in codes:
        rule = catalogue()[code]
        for found in functions()[code](View(shared, rule)):
            finding = Finding(
                rule, found.severity or rule.severity, (), found.message or f"check-{code}", found.values, found.hints
            )
            sentence, remedy = f"{finding.title(lang)}。{finding.found(lang)}", finding.remedy(lang)
            if lang == "en":
                sentence = f"{finding.title(lang)}. {finding.found(lang)}"
            for where in found.at:
                _year, _subject, number, field = where.split("/")
                yield int(number.removeprefix("r")), field, code, finding.severity.name.lower(), sentence, remedy


def _raw(number: int, cells: Mapping[str, str]) -> RawRow:
    """A row under a key of our own, so that two with one number are both looked at."""
    known = {item.id for item in registry().by_id["indicator"].fields}
    return {**{name: Raw(text) for name, text in cells.items() if name in known}, "no": Raw(f"r{number}")}
