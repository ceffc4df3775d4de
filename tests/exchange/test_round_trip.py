"""What is written into a workbook is read from it, neither more nor less."""

from __future__ import annotations

import subprocess
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests import strategies as draw
from tests.exchange import invented

from jixiao.exchange import read, write_workbook
from jixiao.facts import RECORDS, DepartmentYear
from jixiao.facts.building import Raw
from jixiao.rules.registry import registry

pytestmark = pytest.mark.long


def sentences(problems) -> list[str]:
    return [problem.sentence() for problem in problems]


@pytest.fixture(scope="module")
def back(tmp_path_factory) -> DepartmentYear:
    path = tmp_path_factory.mktemp("round") / "部门.xlsx"
    write_workbook(path, registry(), invented.year())
    found = read(path, registry())
    assert sentences(found.problems) == []
    return found.year


@pytest.mark.parametrize("subject", list(RECORDS))
def test_each_sheet_gives_its_records_back(back, subject):
    """An officer who opens the workbook a year later finds what was entered."""
    assert back.records(subject) == invented.year().records(subject)


def test_every_subject_is_in_the_invented_year():
    """A sheet without rows would prove nothing."""
    year = invented.year()

    assert [subject for subject in RECORDS if not year.records(subject)] == []
    assert {item.name for item in fields(DepartmentYear)} == {*RECORDS, "passports", "unread", "unread_rows"}


def test_sources_travel_with_the_values(back):
    """Whether a figure is published or made up is still known after a round through the workbook."""
    assert invented.sources(back) == invented.sources(invented.year())


def test_every_value_knows_its_cell(back):
    """A reviewer asks where a figure is from, and is sent to a sheet and a cell."""
    origin = back.passports[back.at("budget", "B3", "spent")].origin

    assert (origin.file, origin.sheet) == ("部门.xlsx", "预算执行")
    assert origin.cell[:-1].isalpha()
    assert all(passport.origin.cell for passport in back.passports.values())


def test_a_second_round_changes_nothing(back, tmp_path):
    """Reading and writing again and again never drifts."""
    write_workbook(tmp_path / "again.xlsx", registry(), back)

    assert invented.bare(read(tmp_path / "again.xlsx", registry()).year) == invented.bare(back)


def test_the_same_content_gives_the_same_bytes(tmp_path):
    """Two officers who export the same data send the same file."""
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, registry(), invented.year())

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_empty_workbook_lacks_only_its_cover(tmp_path):
    """Examples, sums and prepared formulas are no data."""
    write_workbook(tmp_path / "空表.xlsx", registry())

    found = read(tmp_path / "空表.xlsx", registry())

    assert found.year is None
    assert sentences(found.problems) == [
        "空表.xlsx › 封面 › C4：“封面”表的“年度”没有填。没有年度就无法确定口径和评分方案，应填四位年份，形如 2022。请先补填。",
        "空表.xlsx › 封面 › C5：“部门名称”没有填，这一栏必填，形如“广州市总工会”。请补填；确实没有的数字填 0。",
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_file_saved_again_elsewhere_reads_the_same(tmp_path, ending):
    """Half of the units open the file in another program before they send it back."""
    write_workbook(tmp_path / "部门.xlsx", registry(), invented.year())
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(out),
        str(tmp_path / "部门.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=170)

    found = read(out / f"部门.{ending}", registry())

    assert sentences(found.problems) == []
    assert invented.bare(found.year) == invented.bare(invented.year())


def words() -> st.SearchStrategy[str]:
    """What people write: any characters, without the blanks around them, and never one of the marks for nothing."""
    signs = st.characters(exclude_categories=("Cs",), exclude_characters="\r")
    nothing = {"", "—", "－", "-", "/", "待填", "待补充"}
    return st.text(signs, min_size=1, max_size=40).map(str.strip).filter(lambda text: text not in nothing)


@settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a workbook takes too long to shrink
@given(
    names=st.lists(words(), min_size=1, max_size=8, unique=True),
    amounts=st.lists(draw.amounts(), min_size=8, max_size=8),
    texts=st.lists(words(), min_size=8, max_size=8),
)
def test_any_text_and_any_sum_survive(tmp_path_factory, names, amounts, texts):
    """Whatever people name their units and however large their sums, nothing is altered on the way."""
    path: Path = tmp_path_factory.mktemp("any") / "x.xlsx"
    year = invented.year()
    unit, line = year.unit[0], year.budget[0]
    year = replace(
        year,
        unit=tuple(replace(unit, unit=name, name=text) for name, text in zip(names, texts, strict=False)),
        budget=tuple(
            replace(line, line=name, initial=abs(amount), adjust=amount)
            for name, amount in zip(names, amounts, strict=False)
        ),
    )

    write_workbook(path, registry(), year)
    found = read(path, registry()).year

    assert found.unit == year.unit
    assert found.budget == year.budget


def test_what_somebody_typed_over_a_formula_is_kept(tmp_path):
    """A total that was typed in is compared with the computed one later; it is never replaced on the way."""
    path = tmp_path / "部门.xlsx"
    year = invented.built(budget=[{**invented.rows_of(registry().by_id["budget"])[0], "full": Raw("1.00")}]).year

    write_workbook(path, registry(), year)

    assert invented.bare(read(path, registry()).year).budget == year.budget
