"""The workbook explains itself: what to fill in, where, in which unit, and what is computed."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.exchange import invented
from tests.exchange.books import changed

from jixiao.exchange import read, write_workbook
from jixiao.exchange.layout import heading
from jixiao.exchange.template import registry_digest
from jixiao.facts import Facts, Kind, Subject
from jixiao.figures import WAN, Missing, Money, half_up
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry

SUBJECTS = registry().subjects
TABLES = [subject for subject in SUBJECTS if not subject.is_form]


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    found = tmp_path_factory.mktemp("template") / "部门.xlsx"
    write_workbook(found, registry(), invented.year())
    return found


@pytest.fixture(scope="module")
def book(path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def values(path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def header_row(subject: Subject) -> int:
    return 4 if any(field.kind is Kind.MONEY for field in subject.fields) else 3


def validation_at(sheet, cell: str):
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def test_sheets_stand_in_the_order_of_work(book):
    """The explanation first, then one sheet a subject, none of them hidden."""
    assert book.sheetnames == ["说明", *(subject.sheet for subject in SUBJECTS), "下拉选项"]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}


def test_the_guide_leads_to_every_sheet(book):
    """Each sheet is one click away, with what it is for, who fills it in, and how much is there."""
    links = {cell.value: cell for row in book["说明"].iter_rows() for cell in row if cell.hyperlink}

    for subject in SUBJECTS:
        cell = links[subject.sheet]
        assert cell.hyperlink.location == f"'{subject.sheet}'!A1"
        assert cell.offset(0, 1).value == subject.row
        assert cell.offset(0, 3).value


def test_the_guide_counts_what_is_filled_in(book, values):
    """Rows of a table, answers of a form: the number that the formula shows is right before anybody calculates."""
    guide = {row[1].value: row[5].value for row in values["说明"].iter_rows(min_row=18) if row[1].value}

    assert guide["单位"] == 3
    assert guide["封面"] == len(registry().by_id["cover"].fields)


@pytest.mark.parametrize("subject", TABLES, ids=lambda subject: subject.id)
def test_headings_name_unit_and_duty(book, subject):
    """A column says in which unit it is filled in, and whether it has to be."""
    sheet, row = book[subject.sheet], header_row(subject)

    assert [cell.value for cell in sheet[row]][1:] == [heading(field) for field in subject.fields]
    assert sheet.freeze_panes == f"C{row + 1}"
    assert [cell.value for cell in sheet[row + 1]] == ["示例", *(field.example or None for field in subject.fields)]


@pytest.mark.parametrize("subject", TABLES, ids=lambda subject: subject.id)
def test_each_column_helps_in_the_cell(book, subject):
    """Whoever stands in a cell reads what belongs there; what is to be chosen can be chosen."""
    sheet = book[subject.sheet]
    for cell, field in zip(sheet[header_row(subject) + 2][1:], subject.fields, strict=True):
        rule = validation_at(sheet, cell.coordinate)
        assert rule.prompt.startswith(field.help[:100])
        assert len(rule.prompt) <= 255
        if field.kind is Kind.CHOICE:
            assert rule.formula1 == f'"{",".join(field.choices)}"'
        if field.kind is Kind.REF:
            assert rule.formula1 == f"list_{field.to}"
            assert book.defined_names[rule.formula1].attr_text.startswith(
                f"OFFSET('{registry().by_id[field.to].sheet}'!"
            )


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_a_sheet_prints_on_a4_and_guards_its_headings(book, subject):
    """Printed landscape, as many pages wide as it needs to be read, headings on each; protected without a password."""
    sheet = book[subject.sheet]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.page_setup.fitToWidth in (None, 2, 3)  # the widest sheets take more pages, the key on each
    assert sheet.print_title_rows
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.insertRows  # false means: allowed


def test_input_cells_are_free_and_computed_cells_are_not(book):
    """Nobody overwrites a formula by accident, nobody is stopped from entering a figure."""
    subject = registry().by_id["budget"]
    row = book[subject.sheet][header_row(subject) + 3]

    assert [field.id for cell, field in zip(row[1:], subject.fields, strict=True) if cell.protection.locked] == [
        "full",
        "rate",
    ]


def test_computed_cells_show_the_facts(book, values):
    """The workbook is right before any program has calculated: cached values are those that the rules give."""
    year = invented.year()
    facts = Facts(year, registry())
    subject = registry().by_id["budget"]
    columns = {field.id: index for index, field in enumerate(subject.fields, 1)}
    for row, line in enumerate(year.budget, header_row(subject) + 2):
        for name in ("full", "rate"):
            formula, shown = (
                book[subject.sheet][row][columns[name]].value,
                values[subject.sheet][row][columns[name]].value,
            )
            fact = facts.fact(year.at("budget", line.line, name))
            if not isinstance(fact.stated, Missing):
                assert not str(formula).startswith("=")
            elif isinstance(fact.value, Missing):
                assert shown == "—"
            else:
                expected = (
                    fact.value.in_unit(WAN) if isinstance(fact.value, Money) else half_up(fact.value.value * 100, 2)
                )
                assert str(formula).startswith("=IF(COUNT(")
                assert Decimal(str(shown)) == expected


@pytest.mark.libreoffice
def test_the_formulas_arrive_where_the_rules_do(tmp_path, path):
    """A spreadsheet program that calculates everything anew shows what was cached, the blank rows nothing."""
    emptied = changed(tmp_path, lambda book: None)  # openpyxl drops all cached values
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "lo"), str(emptied)]
    subprocess.run(command, check=True, capture_output=True, timeout=170)

    before = openpyxl.load_workbook(path, data_only=True)
    after = openpyxl.load_workbook(tmp_path / "lo" / "部门.xlsx", data_only=True)
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                told = after[sheet.title][cell.coordinate].value
                same = (
                    told == pytest.approx(cell.value, abs=1e-9)
                    if isinstance(cell.value, float)
                    else (told or None) == (cell.value or None)
                )
                assert same, (sheet.title, cell.coordinate, cell.value, told)


def test_colours_tell_published_from_illustrative(book):
    """A reader sees at a glance which figures anybody can look up and which were made up."""
    unit, project, cover = book["单位"]["C5"], book["项目"], book["封面"]["C4"]

    assert unit.fill.start_color.rgb == cover.fill.start_color.rgb == "FFE3F1E4"
    assert project["D6"].fill.start_color.rgb == "FFE3F1E4"
    assert project["E6"].fill.start_color.rgb == "FFE4ECF5"


def test_the_file_says_which_template_it_is(book):
    """A workbook that comes back after a year can be told from today's."""
    told = {item.name: item.value for item in book.custom_doc_props.props}

    assert told == {"jixiao-template": "1", "jixiao-registry": registry_digest(registry())}


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path):
    """Nothing is cut off in silence, and no half a file is left behind."""
    year = invented.built(
        narrative=[{**invented.rows_of(registry().by_id["narrative"])[0], "text": invented.Raw("长" * 40_000)}]
    ).year

    with pytest.raises(FileRefused) as refused:
        write_workbook(tmp_path / "部门.xlsx", registry(), year)

    assert (
        refused.value.sentence()
        == "“部门.xlsx”的“文字”表有一段文字长 40000 字，一个单元格最多放 32767 字。请分成几段后再导出。"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_example_row_survives_the_loss_of_its_mark(tmp_path):
    """Somebody deletes the narrow first column; the example is still no data."""
    found = read(changed(tmp_path, lambda book: book["加减分"].delete_cols(1)), registry())

    assert found.year.bonus == invented.year().bonus
