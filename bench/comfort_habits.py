"""How departments of a made-up place fill in their forms: habits that differ honestly, and cases that are planted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b

THOUSAND = 1000


@dataclass
class Dice:
    """Whole numbers that depend on a path alone: the same on any machine, and a case in one department moves no other."""

    path: str
    thrown: int = 0

    def below(self, number: int) -> int:
        """The next number from 0 to one less."""
        self.thrown += 1
        digest = blake2b(f"{self.path}#{self.thrown}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % number

    def between(self, low: int, high: int) -> int:
        """The next number from low to high, both possible."""
        return low + self.below(high - low + 1)

    def chance(self, permille: int) -> bool:
        """Whether something happens that happens so often in a thousand."""
        return self.below(THOUSAND) < permille


@dataclass(frozen=True, slots=True)
class Habits:
    """Of one department in one year; numbers are per thousand.

    lax: of targets that are set below last year's result, by cut. met: of indicators whose result is the target itself.
    miss: of indicators that fail. near: of judged scores that stand within just. drop: of failed indicators that go,
    turnover: of others. fitted: of targets that are the result to the digit. copy: of sentences that are last year's,
    borrow: a neighbour's. reuse: of papers that served before.
    """

    lax: int
    cut: tuple[int, int]
    met: int
    miss: int
    near: int
    just: tuple[int, int]
    drop: int
    turnover: int
    fitted: int
    copy: int
    borrow: int
    reuse: int


def honest(dice: Dice) -> Habits:
    """Habits of a department in which nobody games anything; some look a little comfortable all the same."""
    habits = Habits(
        lax=dice.between(20, 250),
        cut=(10, dice.between(20, 90)),
        met=dice.between(80, 350),
        miss=dice.between(20, 120),
        near=dice.between(100, 400),
        just=(940, 999),
        drop=dice.between(50, 250),
        turnover=dice.between(20, 90),
        fitted=dice.between(0, 60),
        copy=dice.between(50, 350),
        borrow=dice.between(0, 40),
        reuse=dice.between(50, 250),
    )
    looks = {
        0: {"lax": dice.between(250, 420), "cut": (10, 110)},  # cautious
        1: {"met": dice.between(350, 500)},  # work that is planned by the piece
        2: {"miss": dice.between(2, 10)},  # good at it
        3: {"near": dice.between(400, 600)},  # kind judges
        4: {"copy": dice.between(350, 520)},  # problems that last
        5: {"reuse": dice.between(250, 420)},  # long-lived papers
        6: {"fitted": dice.between(60, 160)},  # registers of fixed people
        7: {"drop": dice.between(250, 450), "miss": dice.between(90, 150)},  # frames that change
    }
    which = dice.below(40)  # one in five looks comfortable in one way
    return replace(habits, **looks[which]) if which in looks else habits


KINDS = ("below", "exact", "bunched", "dropped", "changed", "reused")


@dataclass(frozen=True, slots=True)
class Case:
    """A planted case: the kind, and what is different in each year that is touched. Ranges were set beside no threshold."""

    kind: str
    years: dict[int, dict[str, object]] = field(hash=False)


def planted(kind: str, years: int, dice: Dice) -> Case:
    """A case of a kind; years are counted from 0, and the last one is always touched."""
    last = years - 1
    match kind:
        case "below":
            low = dice.between(30, 120)
            told: dict[str, object] = {"lax": dice.between(450, 900), "cut": (low, low + dice.between(40, 160))}
            first = dice.between(1, last)
        case "exact":
            told = {"met": dice.between(550, 950), "miss": dice.between(0, 40)}
            first = dice.between(0, last - 2)
        case "bunched":
            low = dice.between(935, 985)
            told, first = {"near": dice.between(700, 1000), "just": (low, 999)}, dice.between(0, last)
        case "dropped":
            return Case(kind, {last - 1: {"miss": dice.between(200, 400)}, last: {"drop": dice.between(550, 1000)}})
        case "changed":
            told, first = {"fitted": dice.between(300, 800)}, dice.between(max(0, last - 1), last)
        case _:
            name = ("copy", "borrow", "reuse")[dice.below(3)]
            told, first = {name: dice.between(550, 950)}, dice.between(1, last)
    return Case(kind, dict.fromkeys(range(first, years), told))
