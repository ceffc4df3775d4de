"""The core is told the time, the place and the people; it does not look them up."""

from __future__ import annotations

import ast

import pytest
from tests.architecture.layers import OUTSIDE, Module, dotted, imports_of, modules

# Ends of dotted names that read a clock or the environment. time.monotonic is none of them: it measures patience.
READS = (
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "os.environ",
    "os.environb",
    "os.getenv",
)
# What goes to other machines by its very subject. It computes nothing: what it finds there changes no figure.
REACHING = {"jixiao.bulk.spark_session"}
NETWORK = {"socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}


def looked_up(tree: ast.AST) -> list[tuple[str, ast.AST]]:
    """Every read of a clock or the environment, however the name is reached: datetime.now, datetime.datetime.now."""
    return [
        (name, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (name := dotted(node))
        and any(name == read or name.endswith(f".{read}") for read in READS)
    ]


@pytest.mark.parametrize("module", [m for m in modules() if m.room != OUTSIDE and repr(m) not in REACHING], ids=repr)
def test_nothing_is_looked_up_outside_the_command_line(module: Module):
    """The same facts give the same report on any day, on any machine."""
    reads = [f"{module.at(node)} {name}" for name, node in looked_up(module.tree)]
    by_import = [
        f"{module.at(node)} {name}"
        for name, node in imports_of(module)
        if name in READS or any(name == net or name.startswith(f"{net}.") for net in NETWORK)
    ]

    assert reads + by_import == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("made = datetime.now()", ["datetime.now"]),
        ("made = datetime.datetime.now(tz)", ["datetime.datetime.now"]),
        ("folder = os.environ['HOME']", ["os.environ"]),
        ("day = date.today", ["date.today"]),
        ("until = time.monotonic() + 5", []),
        ("day = date(2022, 12, 31)", []),
    ],
)
def test_what_counts_as_looking_up(text: str, found: list[str]):
    """A date that was passed in is a value; a date that was asked for is not."""
    assert [name for name, _ in looked_up(ast.parse(text))] == found
