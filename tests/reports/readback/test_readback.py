"""Reading back: what is told of a change, which files are refused, what LibreOffice does to a report."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from tests.architecture.layers import ROOT
from tests.reports import office
from tests.reports.readback.word import Word

from jixiao.cli.evaluation import Evaluation, evaluate
from jixiao.cli.readback import readback_command, remade
from jixiao.files.errors import FileRefused
from jixiao.reports.readback.reading import readback
from jixiao.reports.readback.telling import as_data, lines

WORKBOOK = ROOT / "examples" / "gz-union-2022.xlsx"


@pytest.fixture
def stale(report: Path, tmp_path: Path) -> Path:
    """The report with one of the places of its total changed."""
    word = Word(report)
    word.type("部门支出决算数", to="46145.11")
    return word.save(tmp_path / "改过.docx")


def test_a_change_reads_as_sentences(stale: Path):
    """What changed where, which places still say the old figure, what breaks, and where the figure comes from."""
    back = readback(stale)
    (change,) = back.changes

    head, still, broken, *_, home = lines(back, change)

    assert head == "第 14 段：部门支出决算数 46154.11 → 46145.11 万元"
    assert still == "还有 2 处仍写着 46154.11：表 1 第 6 行第 7 列、表 4 第 2 行第 4 列。"
    assert broken == (
        "不再成立【ART-02】：基本支出决算数29613.81 万元 ＋ 项目支出决算数16540.30 万元 = 部门支出决算数46145.11 万元"
        "（写的是 46145.11 万元，应为 46154.11 万元）。"
    )
    assert home.startswith("这个数由系统计算：“预算执行”表“支出决算数”合计。")


def test_a_change_is_told_with_its_exact_figures_and_its_place(stale: Path):
    """Both figures have value, unit and kind; the span is that of the characters in the document's text."""
    back = readback(stale)
    (told,) = as_data(back, "改过.docx")["changes"]
    (start, end) = told["seats"][0]["span"]

    assert told["before"] == {"text": "46154.11", "value": "46154.11", "unit": "万元", "kind": "money"}
    assert told["after"] == {"text": "46145.11", "value": "46145.11", "unit": "万元", "kind": "money"}
    assert back.document.text[start:end] == "46145.11"
    assert told["address"] == "2022/department/total/spent"


def test_a_long_paragraph_is_quoted_where_it_was_changed(report: Path, tmp_path: Path):
    """The words around the change are told, not the first words of the paragraph."""
    word = Word(report)
    word.words("推进市二宫整体改造", to="推进三宫整体改造")
    back = readback(word.save(tmp_path / "edited.docx"), original=report)
    (change,) = back.changes

    told = lines(back, change)[0]

    assert "推进三宫整体改造" in told
    assert "推进市二宫整体改造" in told


def test_the_cell_of_an_entered_figure_is_named(report: Path, evaluated: Evaluation, tmp_path: Path):
    """Who means the change is led to the sheet and cell, by the passport alone and with the workbook."""
    word = Word(report)
    word.type("M1 · 人数", to="3", place=0)
    edited = word.save(tmp_path / "edited.docx")

    for known in ({}, {"original": report, "facts": evaluated.facts}):
        (change,) = readback(edited, **known).changes
        assert (change.home.sheet, change.home.cell) == ("人员变动", "F5")


def test_cells_behind_a_computed_figure_are_named_with_the_workbook(stale: Path, report: Path, evaluated: Evaluation):
    """A total is changed where its parts are entered."""
    (change,) = readback(stale, original=report, facts=evaluated.facts).changes

    assert change.home.cells[0][1:] == ("预算执行", "O6")


def test_a_workbook_that_went_on_still_names_relations_and_cells(stale: Path, evaluated: Evaluation, tmp_path: Path):
    """Where the report made anew prints other facts, its paragraphs are no measure for those that came back."""
    word = Word(remade(evaluated, tmp_path))
    word.echo("学生人数", to="15650")
    other = word.save(tmp_path / "later.docx")

    back = readback(stale, original=other, facts=evaluated.facts)

    assert (back.updated, back.original, len(back.changes)) == (2, False, 1)
    assert back.changes[0].home.cells


def test_the_other_example_comes_back_unchanged(tmp_path: Path):
    """Nobody edited it, so nothing is told."""
    found = evaluate(ROOT / "examples" / "qingxi-water-2024.xlsx")
    made = remade(found, tmp_path)

    assert readback(made, original=made, facts=found.facts).changes == ()
    assert readback(made).changes == ()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", "支出100万元。".encode(), "readback-not-docx"),
        ("b.docx", b"", "file-empty"),
        ("c.docx", b"PK\x03\x04 torn", "document-broken"),
    ],
)
def test_other_files_are_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes, message: str):
    """Only a docx of ours can be read back; the sentence says what to do instead."""
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(FileRefused) as refused:
        readback(path)

    assert refused.value.message_id == message
    assert name in refused.value.sentence()


def test_a_word_file_without_embedded_facts_is_sent_to_review(report: Path, tmp_path: Path):
    """It may be anybody's report: that is what `jixiao review` is for."""
    path = tmp_path / "plain.docx"
    with ZipFile(report) as source, ZipFile(path, "w") as made:
        for name in source.namelist():
            if not name.startswith("customXml/"):
                made.writestr(name, source.read(name))

    with pytest.raises(FileRefused, match="jixiao review"):
        readback(path)


def test_damaged_files_are_read_or_refused(report: Path, tmp_path: Path):
    """Bytes that got lost or mixed up on the way end with a sentence, never with an error of the program."""
    chance, whole = random.Random(7), report.read_bytes()
    for number in range(4):
        torn = bytearray(whole)
        for _ in range(30):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        path = tmp_path / f"{number}.docx"
        path.write_bytes(bytes(torn[: len(torn) - number * 5000]))

        assert path.name in outcome(path)


def outcome(path: Path) -> str:
    """How reading back ends: a sentence that names the file."""
    try:
        return readback(path).document.name
    except FileRefused as refused:
        return refused.sentence()


def test_the_command_says_it_and_ends_with_one(stale: Path):
    """0 unchanged, 1 changed, 2 unusable."""
    told = CliRunner().invoke(readback_command, [str(stale), "--facts", str(WORKBOOK)])

    assert told.exit_code == 1
    assert "改动的数字 1 处、删去的 0 处" in told.output
    assert "不再成立【PCT-01】" in told.output


def test_the_command_is_content_with_an_unchanged_report(report: Path):
    """Nothing to look at; without the workbook it says what was not compared."""
    told = CliRunner().invoke(readback_command, [str(report)])

    assert told.exit_code == 0
    assert "没有需要处理的改动" in told.output
    assert "--facts" in told.output


@pytest.fixture(scope="module")
def saved_by_libreoffice(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    soffice = shutil.which("soffice") or "soffice"
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(report)]
    subprocess.run(command, env=office.environment(), check=True, capture_output=True, timeout=120)
    return folder / report.name


@pytest.mark.libreoffice
def test_libreoffice_changes_nothing(saved_by_libreoffice: Path, report: Path, evaluated: Evaluation):
    """It drops passports and tags and saves dates twice over; none of that is an edit."""
    back = readback(saved_by_libreoffice, original=report, facts=evaluated.facts)

    assert back.changes == ()


@pytest.mark.libreoffice
def test_a_report_saved_by_libreoffice_needs_its_workbook(saved_by_libreoffice: Path):
    """Without passports nobody can say what stood there."""
    with pytest.raises(FileRefused, match="--facts"):
        readback(saved_by_libreoffice)
