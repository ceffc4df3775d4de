"""How the house was kept: management data, three-public expenses, contracts, disclosure.

The fields are declared in `rulebook/fields`; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.values import CountOrMissing, DateOrMissing, Flag, MoneyOrMissing, Number, RatioOrMissing, Text
from jixiao.figures import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Management:
    """The data behind management efficiency: one value a field."""

    must_assess: CountOrMissing = MISSING
    assessed: CountOrMissing = MISSING
    findings: CountOrMissing = MISSING
    serious_findings: CountOrMissing = MISSING
    due_disclosures: CountOrMissing = MISSING
    compliant_disclosures: CountOrMissing = MISSING
    due_performance_items: CountOrMissing = MISSING
    published_items: CountOrMissing = MISSING
    rule_stages: CountOrMissing = MISSING
    covered_stages: CountOrMissing = MISSING
    results_to_apply: CountOrMissing = MISSING
    results_applied: CountOrMissing = MISSING
    forms_submitted: CountOrMissing = MISSING
    forms_returned: CountOrMissing = MISSING
    intents_due: CountOrMissing = MISSING
    intents_compliant: CountOrMissing = MISSING
    procurement_rules: Flag = MISSING
    procurement_findings: CountOrMissing = MISSING
    contracts: CountOrMissing = MISSING
    contracts_in_time: CountOrMissing = MISSING
    filed_in_time: CountOrMissing = MISSING
    sme_reserved: RatioOrMissing = MISSING
    sme_required: RatioOrMissing = MISSING
    procurement_budget: MoneyOrMissing = MISSING
    procurement_actual: MoneyOrMissing = MISSING
    over_standard_items: CountOrMissing = MISSING
    income_due: CountOrMissing = MISSING
    income_in_time: CountOrMissing = MISSING
    inventories: CountOrMissing = MISSING
    differences_open: CountOrMissing = MISSING
    asset_ties: CountOrMissing = MISSING
    asset_ties_passed: CountOrMissing = MISSING
    asset_findings: CountOrMissing = MISSING
    assets_in_use: MoneyOrMissing = MISSING
    assets_total: MoneyOrMissing = MISSING
    cost_items: CountOrMissing = MISSING
    cost_not_above: CountOrMissing = MISSING
    key_tasks_due: CountOrMissing = MISSING
    key_tasks_done: CountOrMissing = MISSING
    building_area_approved: Number = MISSING
    building_area_actual: Number = MISSING
    carryover_last: MoneyOrMissing = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreePublicItem:
    """One item of the three-public expenses."""

    item: str
    budget: MoneyOrMissing = MISSING
    actual: MoneyOrMissing = MISSING
    last_year: MoneyOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A procurement contract with its dates."""

    no: str
    unit: Text = MISSING
    project: Text = MISSING
    name: Text = MISSING
    budget: MoneyOrMissing = MISSING
    amount: MoneyOrMissing = MISSING
    intent_on: DateOrMissing = MISSING
    start_on: DateOrMissing = MISSING
    award_on: DateOrMissing = MISSING
    signed_on: DateOrMissing = MISSING
    filed_on: DateOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One disclosure of one unit."""

    unit: str
    item: str
    approved_on: DateOrMissing = MISSING
    published_on: DateOrMissing = MISSING
    link: Text = MISSING
    source: Text = MISSING
