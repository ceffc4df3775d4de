"""Sections that answer each other: problems and measures, tasks and results, projects and units, claims and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from jixiao.checks.meant import meant
from jixiao.checks.reached import missed
from jixiao.checks.view import Found, View, check, names_in, told
from jixiao.facts import PartialDate
from jixiao.facts.managing import Disclosure
from jixiao.figures import Count, Ratio

_YEAR = re.compile(r"[〔\[（(]((?:19|20)\d\d)[〕\]）)]")


@check("XSC-07")
def tasks_have_results(view: View) -> Iterator[Found]:
    """What was announced as a key task is reported on."""
    for task in view.year.task:
        if not told(task.result):
            yield Found((view.at("task", task, "result"),), {"name": task.name})


@check("XSC-08")
def money_belongs_to_consolidated_units(view: View) -> Iterator[Found]:
    """A project or a budget line of a unit outside the consolidated budget, or of one that had ended, is counted wrongly."""
    first = date(view.year.year, 1, 1)
    outside = {
        unit.unit: unit
        for unit in view.year.unit
        if unit.consolidated is False or (isinstance(unit.until, PartialDate) and unit.until.latest() < first)
    }
    for subject in ("project", "budget"):
        for record in view.year.records(subject):
            unit = outside.get(told(record.unit))
            if unit is not None:
                yield Found((view.at(subject, record, "unit"),), {"unit": unit.name})


@check("XSC-10")
def all_done_means_all(view: View) -> Iterator[Found]:
    """“All completed” stands beside an indicator that missed its target."""
    short = [item for item in view.year.indicator if missed(view, item)]
    if not short:
        return
    for paragraph in view.shared.paragraphs:
        told_all = next((word for word in view.rule.words("words") if word in paragraph.text), "")
        of_all = paragraph.subject == "objective" or (
            paragraph.subject == "narrative" and paragraph.record.slot in view.rule.words("slots")
        )
        if told_all and of_all:
            at = (paragraph.at, *(view.at("indicator", item, "actual") for item in short))
            yield Found(at, {"words": told_all, "names": tuple(item.name for item in short)})


@check("XSC-11")
def slow_projects_are_slow(view: View) -> Iterator[Found]:
    """A project that a problem calls slow has a low execution rate."""
    for problem in view.year.problem:
        if not any(word in told(problem.title) for word in view.rule.words("words")):
            continue
        for project in names_in(problem.projects):
            rate = view.rate(project)
            if isinstance(rate, Ratio) and rate.value >= view.rule.figure("rate"):
                at = (view.at("problem", problem, "projects"), view.facts.at("project", project, "rate"))
                yield Found(at, {"problem": problem.title, "project": project, "rate": rate})


@check("XSC-12")
def problems_and_measures_match(view: View) -> Iterator[Found]:
    """Each problem has a measure, each measure a problem."""
    known = {problem.no for problem in view.year.problem}
    answered = {no for measure in view.year.measure for no in names_in(measure.problems)}
    for problem in view.year.problem:
        if problem.no not in answered:
            yield Found(
                (view.at("problem", problem, "title"),), {"what": problem.title}, message="check-XSC-12-problem"
            )
    for measure in view.year.measure:
        if not known.intersection(names_in(measure.problems)):
            yield Found(
                (view.at("measure", measure, "problems"),), {"what": measure.title}, message="check-XSC-12-measure"
            )


@check("XSC-13")
def numbers_and_dates_agree(view: View) -> Iterator[Found]:
    """The year in a document's number is the year of its date."""
    documents = [("policy", item, "number") for item in view.year.policy] + [
        ("quota", item, "document") for item in view.year.quota
    ]
    for subject, item, name in documents:
        number, day = getattr(item, name), item.date
        match = _YEAR.search(told(number))
        if match and isinstance(day, PartialDate) and int(match[1]) != day.year:
            yield Found((view.at(subject, item, name), view.at(subject, item, "date")), {"number": number, "date": day})


@check("XSC-23")
def audits_are_reflected(view: View) -> Iterator[Found]:
    """Findings on the cover appear in the management data."""
    audit = view.year.cover.last_audit
    findings = [view.year.management.findings, view.year.management.serious_findings]
    counted = [item for item in findings if isinstance(item, Count)]
    if isinstance(audit, Count) and counted and audit > Count.sum(counted):
        at = (view.facts.at("management", "findings"), view.facts.at("cover", "last_audit"))
        yield Found(at, {"audit": audit, "counted": Count.sum(counted)})


@check("XSC-24")
def disclosures_were_in_time(view: View) -> Iterator[Found]:
    """The number of compliant disclosures leaves out those that the table shows to be late."""
    due, compliant = view.year.management.due_disclosures, view.year.management.compliant_disclosures
    late = [item for item in view.year.disclosure if is_late(item, int(view.rule.figure("days")))]
    if isinstance(due, Count) and isinstance(compliant, Count) and late and compliant.number > due.number - len(late):
        at = (
            view.facts.at("management", "compliant_disclosures"),
            *(view.at("disclosure", item, "published_on") for item in late),
        )
        yield Found(at, {"due": due, "compliant": compliant, "late": len(late)})


def is_late(item: Disclosure, days: int) -> bool:
    """Whether every day that the dates can mean is later than so many days after approval."""
    approved, published = item.approved_on, item.published_on
    if not (isinstance(approved, PartialDate) and isinstance(published, PartialDate)):
        return False
    return (published.earliest() - approved.latest()).days > days


@check("XSC-26")
def lists_name_what_exists(view: View) -> Iterator[Found]:
    """A list of numbers in a cell names rows that exist."""
    projects, problems = {item.project for item in view.year.project}, {item.no for item in view.year.problem}
    lines = {line.code for line in view.card.lines} if view.card else None
    lists = (
        ("task", "projects", projects), ("problem", "projects", projects), ("measure", "problems", problems), ("problem", "lines", lines),
    )  # fmt: skip
    for subject, name, known in lists:
        for record in view.year.records(subject):
            unknown = tuple(key for key in names_in(getattr(record, name)) if known is not None and key not in known)
            if unknown:
                hints = (
                    meant(view.facts, name.removesuffix("s"), unknown[0]) if name in ("projects", "problems") else ()
                )
                yield Found((view.at(subject, record, name),), {"names": unknown}, hints=hints)
