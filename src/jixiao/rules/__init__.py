"""Rules as data: the strict loader, decision tables with their formula compiler, and the macros officers write."""

from __future__ import annotations

from jixiao.rules.errors import Phrase, Place, RuleError
from jixiao.rules.formula.rows import DecisionTable, Outcome, Row
from jixiao.rules.formula.table import CompiledTable, compile_table
from jixiao.rules.formula.vocabulary import Column, coded, flag
from jixiao.rules.macros import expand_macros
from jixiao.rules.strict import Node, load, read_text

__all__ = [
    "Column",
    "CompiledTable",
    "DecisionTable",
    "Node",
    "Outcome",
    "Phrase",
    "Place",
    "Row",
    "RuleError",
    "coded",
    "compile_table",
    "expand_macros",
    "flag",
    "load",
    "read_text",
]
