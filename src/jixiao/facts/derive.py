"""Deriving: sums and counts over rows, then ratios and differences of those, each with the rule that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jixiao.facts.address import Address, address
from jixiao.facts.computing import difference, is_positive, ratio, total
from jixiao.facts.fact import Fact
from jixiao.facts.passport import Passport, Provenance
from jixiao.facts.registry import Derived, Kind, Registry
from jixiao.facts.rows import Rows, key_of
from jixiao.facts.values import Value
from jixiao.figures import MISSING, Count, Missing

ANY_KEY = "*"
"""Stands for all keys of a group where nobody knows which of them a row belongs to."""

_UNITS = {Kind.MONEY: "万元", Kind.PERCENT: "%", Kind.SCORE: "分"}


def derived_facts(rows: Rows) -> dict[Address, Fact]:
    """All derived figures of the registry in its order; a group with a key gives one figure for each key that occurs."""
    found: dict[Address, Fact] = {}
    for item in rows.registry.derived:
        over_rows = item.operator in {"sum", "count"}
        chosen = _chosen(item, rows) if over_rows else {}
        doubts = _doubts(item, rows) if over_rows else {}
        rule = rule_in_words(item, rows.registry)
        for key in _keys(item, rows):
            inputs, value = (
                _over_rows(item, chosen.get(key, ()), rows) if over_rows else _over_figures(item, key, rows, found)
            )
            note = doubts.get(key) or doubts.get(ANY_KEY, "")
            fact = _fact(item, key, inputs, MISSING if note else value, rule, rows, note)
            found[fact.address] = fact
    return found


def _keys(item: Derived, rows: Rows) -> Sequence[str]:
    """The keys of a group: every declared unit or project, and others (funding sources) as they occur in the rows."""
    if not item.by:
        return ("",)
    subject, name = item.by.split(".")
    declared = [getattr(record, name) for record in rows.year.records(name)] if name in rows.registry.by_id else []
    used = [getattr(record, name) for record in rows.year.records(subject)]
    return [key for key in dict.fromkeys([*declared, *used]) if isinstance(key, str)]


def _chosen(item: Derived, rows: Rows) -> Mapping[str, Sequence[Any]]:
    """Key → the records that a sum or count takes in, found in one pass."""
    subject = rows.registry.by_id[item.operands[0].partition(".")[0]]
    buckets: dict[str, list[Any]] = {}
    for record in rows.year.records(subject.id):
        if all(rows.word(subject, record, path) in permitted for path, permitted in item.where.items()):
            key = rows.word(subject, record, item.by.partition(".")[2]) if item.by else ""
            buckets.setdefault(key, []).append(record)
    return buckets


def _doubts(item: Derived, rows: Rows) -> Mapping[str, str]:
    """Key → why a sum or count over its rows is unknown: rows, or words that decide who counts, could not be read."""
    subject = rows.registry.by_id[item.operands[0].partition(".")[0]]
    if lost := rows.lost(subject):
        return {ANY_KEY: lost}
    if not rows.year.unread and not rows.year.unread_rows:
        return {}
    by = item.by.partition(".")[2]
    found: dict[str, str] = {}
    for record in rows.year.records(subject.id):
        paths = (*item.where, *([by] if by else []))
        unread = {path: why for path in paths if (why := rows.unread(subject, record, path))}
        others = ((path, permitted) for path, permitted in item.where.items() if path not in unread)
        if unread and all(rows.word(subject, record, path) in permitted for path, permitted in others):
            key = ANY_KEY if by in unread else rows.word(subject, record, by) if by else ""
            found[key] = next(iter(unread.values()))
    return found


def _over_rows(item: Derived, chosen: Sequence[Any], rows: Rows) -> tuple[Sequence[Fact], Value | Missing]:
    subject_id, _, name = item.operands[0].partition(".")
    if not rows.year.records(subject_id) or (not chosen and item.empty == "missing"):
        return (), MISSING
    if item.operator == "count":
        return (), Count(len(chosen))
    subject = rows.registry.by_id[subject_id]
    facts = [rows.facts[address(rows.year.year, subject_id, *key_of(subject, record), name)] for record in chosen]
    if item.positive:
        facts = [fact for fact in facts if is_positive(fact.value) or isinstance(fact.value, Missing)]
    return facts, total(item.kind, [fact.value for fact in facts])


def _over_figures(
    item: Derived, key: str, rows: Rows, found: Mapping[Address, Fact]
) -> tuple[Sequence[Fact], Value | Missing]:
    wheres = [
        address(rows.year.year, item.group, key, name)
        if item.by and "/" not in name
        else Address(f"{rows.year.year}/{name}")
        for name in item.operands
    ]
    facts = [found.get(where) or rows.facts[where] for where in wheres]
    values = [fact.value for fact in facts]
    match item.operator:
        case "ratio":
            return facts, ratio(values[0], values[1])
        case "minus":
            return facts, difference(values[0], values[1])
        case _:
            return facts, total(item.kind, values)


def _fact(
    item: Derived, key: str, inputs: Sequence[Fact], value: Value | Missing, rule: str, rows: Rows, doubt: str = ""
) -> Fact:
    missing = tuple(fact.address for fact in inputs if isinstance(fact.value, Missing))
    why = doubt or (f"缺 {len(missing)} 项" if missing else "基数为零或没有数据")
    note = why if isinstance(value, Missing) else ""
    return Fact(
        address=address(rows.year.year, item.group, *([key] if key else []), item.id),
        value=value,
        kind=item.kind,
        title=f"{_label(item, key, rows)} · {item.zh}" if key else item.zh,
        passport=Passport(
            provenance=Provenance.DERIVED,
            basis=item.basis,
            period=f"{rows.year.year}年度",
            unit=item.unit or _UNITS.get(item.kind, ""),
            rule=rule,
            note=note,
        ),
        names=tuple(f"{name}/{key}/{item.zh}" for name in _group_names(item, rows.registry)) if key else (item.zh,),
        inputs=tuple(fact.address for fact in inputs),
        missing=missing,
    )


def _group_names(item: Derived, registry: Registry) -> tuple[str, ...]:
    subject = registry.by_id.get(item.group)
    return tuple(dict.fromkeys((subject.sheet, subject.zh))) if subject else (item.group,)


def _label(item: Derived, key: str, rows: Rows) -> str:
    record = rows.named(item.group, key) if item.group in rows.registry.by_id else None
    return record.name if record is not None and isinstance(record.name, str) else key


def rule_in_words(item: Derived, registry: Registry) -> str:
    """The rule as the passport tells it: “预算执行”表“支出决算数”合计（基本支出）, or 支出决算数 ÷ 全年预算数."""
    if item.operator in {"sum", "count"}:
        subject_id, _, name = item.operands[0].partition(".")
        subject = registry.by_id[subject_id]
        what = f"“{subject.sheet}”表" + (f"“{subject.field(name).zh}”合计" if name else "行数")
        limits = ["、".join(words) for words in item.where.values()] + (["只计正数"] if item.positive else [])
        return what + (f"（{'，'.join(limits)}）" if limits else "")
    sign = {"ratio": " ÷ ", "minus": " − ", "plus": " ＋ "}[item.operator]
    names = {other.name: other.zh for other in registry.derived}
    names.update({other.id: other.zh for other in registry.derived if other.by and other.group == item.group})
    names.update({f"{subject.id}/{field.id}": field.zh for subject, field in registry.fields() if subject.is_form})
    return sign.join(names[name] for name in item.operands)
