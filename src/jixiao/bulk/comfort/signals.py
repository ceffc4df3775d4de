"""All signals of a scored dataset as relations of one engine: found, counted, weighed, told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb

from jixiao.bulk.comfort.history import Asked, histories
from jixiao.bulk.comfort.outcomes import dropped, spotless
from jixiao.bulk.comfort.rules import KINDS, Rules
from jixiao.bulk.comfort.scores import bunched, steady
from jixiao.bulk.comfort.targets import below, changed, exact
from jixiao.bulk.comfort.texts import evidence, text
from jixiao.bulk.comfort.weighing import weighing
from jixiao.bulk.schema import DEPT, tables
from jixiao.facts import Registry
from jixiao.files.messages import text as words

Progress = Callable[[int, int], None]

STEPS = len(KINDS) + 2
"""What progress is counted in: histories, each kind, weighing."""


def kinds(rules: Rules, registry: Registry, lang: str) -> Iterator[Asked]:
    """What is asked for each kind, in the declared order."""
    layout = tables(registry)
    indicator, of = layout["indicator"], rules.kinds
    yield below(of["below"], indicator, lang)
    yield exact(of["exact"], indicator, lang)
    yield spotless(of["spotless"], lang)
    yield bunched(of["bunched"], indicator, layout["project"], lang)
    yield steady(of["steady"], lang)
    yield dropped(of["dropped"], indicator, lang)
    yield changed(of["changed"], indicator, lang)
    yield text(of["text"], registry, lang)
    yield evidence(of["evidence"], lang)


def compute(
    engine: duckdb.DuckDBPyConnection,
    rules: Rules,
    registry: Registry,
    lang: str,
    progress: Progress = lambda *_: None,
) -> None:
    """Make the relations `signals` and `reliability` in an engine in which a dataset and its result are open.

    `signals`: a row is a signal: year, dept, region, department, kind, title of the kind, subject, row and address of the
    record, figures as JSON of exact texts, the sentence. `reliability`: see `weighing`.
    """
    asked = tuple(kinds(rules, registry, lang))
    progress(0, STEPS)
    for name, query in histories(tables(registry)["indicator"]):
        _keep(engine, name, query)
    engine.execute(
        f"create temp table found (kind varchar, {DEPT} integer, subject varchar, row integer, address varchar, "
        "sentence varchar, figures varchar)"
    )
    engine.execute(f"create temp table compared (kind varchar, {DEPT} integer, comparable bigint)")
    for done, one in enumerate(asked, 1):
        progress(done, STEPS)
        for name, query in one.steps:
            _keep(engine, name, query)
        engine.execute(f"insert into found select '{one.kind}', * from ({one.found}) as f")
        engine.execute(f"insert into compared select '{one.kind}', * from ({one.compared}) as c")
        for name, _ in one.steps:
            engine.execute(f"drop table {name}")
    progress(len(asked) + 1, STEPS)
    titles = ", ".join(f"('{kind}', '{words(f'comfort-kind-{kind}', lang)}')" for kind in rules.kinds)
    _keep(
        engine,
        "signals",
        f"select d.year, f.{DEPT}, d.region, d.department, f.kind, t.title, f.subject, f.row, f.address, f.figures, f.sentence "
        f"from found f join dated d on d.{DEPT} = f.{DEPT} join (values {titles}) as t(kind, title) on t.kind = f.kind",
    )
    for name, query in weighing(rules, lang):
        _keep(engine, name, query)
    progress(STEPS, STEPS)


def _keep(engine: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    engine.execute(f"create temp table {name} as {query}")
