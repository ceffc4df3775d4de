"""Consistent texts from a seed: every kind of relation that reports state, in the project's own words, with figures that hold."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from bench.draft_pieces import PIECES
from bench.draft_setting import written
from bench.drafts import Draft, Pen, Style

PIECES_A_TEXT = 8
NUMERALS = "一二三四五六七八九十"
FIRST, SECOND, THIRD = "青白云鹿石澄松柳桂兰枫", "溪岫桥湖湾岭坪洲塘原", "镇乡县"


def style_of(chance: random.Random) -> Style:
    """A style: the units and places of figures, the spelling, the lines."""
    unit, places = chance.choice(
        (
            ("万元", 2),
            ("万元", 2),
            ("万元", 2),
            ("万元", 1),
            ("万元", 0),
            ("亿元", 2),
            ("亿元", 2),
            ("亿元", 1),
            ("元", 2),
            ("元", 0),
        )
    )
    spelling = chance.choice(("plain", "plain", "plain", "thousands", "wide", "blank", "wrapped", "wrapped"))
    return Style(
        unit,
        places,
        chance.choice((2, 2, 1)),
        thousands=spelling == "thousands",
        wide=spelling == "wide",
        blank=spelling == "blank",
        wrapped=spelling == "wrapped",
    )


def consistent(
    seed: int,
    variants: Mapping[int, int] | None = None,
    pieces: int = PIECES_A_TEXT,
    style: Style | None = None,
    among: Sequence[str] = (),
) -> Draft:
    """A consistent text of some pieces.

    Args:
        seed: decides words, style and figures.
        variants: for pieces (by their index) whose figures are to be others, a number that is not 0: the same words hold
            with those figures too, as after an edit that forgot nothing.
        pieces: how many.
        style: instead of the one that the seed decides.
        among: titles of the pieces to choose from; all without.
    """
    chance = random.Random(f"text {seed}")
    own = style_of(chance)
    known = [piece for piece in PIECES if not among or piece[0] in among]
    # seeds one after the other go through all pieces in turn
    order = sorted(known, key=lambda _: chance.random())
    must = [known[(seed * 3 + step) % len(known)] for step in range(3)]
    chosen = [*must, *(piece for piece in order if piece not in must)][:pieces]
    chance.shuffle(chosen)
    pens = []
    for index, (_, piece) in enumerate(chosen):
        words, figures = f"words {seed} {index}", f"figures {seed} {index} {(variants or {}).get(index, 0)}"
        pen = Pen(style or own, random.Random(words), random.Random(figures), _place(seed))
        piece(pen)
        pens.append(pen)
    titles = [f"{NUMERALS[index]}、{title}" for index, (title, _) in enumerate(chosen)]
    return written(pens, titles, style or own)


def _place(seed: int) -> str:
    """A name for every seed up to the product of the three."""
    return FIRST[seed % len(FIRST)] + SECOND[seed // len(FIRST) % len(SECOND)] + THIRD[seed % len(THIRD)]
