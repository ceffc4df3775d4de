"""A sample by risk and by lots: what is written, that anybody draws the same again, and that the lots are a plain SHA-256."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from hashlib import sha256

import duckdb
import pytest
from click.testing import CliRunner
from tests.bulk.comfort.desk import judged, measured, scored, year_of

from jixiao.bulk.comfort.rules import rules
from jixiao.bulk.comfort.sampling import Sizes, Wish, sizes
from jixiao.bulk.comfort.writing import write_sample, write_signals
from jixiao.bulk.scored import Within, read_scored
from jixiao.cli.commands import jixiao
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry

NAMES = [f"第{number:02}局" for number in range(1, 31)]
COMFORTABLE = ("第07局", "第21局")
ROOM = Within()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Thirty departments over two years; two of them set all their targets below last year's results."""

    def indicators(name: str, year: int):
        target = 80 if name in COMFORTABLE else 110
        return [measured(f"I{i}", f"{year}年指标{i}号", target, 110) for i in range(8)] + [judged("J", "满意", "9.9")]

    folder = tmp_path_factory.mktemp("place")
    return scored(
        folder, [year_of(name, year, indicator=indicators(name, year)) for name in NAMES for year in (2021, 2022)]
    )


def wish(seed: int = 7, share: str = "1/10", by_risk: str = "2/3", year: int = 0) -> Wish:
    return Wish(seed, Fraction(share), Fraction(by_risk), year)


def sample(place, out, asked: Wish, within: Within = ROOM):
    return write_sample(place, rules(), registry(), out, "zh", within, asked)


def lot(name: str, seed: int = 7, year: int = 2022) -> str:
    """The lot of a department, by another hand."""
    return sha256(f"{seed}\n{year}\n440100\n{name}".encode()).hexdigest()


def test_who_is_chosen_and_why(place, tmp_path):
    """Those with signals first, ties broken by lot; then the lowest lots of all others."""
    drawn = sample(place, tmp_path / "out", wish(by_risk="9/10", share="1/6"))

    risky = sorted(COMFORTABLE, key=lot)
    others = sorted((name for name in NAMES if name not in COMFORTABLE), key=lot)
    assert [row["department"] for row in drawn.rows] == risky + others[:3]
    assert [row["how"] for row in drawn.rows] == ["risk", "risk", "random", "random", "random"]
    assert drawn.rows[0]["reason"] == (
        "按迹象选取：第 1 名，50.00 分。比同年各部门多：目标低于上年实绩 8 个（可比 8 个，同年绝大多数部门在 3.3% 以内）。"
        "仅供选择复核对象参考，不是结论。"
    )
    assert drawn.rows[2]["reason"] == f"随机抽取：在其余 28 个部门里，抽签数 {lot(others[0])[:16]}… 从小到大排第 1。"


def test_the_same_again(place, tmp_path):
    """On one core and little memory, or on all: the same bytes. Another seed draws others."""
    first = sample(place, tmp_path / "a", wish(), Within("200MB", 1))
    sample(place, tmp_path / "b", wish(), Within("2GB", 2))
    other = sample(place, tmp_path / "c", wish(seed=8))

    for name in ("sample.csv", "sample.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert [row["department"] for row in other.rows] != [row["department"] for row in first.rows]


@pytest.mark.parametrize(
    ("departments", "share", "by_risk", "expected"),
    [
        (1000, "1/20", "9/10", (50, 45)),
        (30, "1/20", "9/10", (2, 1)),
        (10, "1/20", "9/10", (1, 1)),
        (10, "1/20", "0", (1, 0)),
        (10, "1", "1", (10, 10)),
    ],
)
def test_how_many(departments, share, by_risk, expected):
    """Rounded up, and the random part too, so that anybody may be drawn; one by risk unless none is asked for."""
    assert sizes(wish(share=share, by_risk=by_risk), departments) == Sizes(departments, *expected)


def test_what_is_written(place, tmp_path):
    """Tables for programs and for people, with the ground they rest on."""
    told = write_signals(place, rules(), registry(), tmp_path / "out", "zh", Within(), lambda *_: None)

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "reliability.csv", "reliability.parquet", "signals.csv", "signals.json", "signals.parquet",
    ]  # fmt: skip
    assert told == json.loads((tmp_path / "out" / "signals.json").read_text(encoding="utf-8"))
    assert told["dataset"] == place.dataset.digest
    assert (told["signals"]["below"], told["departments"], told["not_compared"]) == (16, 60, 0)
    with (tmp_path / "out" / "reliability.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {(row["year"], row["department"]): row for row in csv.DictReader(stream)}
    chosen = rows["2022", "第07局"]
    assert (chosen["rank"], chosen["signals_below"], chosen["comparable_below"]) == ("1", "8", "8")
    assert rows["2022", "第01局"]["note"] == "没有比同年各部门多出来的迹象。"
    with duckdb.connect() as engine:
        kinds = engine.execute(
            f"select kind, count(*) from '{tmp_path}/out/signals.parquet' group by kind order by kind"
        )
        assert kinds.fetchall() == [("below", 16), ("bunched", 60)]


def test_a_result_of_other_data(place, tmp_path):
    """What was scored from something else says nothing about these departments; nothing is written."""
    other = scored(tmp_path / "other", [year_of("甲局", 2022)])

    with pytest.raises(FileRefused) as refused:
        read_scored(place.dataset.folder, other.folder)

    assert refused.value.message_id == "scored-other-data"


def test_folders_that_cannot_be_used(place, tmp_path):
    """A result that did not end, a folder that holds something, a year that nobody has: a sentence, and nothing is written."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(FileRefused, match="不是空文件夹"):
        sample(place, tmp_path / "kept", wish())
    with pytest.raises(FileRefused, match="现有年度：2021、2022"):
        sample(place, tmp_path / "out", wish(year=2019))
    with pytest.raises(FileRefused, match="计分没有完成"):
        read_scored(place.dataset.folder, tmp_path / "kept")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]


def test_too_little_memory_is_a_sentence(place, tmp_path):
    """Nothing is left behind, and the person reads what to do."""
    with pytest.raises(FileRefused) as refused:
        sample(place, tmp_path / "out", wish(), Within("2MB", 1))

    assert refused.value.message_id == "scored-no-memory"
    assert list(tmp_path.iterdir()) == []


def test_on_the_command_line(place, tmp_path):
    """The list on the screen and in the folder; a share that is none is refused."""
    at = [str(place.dataset.folder), str(place.folder)]
    run = CliRunner().invoke(
        jixiao, ["bulk", "sample", *at, "--share", "10%", "--seed", "7", "--out", str(tmp_path / "a")]
    )
    assert run.exit_code == 0, run.output
    assert "2022 年度抽样：30 个部门抽 3 个，种子 7" in run.output
    listed = json.loads((tmp_path / "a" / "sample.json").read_text(encoding="utf-8"))
    assert (listed["seed"], listed["share"], len(listed["sample"])) == (7, "1/10", 3)

    run = CliRunner().invoke(jixiao, ["bulk", "signals", *at, "--out", str(tmp_path / "b"), "--json"])
    assert json.loads(run.output)["signals"]["below"] == 16

    run = CliRunner().invoke(
        jixiao, ["bulk", "sample", *at, "--seed", "7", "--memory", "plenty", "--out", str(tmp_path / "c")]
    )
    assert (run.exit_code, "plenty" in run.output) == (2, True)
    for share in ("0", "101%", "nan", "五成"):
        run = CliRunner().invoke(
            jixiao, ["bulk", "sample", *at, "--share", share, "--seed", "7", "--out", str(tmp_path / "c")]
        )
        assert (run.exit_code, f"“{share}”不是比例" in run.output) == (2, True)
