"""A made-up place: departments over some years, their forms filled in by habit, as a dataset that can be scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.comfort_habits import KINDS, Case, Dice, Habits, honest, planted
from jixiao.bulk.dataset import Part, write_list, write_part
from jixiao.bulk.schema import tables
from jixiao.bulk.storing import columns_of
from jixiao.exchange.source import read_source
from jixiao.facts import Facts
from jixiao.rules.registry import registry

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "gz-union-2022"
FIRST_YEAR = 2020
UNIT = 10**4
SIGNS = "安邦昌诚达恩丰冠恒嘉健锦俊凯康朗立隆茂宁鹏启庆荣瑞盛泰通同万祥新兴旭雅阳宜永裕元远泽展哲正志忠卓"
WORK = (
    "补助",
    "培训",
    "巡查",
    "修缮",
    "宣传",
    "监测",
    "采购",
    "普查",
    "竞赛",
    "帮扶",
    "评审",
    "巡护",
    "调解",
    "检验",
    "编目",
    "慰问",
)
THING = (
    "人数",
    "次数",
    "面积",
    "份数",
    "户数",
    "件数",
    "里程",
    "点位数",
    "批次",
    "场次",
    "覆盖数",
    "受理量",
    "产出量",
    "投入量",
)
RATE = ("按时完成率", "合格率", "覆盖率", "发放率", "验收率", "响应率", "利用率", "办结率")
CAUSE = (
    "招标流标后重新组织",
    "上级资金下达较晚",
    "方案反复修改",
    "合同签订推迟",
    "人员调整衔接不上",
    "天气影响施工",
    "需求调研不够",
    "审批环节较多",
)
EFFECT = (
    "支出进度慢于计划",
    "部分任务跨年完成",
    "指标完成偏低",
    "资金沉淀在账上",
    "服务对象意见较多",
    "验收没有按期进行",
)
REMEDY = (
    "每月核对支出进度并通报",
    "提前开展前期准备",
    "把任务分到责任处室",
    "建立台账逐项销号",
    "年初即启动采购",
    "组织两次专题调度",
)
SET_PHRASES = (
    "下一步将继续加强预算绩效管理工作提高资金使用效益",
    "进一步提高思想认识压实各单位主体责任",
    "部分单位对绩效管理工作重视程度不够",
)


@dataclass
class Measure:
    """An indicator along the years: its kind, name, how ready it is to be met to the digit, and last year's result."""

    kind: str
    name: str
    ready: int
    result: int | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What was made: number of the department → its planted case; the year that a re-check looks at."""

    departments: int
    cases: Mapping[int, Case]
    year: int


def make(folder: Path, seed: int, departments: int, years: int, permille: int) -> Place:
    """Make a place and write it as a dataset, with so many planted cases in a thousand departments, kinds in turn."""
    dice = Dice(f"{seed}/cases")
    many = departments * permille // 1000
    chosen: dict[int, None] = {}
    while len(chosen) < many:
        chosen[dice.below(departments)] = None
    cases = {
        number: planted(KINDS[place % len(KINDS)], years, Dice(f"{seed}/case/{number}"))
        for place, number in enumerate(chosen)
    }
    layout = tables(registry())
    year = read_source(EXAMPLE, registry()).year
    assert year is not None
    base = columns_of(Facts(year, registry()), 1)
    columns: dict[str, dict[str, list[Any]]] = {name: {c.name: [] for c in t.columns} for name, t in layout.items()}
    written: dict[tuple[int, int], list[str]] = {}
    dept = 0
    for number in range(departments):
        for _, sheets in _department(seed, number, years, cases.get(number), written, base):
            dept += 1
            for name, rows in sheets.items():
                for place, row in enumerate(rows, 1):
                    for column, values in columns[name].items():
                        values.append({"dept": dept, "row": place, **row}.get(column))
    part: Part = write_part(folder, "part-00001", layout, columns, dept)
    write_list(folder, [part])
    return Place(departments, cases, FIRST_YEAR + years - 1)


def name_of(number: int) -> str:
    """The name of a department, and part of the names of its projects."""
    many = len(SIGNS)
    return SIGNS[number // many // many % many] + SIGNS[number // many % many] + SIGNS[number % many]


def _department(
    seed: int,
    number: int,
    years: int,
    case: Case | None,
    written: dict[tuple[int, int], list[str]],
    base: Mapping[str, Mapping[str, list[Any]]],
) -> Iterator[tuple[int, Mapping[str, list[dict[str, Any]]]]]:
    usual = honest(Dice(f"{seed}/{number}/habits"))
    born = Dice(f"{seed}/{number}/born")
    owners = [
        f"{name_of(number)}{WORK[(born.below(3) + 2 * i) % len(WORK)]}项目{i + 1}" for i in range(born.between(4, 8))
    ]
    measures = {
        owner: [_measure(born, owner, i) for i in range(born.between(8, 12) if not owner else born.between(3, 5))]
        for owner in ("", *owners)
    }
    papers: list[tuple[str, str]] = []
    for year in range(years):
        habits = replace(usual, **case.years.get(year, {})) if case else usual  # type: ignore[arg-type]  # a case names fields
        dice = Dice(f"{seed}/{number}/{year}")
        indicators = _indicators(dice, habits, measures)
        said = _sentences(dice, habits, number, year, owners, written)
        papers = _papers(dice, habits, papers, FIRST_YEAR + year)
        yield year, _sheets(dice, habits, number, FIRST_YEAR + year, owners, indicators, said, papers, base)


def _measure(dice: Dice, owner: str, number: int) -> Measure:
    kind = ("volume", "volume", "volume", "rate", "rate", "full", "cost", "judged", "judged")[dice.below(9)]
    end = {"rate": RATE, "full": RATE}.get(kind, THING)
    name = f"{owner[:3]}{WORK[dice.below(len(WORK))]}{end[dice.below(len(end))]}{number + 1}号"
    return Measure(kind, name, dice.below(1000))


def _indicators(
    dice: Dice, habits: Habits, measures: dict[str, list[Measure]]
) -> list[tuple[str, Measure, int | None, int | None, int | None]]:
    """Owner, measure, target, result, and of judged ones the score per thousand; missed ones may be gone, others come."""
    found = []
    for owner, listed in measures.items():
        kept = [one for one in listed if not dice.chance(habits.drop if one.missed else habits.turnover)]
        fresh = [_measure(dice, owner or "部门", 20 + dice.below(70)) for _ in range(len(listed) - len(kept))]
        measures[owner] = kept + fresh
        for one in measures[owner]:
            one.missed = dice.chance(habits.miss)
            if one.kind == "judged":
                found.append((owner, one, None, None, _judged(dice, habits, one.missed)))
            else:
                target, result = _figures(dice, habits, one)
                one.result = result
                found.append((owner, one, target, result, None))
    return found


def _judged(dice: Dice, habits: Habits, missed: bool) -> int:
    if dice.chance(habits.near):
        return dice.between(*habits.just)
    return dice.between(300, 790) if missed else 1000 if dice.chance(600) else dice.between(800, 1000)


def _figures(dice: Dice, habits: Habits, one: Measure) -> tuple[int, int]:
    """Target and result, with four places, as honest planners and clerks make them, bent by habits."""
    lax = dice.chance(habits.lax)
    cut = dice.between(*habits.cut)
    if one.kind in {"rate", "full"}:
        top = 100 * UNIT
        last = one.result or dice.between(88, 98) * UNIT
        wanted = (last * (1000 - cut) // 1000 if lax else min(last + dice.below(2) * UNIT, 98 * UNIT)) // UNIT * UNIT
        target = top if one.kind == "full" else max(wanted, 50 * UNIT)
        result = target - dice.between(300, 1500) * 100 if one.missed else min(top, target + dice.between(1, 900) * 100)
    else:
        better = -1 if one.kind == "cost" else 1
        last = one.result or dice.between(20, 9000) * UNIT
        move = -cut if lax else dice.between(0, 80)
        wanted = last * (1000 + better * move) // 1000
        step = max(UNIT, 10 ** (len(str(wanted)) - 2))
        target = max(step, (wanted + step // 2) // step * step)
        over = -dice.between(60, 350) if one.missed else dice.between(0, 150)
        result = max(UNIT, target * (1000 + better * over) // 1000 // UNIT * UNIT)
        if one.missed and (result >= target if better > 0 else result <= target):
            result = target - better * UNIT
    if not one.missed and one.ready < habits.met:
        result = target
    if dice.chance(habits.fitted):
        target = result
    return target, result


def _sentences(
    dice: Dice, habits: Habits, number: int, year: int, owners: list[str], written: dict[tuple[int, int], list[str]]
) -> list[str]:
    before = written.get((number, year - 1), [])
    neighbour = written.get((dice.below(number), year), []) if number else []
    said = []
    for _ in range(dice.between(14, 22)):
        owner = owners[dice.below(len(owners))]
        cause, effect, remedy = (list_[dice.below(len(list_))] for list_ in (CAUSE, EFFECT, REMEDY))
        fresh = (
            f"{owner}{WORK[dice.below(len(WORK))]}环节因{cause}{effect}，涉及资金{dice.between(3, 900)}万元，拟{remedy}"
        )
        if dice.chance(80):
            said.append(SET_PHRASES[dice.below(len(SET_PHRASES))])
        elif before and dice.chance(habits.copy):
            said.append(before[dice.below(len(before))])
        elif neighbour and dice.chance(habits.borrow):
            said.append(neighbour[dice.below(len(neighbour))])
        else:
            said.append(fresh)
    written[number, year] = said
    return said


def _papers(dice: Dice, habits: Habits, before: list[tuple[str, str]], year: int) -> list[tuple[str, str]]:
    return [
        before[dice.below(len(before))]
        if before and dice.chance(habits.reuse)
        else (
            f"{WORK[dice.below(len(WORK))]}台账{place}.pdf",
            f"{year}-{dice.between(1, 12):02}-{dice.between(1, 28):02}",
        )
        for place in range(dice.between(9, 15))
    ]


def _sheets(
    dice: Dice,
    habits: Habits,
    number: int,
    year: int,
    owners: list[str],
    indicators: list[tuple[str, Measure, int | None, int | None, int | None]],
    said: list[str],
    papers: list[tuple[str, str]],
    base: Mapping[str, Mapping[str, list[Any]]],
) -> Mapping[str, list[dict[str, Any]]]:
    signs = ("＞", "≥", "＝", "＜", "≤", "定性")
    each = 10_000 // max(1, sum(1 for owner, *_ in indicators if not owner))
    rows = []
    for place, (owner, one, target, result, judged) in enumerate(indicators, 1):
        at = owners.index(owner) + 1 if owner else 0
        rows.append(
            {
                "no": f"I{place:03}", "owner": f"P{at:02}" if at else "部门", "owner_row": at, "name": one.name,
                "lv1": 1 + place % 2, "lv2": 4 if place % 2 == 0 else 7, "due_set": 0, "weight": each,
                "operator": signs.index("定性" if one.kind == "judged" else "≤" if one.kind == "cost" else "≥"),
                "unit": None if one.kind == "judged" else "%" if one.kind in {"rate", "full"} else "项",
                "target": target, "actual": result, "used": result,
                "state": None if judged is None else 0 if judged >= 800 else 1 if judged >= 600 else 2,
                "judged": None if judged is None else each * judged // 1000,
            }
        )  # fmt: skip
    own = {name: values[0] for name, values in base["management"].items() if name not in {"dept", "row"}}
    for name, low in (
        ("contracts_in_time", 38),
        ("filed_in_time", 38),
        ("intents_compliant", 17),
        ("results_applied", 4),
    ):
        own[name] = dice.between(low, own[name])
    projects = [
        {
            "project": f"P{i:02}", "name": owner, "unit": "HQ", "category": 3, "key_task": int(i == 1), "evaluated": 1,
            "problem": said[i] if i < len(said) else None,
            "self_score": dice.between(*habits.just) * 10 if dice.chance(habits.near) else dice.between(860, 1000) * 10,
        }
        for i, owner in enumerate(owners, 1)
    ]  # fmt: skip
    budget = []
    for i in range(len(owners) + 1):
        full = dice.between(200, 90_000) * 10**5
        budget.append(
            {
                "line": f"B{i}", "unit": "HQ", "expenditure": int(i > 0), "purpose": 2 if i else 0, "fund": 0, "level": 0,
                "project": f"P{i:02}" if i else None, "project_row": i or None, "initial": full, "adjust": 0,
                "carried_in": 0, "full": full, "spent": full * dice.between(880, 1000) // 1000,
            }
        )  # fmt: skip
    rest = said[len(owners) + 1 :]
    half = len(rest) // 2
    return {
        "cover": [{"year": year, "department": f"{name_of(number)}局", "region": "440100", "sealed": 0}],
        "unit": [{"unit": "HQ", "name": f"{name_of(number)}局", "kind": 0, "consolidated": 1}],
        "project": projects,
        "budget": budget,
        "indicator": rows,
        "management": [own],
        "sangong": [
            {name: values[i] for name, values in base["sangong"].items() if name not in {"dept", "row"}}
            for i in range(len(base["sangong"]["row"]))
        ],
        "problem": [{"no": f"W{i}", "title": "问题", "text": text} for i, text in enumerate(rest[:half], 1)],
        "measure": [{"no": f"C{i}", "problems": "W1", "title": "措施", "text": text} for i, text in enumerate(rest[half:], 1)],
        "evidence": [
            {"no": f"E{i:02}", "name": file.removesuffix(".pdf"), "file": file, "date": day}
            for i, (file, day) in enumerate(papers, 1)
        ],
    }  # fmt: skip
