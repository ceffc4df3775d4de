"""Scoring a review on labelled passages: which finding belongs to which relation, and what is an alarm."""

from __future__ import annotations

from bench.passages_score import Alarm, Passage, Tie, belongs, load, score, table

TEXT = "甲10万元，乙20万元，丙31万元，丁5万元，戊6万元。"
A, B, C, D, E = (TEXT.index(word) for word in ("10万元", "20万元", "31万元", "5万元", "6万元"))
SPANS = {"a": (A, A + 4), "b": (B, B + 4), "c": (C, C + 4), "d": (D, D + 3), "e": (E, E + 3)}


def tie(names: str, verdict: str, wrong: str = "") -> Tie:
    return Tie("sum", "", verdict, tuple(SPANS[name] for name in names), (), SPANS[wrong] if wrong else None)


def alarm(names: str, suspect: str = "", *, error: bool = True) -> Alarm:
    return Alarm("REL-01", tuple(SPANS[name] for name in names), SPANS[suspect] if suspect else None, error)


BROKEN = Passage("1", TEXT, (tie("abc", "fail", "c"), tie("de", "ok")))


def test_a_finding_belongs_to_the_relation_with_which_it_shares_most():
    """Two shared figures are needed; between equals the known error wins."""
    ties = (tie("ab", "ok"), tie("ab", "fail"), tie("abc", "ok"))

    assert belongs(alarm("ab"), ties) is ties[1]
    assert belongs(alarm("abc"), ties) is ties[2]
    assert belongs(alarm("ad"), ties) is None


def test_a_known_error_is_found_and_its_figure_named():
    """The suspect is compared with the figure that is labelled wrong."""
    named = score([BROKEN], lambda _: [alarm("abc", "c")])
    other = score([BROKEN], lambda _: [alarm("abc", "a")])

    assert (named.recall, named.named, named.misnamed, named.false.total()) == (1.0, 1, 0, 0)
    assert (other.recall, other.named, other.misnamed) == (1.0, 0, 1)


def test_an_echo_is_neither_found_nor_false():
    """A finding on another relation that holds the wrong figure says the same error again."""
    got = score([BROKEN], lambda _: [alarm("cd")])

    assert (got.found.total(), got.false.total()) == (0, 0)


def test_an_alarm_on_what_holds_is_false():
    """It is counted under the kind and verdict of its relation, or as belonging to none."""
    got = score([BROKEN], lambda _: [alarm("de"), alarm("ad")])

    assert got.false == {("ok", "sum"): 1, ("no tie", "REL-01"): 1}
    assert got.false_per_ten == 20


def test_warnings_are_counted_apart():
    """A warning finds nothing by itself, and below an error it is welcome where figures were rounded."""
    rounded = Passage("2", TEXT, (tie("de", "rounding"),))

    got = score([BROKEN, rounded], lambda _: [alarm("abc", error=False), alarm("de", error=False)])

    assert (got.found.total(), got.warned.total(), got.false.total()) == (0, 1, 0)
    assert got.false_warnings == {("ok", "sum"): 1, ("no tie", "REL-01"): 1}


def test_passages_are_read_and_told(tmp_path):
    """One passage a line; the tables name every kind of error."""
    path = tmp_path / "p.jsonl"
    path.write_text(
        '{"id": "1", "kind": "报告", "text": "共3个，即甲、乙。", "ties": [{"kind": "list count", "label": "", "figures": ["3个"], '
        '"spans": [[1, 3]], "verdict": "fail", "wrong": 0, "item_spans": [[5, 6], [7, 8]]}]}\n',
        "utf-8",
    )

    lines = list(table(score(load(path), lambda _: [Alarm("XSC-01", ((1, 3), (5, 6)), (1, 3), True)])))

    assert "| list count | 1 | 1 | 0 |" in lines
    assert "| recall | 100.0% |" in lines
    assert "| wrong figure named | 1 of 1 |" in lines
