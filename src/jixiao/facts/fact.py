"""A fact: a value with its address, its names and its passport; what was stated stands beside what was derived."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.address import Address
from jixiao.facts.passport import UNKNOWN, Passport
from jixiao.facts.registry import Kind
from jixiao.facts.values import Value
from jixiao.figures import MISSING, Missing


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    Attributes:
        address: where it lives.
        value: what counts: the derived value where a rule computes it, else what was entered.
        kind: its registry type.
        title: its full Chinese name, as in 劳模津贴 · 执行率.
        passport: where `value` came from.
        stated: what somebody wrote in a cell that a rule computes; never used in place of `value`, only compared.
        stated_at: the passport of the stated value.
        names: the Chinese ways to call it, as 项目/P01/执行率.
        inputs: addresses that a derived value was computed from; `missing` those of them that were missing.
    """

    address: Address
    value: Value | Missing
    kind: Kind
    title: str
    passport: Passport
    stated: Value | Missing = MISSING
    stated_at: Passport = UNKNOWN
    names: tuple[str, ...] = ()
    inputs: tuple[Address, ...] = ()
    missing: tuple[Address, ...] = ()
