"""Generated texts are consistent, and stay so when one piece is edited as a whole."""

from __future__ import annotations

import pytest
from bench.consistent import consistent
from bench.draft_pieces import LOCAL, PIECES

from jixiao.relations import Outcome, judge

SEEDS = range(0, 40, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_stated_relation_holds(seed):
    """What the text says is true in every style."""
    draft = consistent(seed)

    failing = [tie for tie in draft.ties if judge(tie.relation).outcome not in (Outcome.HOLDS, Outcome.LAST_PLACE)]

    assert draft.ties
    assert failing == []


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_and_names_stand_where_the_draft_says(seed):
    """Spans count the characters of the finished text, whatever its lines and widths."""
    draft = consistent(seed)

    widths = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
    assert [draft.text[slice(*slot.span)].translate(widths).replace("\n", "") for slot in draft.slots] == [
        slot.text for slot in draft.slots
    ]


def test_another_variant_has_the_same_words_and_other_figures():
    """Only the edited piece differs, and it holds as well."""
    before, after = consistent(5), consistent(5, {2: 1})

    changed = [
        index
        for index, (one, other) in enumerate(zip(before.pieces, after.pieces, strict=True))
        if _told(one) != _told(other)
    ]

    assert changed == [2]
    assert all(judge(tie.relation).outcome is not Outcome.FAILS for tie in after.ties)


def _told(piece):
    return [slot.text for slot in piece]


def test_seeds_in_turn_use_every_piece():
    """No kind of relation is left to chance."""
    used = {title for seed in range(len(PIECES)) for title, _ in PIECES if f"、{title}\n" in consistent(seed).text}

    assert used == {title for title, _ in PIECES}
    assert set(LOCAL) <= used
