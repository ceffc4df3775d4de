"""What somebody may have meant by a key that no row has: a row by its name or code, or a key that is nearly the same."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from jixiao.facts import Facts
from jixiao.facts.rows import key_of
from jixiao.relations import Hint

NAMES = ("name", "code", "short")
MOST = 3


def meant(facts: Facts, subject_id: str, found: str) -> tuple[Hint, ...]:
    """The rows of a subject that a wrong key may stand for, the likeliest first; none where nothing is near."""
    subject = facts.registry.by_id[subject_id]
    keys: dict[str, str] = {}
    for record in facts.year.records(subject_id):
        key = key_of(subject, record)[0]
        name = getattr(record, "name", None)
        keys[key] = name if isinstance(name, str) else ""
        if found.strip() in [getattr(record, field, None) for field in NAMES]:
            return (Hint("hint-named", (("key", key), ("name", keys[key]), ("found", found))),)
    near = closest(found, keys)
    if not near:
        return ()
    told = "、".join(f"{key}（{keys[key]}）" if keys[key] else key for key in near)
    return (Hint("hint-near", (("found", found), ("near", told))),)


def closest(found: str, known: Iterable[str]) -> list[str]:
    """The keys that are nearly the same as what was found."""
    return get_close_matches(found.strip().upper(), list(known), n=MOST)
