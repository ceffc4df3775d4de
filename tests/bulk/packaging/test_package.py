"""The package: what others read in it is what was scored, and nothing in it was not declared to be published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from tests.bulk.comfort.desk import SCHEME, judged, measured, year_of
from tests.bulk.comfort.desk import scored as scored_from
from tests.bulk.desk import relation, write
from tests.bulk.packaging.standard import read_package

from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.packaging.declared import publishing
from jixiao.bulk.packaging.descriptor import Imprint
from jixiao.bulk.packaging.writing import write_package
from jixiao.bulk.run import Order, score_dataset
from jixiao.bulk.schema import tables
from jixiao.bulk.scored import Scored, Within, read_scored
from jixiao.cli.commands import jixiao
from jixiao.facts import Kind
from jixiao.files.errors import FileRefused
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

DECLARED = publishing(registry())
PUBLISHED = {f"{subject}.{name}" for subject, names in DECLARED.fields.items() for name in names}


def pack(scored: Scored, out: Path, **imprint):
    return write_package(scored, DECLARED, registry(), out, Imprint(**imprint), Within("500MB", 1))


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> tuple[Scored, Path]:
    """Copies of the example, broken and whole, with lines of indicators; their result, and the package."""
    folder = tmp_path_factory.mktemp("example")
    write(folder / "data", indicators=10**9)
    dataset = read_dataset(folder / "data")
    score_dataset(dataset, load_scheme(SCHEME), registry(), folder / "result", Order())
    scored = read_scored(folder / "data", folder / "result")
    pack(scored, folder / "open", licence=DECLARED.licences["CC-BY-4.0"], publisher="某市财政局")
    return scored, folder / "open"


def test_whoever_knows_the_standard_can_read_it(example):
    """Every promise of the descriptor holds; titles in both languages, units, licence, publisher and sources are there."""
    told, found = read_package(example[1])

    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert told["contributors"] == [{"title": "某市财政局", "roles": ["publisher"]}]
    assert told["sources"][-1]["title"] == load_scheme(SCHEME).basis.text()
    fields = {
        one["name"]: {field["name"]: field for field in one["schema"]["fields"]}
        for one in told["resources"]
        if one["type"] == "table"
    }
    assert fields["budget"]["spent"]["unit"] == "万元"
    assert fields["budget"]["spent"]["titles"] == {
        "zh": "支出决算数",
        "en": registry().by_id["budget"].field("spent").en,
    }
    assert found["codes"][0].keys() == {"list", "position", "word", "meaning"}
    assert {"优", "computed", "≥"} <= {row["word"] for row in found["codes"]}


def test_scores_are_those_of_the_result(example):
    """Totals, lines and indicators, digit by digit; points lost are what is missing to full marks."""
    scored, out = example
    _, found = read_package(out)

    def exact(value: int | None, places: int) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-places)

    totals = {row["dept"]: (row["total"], row["reached"], row["grade"] or "") for row in found["departments"]}
    assert totals == {
        dept: (exact(total, 6), exact(reached, 6), grade)
        for dept, total, reached, grade in relation(scored.folder, "total", "dept, total, reached, grade")
    }
    lines = {(row["dept"], row["leaf"]): (row["points"], row["score"], row["lost"]) for row in found["scores"]}
    assert lines == {
        (dept, leaf): (exact(points, 2), exact(score, 6), None if score is None else exact(points * 10**4 - score, 6))
        for dept, leaf, points, score in relation(scored.folder, "leaf", "dept, leaf, points, score")
    }
    assert len(found["indicator_scores"]) == len(relation(scored.folder, "line", "dept"))
    assert sum(row["score"] or 0 for row in found["indicator_scores"]) == exact(
        sum(score or 0 for (score,) in relation(scored.folder, "line", "score")), 2
    )


def test_figures_are_those_of_the_data(example):
    """Money in 万元 to the cent and finer, and the three forms of a table say the same."""
    scored, out = example
    _, found = read_package(out)
    stored = scored.dataset.file(scored.dataset.parts[0], "budget")
    with duckdb.connect() as engine:
        rows = engine.execute(f"select dept, row, initial, spent from read_parquet('{stored}')").fetchall()
        parquet = engine.execute(f"select dept, row, initial, spent from '{out}/parquet/budget.parquet'").fetchall()
    wanted = {
        (dept, row): tuple(None if v is None else Decimal(v).scaleb(-6) for v in rest) for dept, row, *rest in rows
    }

    assert {(row["dept"], row["row"]): (row["initial"], row["spent"]) for row in found["budget"]} == wanted
    assert {(dept, row): tuple(rest) for dept, row, *rest in parquet} == wanted
    as_json = json.loads((out / "json" / "budget.json").read_text(encoding="utf-8"))
    assert {(row["dept"], row["row"]): (_number(row["initial"]), _number(row["spent"])) for row in as_json} == wanted


def _number(text: str | None) -> Decimal | None:
    assert text is None or isinstance(text, str)  # a bare number would be read as a float
    return None if text is None else Decimal(text)


def test_every_file_has_its_digest(example):
    """`sha256sum -c` finds all files, and no file is without a line; the rules are those that gave the scores."""
    scored, out = example
    sums = dict(reversed(line.split("  ")) for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines())

    found = {
        path.relative_to(out).as_posix(): path
        for path in out.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert sums == {name: sha256(path.read_bytes()).hexdigest() for name, path in found.items()}
    assert sums["rules/canonical.txt"] == scored.told["digest"] == load_scheme(SCHEME).digest
    assert f"scheme: {SCHEME}" in found[f"rules/schemes/{SCHEME}.yaml"].read_text(encoding="utf-8")


def secret(subject: str, field: str) -> str:
    return f"〖{subject}.{field}〗"


def test_nothing_else_is_in_any_file(tmp_path):
    """Every text that a workbook can hold is marked with its field; only those that are declared turn up, in any form."""
    layout = tables(registry())

    def marked(subject: str) -> Mapping[str, object]:
        told = registry().by_id[subject]
        texts = {item.id for item in told.fields if item.kind not in {Kind.CHOICE, Kind.FLAG}}
        return {
            column.name: secret(subject, column.name)
            for column in layout[subject].columns
            if column.storage == "string" and column.name in texts
        }

    sheets = {subject: [marked(subject)] for subject in layout}
    sheets["cover"] = [{**sheets["cover"][0], "year": 2022, "file": secret("cover", "file")}]
    sheets["project"] = [{**sheets["project"][0], "unit": sheets["unit"][0]["unit"]}]
    scored = scored_from(tmp_path, [sheets])
    pack(scored, tmp_path / "open")

    seen = {
        name
        for path in (tmp_path / "open").rglob("*")
        if path.is_file() and "rules" not in path.parts
        for name in marks(path)
    }
    texts = {
        f"{subject}.{column}"
        for subject in layout
        for column, value in sheets[subject][0].items()
        if isinstance(value, str)
    }
    assert seen == texts & PUBLISHED
    assert {"project.name", "unit.code", "indicator.name"} <= seen
    assert {"cover.head", "cover.phone", "problem.text", "evidence.file", "cover.file"} <= texts - seen


def marks(path: Path) -> set[str]:
    """The fields whose marks stand in a file, Parquet read through its reader."""
    if path.suffix == ".parquet":
        with duckdb.connect() as engine:
            rows = engine.execute(f"select t::varchar from '{path}' t").fetchall()
            text = "".join(row[0] for row in rows) + path.read_bytes().decode("utf-8", "ignore")
    else:
        text = path.read_text(encoding="utf-8")
    return {mark.partition("〗")[0] for mark in text.split("〖")[1:]}


def test_numbers_of_telephones_in_names_are_hidden(tmp_path):
    """Of mobiles, fixed lines, identity cards, in any width; and what a spreadsheet would run. Codes are left alone."""
    names = [
        "联系13800138000培训",
        "电话：０２０－８７６５４３２１",
        "44010119900307123X慰问",
        "=HYPERLINK(1)",
        "2022年培训12场",
    ]
    rows = [{"project": f"P{i}", "name": name, "code": "440100220001380013800"} for i, name in enumerate(names)]
    scored = scored_from(
        tmp_path,
        [year_of("甲局", 2022, project=rows, indicator=[measured("A", "培训", 1, 1), judged("B", "a@b.cn", "9")])],
    )

    packed = pack(scored, tmp_path / "open")

    _, found = read_package(tmp_path / "open")
    assert [row["name"] for row in found["project"]] == ["（已隐去）"] * 4 + ["2022年培训12场"]
    assert {row["code"] for row in found["project"]} == {"440100220001380013800"}
    assert packed.hidden == {"project.name": 4, "indicator.name": 1}


def test_every_field_is_decided_upon(tmp_path):
    """A field on neither side, on both, or unknown is refused: nothing is published because somebody forgot it."""
    known = {f"{subject.id}.{item.id}" for subject in registry().subjects for item in subject.fields}
    assert PUBLISHED | DECLARED.withheld.keys() == known
    assert all(DECLARED.withheld.values())

    written = files("jixiao").joinpath("rulebook", "open", "publish.yaml").read_text(encoding="utf-8")
    for change, problem in (
        (("cover.head, ", ""), "open-undecided"),
        (("bonus: [points]", "bonus: [points, name]"), "open-twice"),
        (("cover.head, ", "cover.head, cover.heart, "), "open-no-field"),
        (("subjects: [staff, ", "subjects: [stuff, "), "open-no-field"),
        (("cover.phone, ", "cover.phone, cover.phone, "), "open-twice"),
    ):
        file = tmp_path / "publish.yaml"
        file.write_text(written.replace(*change), encoding="utf-8")
        with pytest.raises(RuleError) as refused:
            publishing(registry(), file)
        assert refused.value.message_id == problem, change


def test_a_package_is_whole_or_not_there(example, tmp_path, monkeypatch):
    """A folder that holds something, rules that changed since, a disk that fails at the last file."""
    scored, _ = example
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(FileRefused, match="不是空文件夹"):
        pack(scored, tmp_path / "kept")
    other = Scored(scored.dataset, scored.folder, {**scored.told, "digest": "0" * 64})
    with pytest.raises(RuleError) as refused:
        pack(other, tmp_path / "open")
    assert refused.value.message_id == "scheme-changed"

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jixiao.bulk.packaging.writing.rule_files", full)
    with pytest.raises(FileRefused, match="磁盘已满"):
        pack(scored, tmp_path / "open")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]


def test_on_the_command_line(example, tmp_path):
    """Made, with a word about the licence; an unknown licence is refused with those there are."""
    scored, _ = example
    at = [str(scored.dataset.folder), str(scored.folder)]
    run = CliRunner().invoke(jixiao, ["bulk", "package", *at, "--out", str(tmp_path / "a")])
    assert run.exit_code == 0, run.output
    assert "12 张表" in run.output
    assert "没有写许可协议" in run.output

    run = CliRunner().invoke(jixiao, ["bulk", "package", *at, "--out", str(tmp_path / "b"), "--licence", "MIT"])
    assert (run.exit_code, "CC0-1.0" in run.output, (tmp_path / "b").exists()) == (2, True, False)
