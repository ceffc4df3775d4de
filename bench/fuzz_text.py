"""Texts as nobody should write them: grammars of official Chinese with every figure, mark and sign that may stand in one."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

UNITS = (
    "元",
    "万元",
    "亿元",
    "万",
    "%",
    "％",
    "‰",
    "个百分点",
    "成",
    "个",
    "人",
    "家",
    "项",
    "台",
    "公里",
    "吨",
    "次",
    "倍",
    "分",
    "年",
    "户",
    "件",
    "",
)
WORDS = (
    "其中",
    "分别为",
    "包括",
    "共计",
    "合计",
    "占",
    "完成率",
    "执行率",
    "比上年",
    "较上年",
    "同比",
    "环比",
    "增长",
    "下降",
    "减少",
    "增加",
    "持平",
    "预算",
    "决算",
    "支出",
    "收入",
    "基本支出",
    "项目支出",
    "年初结转",
    "年末结余",
    "满分",
    "得分",
    "扣",
    "评定等次为",
    "优",
    "良",
    "目标值",
    "不低于",
    "以上",
    "约",
    "近",
    "余",
    "等",
    "即",
    "和",
    "、",
    "由",
    "组成",
    "人均",
    "日均",
    "单价",
    "上升",
    "回落",
    "到",
    "从",
    "至",
    "截至",
    "全面完成",
    "“三公”经费",
    "公务用车购置及运行维护费",
    "同口径",
    "第一产业",
    "机关本级",
    "青柏市水务局",
    "附件",
    "单位：万元",
    "序号",
    "行次",
)
MARKS = (
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "“",
    "”",
    "—",
    "-",
    "～",
    "~",
    "|",
    "\t",
    " ",
    "\u3000",
    "\n",
    "\n\n",
    "·",
    ",",
    ".",
    ";",
    "/",
    "+",
    "±",
    "≥",
    "≤",
)
ODD = (
    "\x00",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "\u2028",
    "\x0c",
    "\ud800",
    "²",
    "½",
    "①",
    "⑩",
    "٣",
    "Ⅳ",
    "㈠",
    "〇",
    "零",
    "兆",
    "𠀀",
    "é",
    "\u0301",
    "\U0001f600",
    "\x1b[31m",
    "〔",
    "〕",
    "&amp;",
    "<b>",
    "{",
    "}",
    "%s",
    "{0}",
    "\\",
)
CHINESE = "零〇一二两三四五六七八九十百千万亿"
LISTS = ("一、", "（一）", "1.", "（1）", "①", "第一章", "第3条", "附1：", "注：")
TEMPLATES = (
    "总额{}，其中：甲项{}、乙项{}、丙项{}。",
    "预算{}，支出{}，完成率{}。",
    "支出{}，比上年{}增加{}，增长{}。",
    "甲占{}的{}，乙占{}。",
    "从{}提高到{}，提高{}。",
    "年初结转{}，本年收入{}，本年支出{}，年末结余{}。",
    "单价{}，数量{}，共计{}。",
    "共设{}科室，分别为办公室、财务科和人事科。",
    "项目于{}年{}月开工，{}年{}月竣工。",
    "财预〔{}〕{}号",
    "得{}分，满分{}分，合计{}分。",
    "占比分别为{}、{}和{}。",
    "项目\t预算\t决算\t执行率\n甲\t{}\t{}\t{}\n合计\t{}\t{}\t{}\n",
    "| 项目 | 预算 | 决算 |\n| --- | --- | --- |\n| 甲 | {} | {} |\n| 合计 | {} | {} |\n",
)


def figure(chance: random.Random) -> str:
    """A figure, or what looks like one."""
    shape = chance.randrange(14)
    digits = str(chance.randrange(10 ** chance.choice((1, 2, 3, 4, 6, 9))))
    match shape:
        case 0 | 1 | 2:
            number = f"{digits}.{chance.randrange(10 ** chance.choice((1, 2, 3))):0{chance.choice((1, 2))}d}"
        case 3:
            number = f"{int(digits):,}.{chance.randrange(100):02d}"
        case 4:
            number = "".join(chance.choice(CHINESE) for _ in range(chance.randint(1, 8)))
        case 5:
            number = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        case 6:
            number = "".join(chance.choice("0123456789,.，．-− \n") for _ in range(chance.randint(1, 12)))
        case 7:
            number = f"{digits}{chance.choice('-—~～至')}{chance.randrange(10**4)}"
        case 8:
            number = f"{digits}/{chance.randrange(100)}"
        case 9:
            number = "9" * chance.choice((1, 20, 60, 400))
        case 10:
            number = f"百分之{chance.choice(CHINESE)}{chance.choice(CHINESE)}"
        case 11:
            number = f"{chance.choice('-+−')}{digits}"
        case 12:
            number = f"0.{'0' * chance.choice((0, 3, 30))}{digits}"
        case _:
            number = digits
    return number + chance.choice((" ", "", "", "", "\n")) + chance.choice(UNITS)


def official(chance: random.Random) -> str:
    """A text of sentences, loose words and figures."""
    parts: list[str] = []
    for _ in range(chance.randint(1, 30)):
        kind = chance.randrange(10)
        if kind < 4:
            template = chance.choice(TEMPLATES)
            parts.append(template.format(*(figure(chance) for _ in range(template.count("{}")))))
        elif kind < 6:
            parts += [chance.choice(WORDS), figure(chance), chance.choice(MARKS)]
        elif kind < 7:
            parts.append(chance.choice(("\n", "")) + chance.choice(LISTS))
        elif kind < 8:
            parts.append(chance.choice(ODD) * chance.choice((1, 1, 2, 9)))
        else:
            parts += [chance.choice(WORDS), chance.choice(MARKS)]
    return "".join(parts)


def noise(chance: random.Random) -> str:
    """Characters of every sort."""
    ranges: Sequence[Callable[[], str]] = (
        lambda: chr(chance.randrange(0x20, 0x7F)),
        lambda: chr(chance.randrange(0x4E00, 0x9FFF)),
        lambda: chr(chance.randrange(0x3000, 0x3040)),
        lambda: chr(chance.randrange(0xFF00, 0xFFF0)),
        lambda: chr(chance.randrange(0x110000)),
        lambda: chance.choice("0123456789.%，。"),
    )
    return "".join(chance.choice(ranges)() for _ in range(chance.randint(0, 300)))


def shaken(text: str, chance: random.Random) -> str:
    """A text with stretches cut, doubled, moved, or replaced."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((1, 1, 2, 5, 40)))
        piece = text[start:end]
        match chance.randrange(6):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + piece * chance.choice((1, 3, 50)) + text[end:]
            case 2:
                other = chance.randint(0, len(text))
                text = text[:other] + piece + text[other:]
            case 3:
                text = text[:start] + chance.choice((*ODD, *MARKS, *UNITS, *WORDS)) + text[end:]
            case 4:
                text = text[:start] + figure(chance) + text[end:]
            case _:
                text = text[:start] + piece[::-1] + text[end:]
    return text
