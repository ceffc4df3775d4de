"""The field registry and the records say the same."""

from __future__ import annotations

from dataclasses import fields

import pytest

from jixiao.facts import FORMS, RECORDS, DepartmentYear, Kind, Subject
from jixiao.facts.reading import read_value
from jixiao.figures import Missing
from jixiao.rules.registry import registry

SUBJECTS = registry().subjects


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_a_record_has_exactly_the_declared_fields(subject: Subject):
    """The registry is the one declaration; the record class follows it, in order."""
    assert [field.name for field in fields(RECORDS[subject.id])] == [field.id for field in subject.fields]


def test_the_department_year_has_exactly_the_declared_subjects():
    """One attribute a subject, and the passports."""
    names = [field.name for field in fields(DepartmentYear)]

    assert sorted(names) == sorted([*(subject.id for subject in SUBJECTS), "passports", "unread", "unread_rows"])
    assert {subject.id for subject in SUBJECTS if subject.is_form} == FORMS


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_every_example_is_a_value_that_its_field_takes(subject: Subject):
    """What the help shows can be typed in."""
    for field in subject.fields:
        assert field.help, f"{field.id} has no help"
        if field.example:
            assert not isinstance(read_value(field, field.example), Missing)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_names_within_a_sheet_are_unique(subject: Subject):
    """A heading calls one column."""
    names = [field.zh for field in subject.fields]

    assert len(set(names)) == len(names)


def test_choices_and_references_are_complete():
    """A choice has words to choose from, a reference a subject to point to."""
    for _, field in registry().fields():
        assert (field.kind is Kind.CHOICE) == bool(field.choices)
        assert (field.kind is Kind.REF) == (field.to in registry().by_id)
