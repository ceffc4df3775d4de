"""The hash chain: every entry sealed with SM3 over the entry before it, and the check that nobody touched it since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jixiao_web.audit.models import ChainHead, Entry
from jixiao_web.audit.moment import one_moment

FIELDS = ("number", "deed", "kind", "target", "place", "by_name", "reason", "address")
AT_ONCE = 500
NEAR = 1000
"""How many entries further on a swapped one is looked for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found.

    Attributes:
        sealed: how many sealed entries were read and found whole.
        waiting: how many wait to be sealed.
        broken: the first thing that is wrong, as a sentence; empty when nothing is.
        number: where that is.
        digest: the digest of the last whole entry. Noted down elsewhere, it shows later that nobody made the chain anew.
    """

    sealed: int
    waiting: int
    broken: str
    number: int = 0
    digest: str = ""


def digest_of(entry: Entry, before: str, number: int | None = None) -> str:
    """SM3 over the digest before and the entry's own fields in canonical JSON; at its own place in the chain, or at another."""
    told = {name: getattr(entry, name) for name in FIELDS}
    told |= {"at": entry.at.isoformat(), "by": entry.by_id, "before": entry.before, "after": entry.after}
    if number is not None:
        told["number"] = number
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    digest = Hash(SM3())
    digest.update(before.encode())
    digest.update(text.encode())
    return digest.finalize().hex()


def seal() -> int:
    """Seal what is not sealed yet, in the order of writing; answers how many.

    One process seals at a time: the head of the chain is locked. What a killed process left unsealed, the next one seals.
    """
    sealed = 0
    while True:
        some = _seal_some()
        sealed += some
        if some < AT_ONCE:
            return sealed


@transaction.atomic
def _seal_some() -> int:
    head, _made = ChainHead.objects.select_for_update().get_or_create(pk=1)
    plain: QuerySet[Entry] = QuerySet(Entry)  # the entries' own manager changes nothing
    waiting = list(plain.filter(number__isnull=True).order_by("pk")[:AT_ONCE])
    number, digest = head.number, head.digest
    for entry in waiting:
        number += 1
        entry.number = number
        entry.digest = digest = digest_of(entry, digest)
    plain.bulk_update(waiting, ["number", "digest"], batch_size=100)
    if waiting:
        ChainHead.objects.filter(pk=1).update(number=number, digest=digest)
    return len(waiting)


def verify() -> Verdict:
    """Read the whole chain and say the first thing that is wrong: an entry changed, missing, put in, or in another's place.

    As it was at one moment: others go on writing meanwhile, and their entries are no end that was cut off.
    """
    with one_moment():
        return _verify()


def _verify() -> Verdict:
    waiting = Entry.objects.filter(number__isnull=True).count()
    number, digest = 0, ""
    for entry in _sealed():
        due = number + 1
        if entry.number != due:
            told = _("第 {n} 条缺失：其后是第 {next} 条。").format(n=due, next=entry.number)
            return Verdict(number, waiting, told, due, digest)
        expected = digest_of(entry, digest)
        if entry.digest != expected:
            return Verdict(number, waiting, _what_happened(entry, digest), due, digest)
        number, digest = due, expected
    return Verdict(number, waiting, *_end(number, digest), digest)


def _what_happened(entry: Entry, before: str) -> str:
    """Why an entry does not fit behind the one before: another one belongs here, or its own words were changed."""
    number = entry.number or 0
    for other in Entry.objects.filter(number__gt=number, number__lte=number + NEAR).order_by("number"):
        if digest_of(other, before, number) == other.digest:
            return _("第 {n} 条与第 {other} 条被调换了位置。").format(n=number, other=other.number)
    return _("第 {n} 条（{at}，{who}，{deed}）的内容或摘要被改动过。").format(
        n=number, at=entry.at.isoformat(timespec="seconds"), who=entry.by_name, deed=entry.deed
    )


def _end(number: int, digest: str) -> tuple[str, int]:
    """Whether the chain ends where its head says, and if not, the sentence and the place."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        return (_("链头缺失：有 {n} 条，却没有末条的登记。").format(n=number), number) if number else ("", 0)
    if head.number > number:
        return _("末尾缺失：应有 {head} 条，只有 {n} 条。").format(head=head.number, n=number), number + 1
    if head.number < number:
        return _("末尾多出：应有 {head} 条，却有 {n} 条。").format(head=head.number, n=number), head.number + 1
    if head.digest != digest:
        return _("末条的登记被改动过：第 {n} 条的摘要与登记不符。").format(n=number), number
    return "", 0


def _sealed() -> Iterator[Entry]:
    return Entry.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=1000)
