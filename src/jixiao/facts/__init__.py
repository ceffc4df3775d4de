"""The department-year: frozen records, addresses and passports; stated values beside derived ones."""

from __future__ import annotations

from jixiao.facts.address import Address, address, year_of
from jixiao.facts.dates import DateError, PartialDate
from jixiao.facts.fact import Fact
from jixiao.facts.facts import Facts, UnknownAddress
from jixiao.facts.passport import Origin, Passport, Provenance
from jixiao.facts.registry import Derived, Field, Kind, Registry, Subject
from jixiao.facts.values import Value
from jixiao.facts.year import FORMS, RECORDS, DepartmentYear

__all__ = [
    "FORMS",
    "RECORDS",
    "Address",
    "DateError",
    "DepartmentYear",
    "Derived",
    "Fact",
    "Facts",
    "Field",
    "Kind",
    "Origin",
    "PartialDate",
    "Passport",
    "Provenance",
    "Registry",
    "Subject",
    "UnknownAddress",
    "Value",
    "address",
    "year_of",
]
