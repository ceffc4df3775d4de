"""The hash chain: every entry sealed with SM3 over the entry before it, and the check that nobody touched it since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from jixiao_web.audit.models import ChainHead, Entry

FIELDS = ("number", "deed", "kind", "target", "place", "by_name", "reason", "address")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many sealed entries were read, how many wait to be sealed, and the first thing wrong (empty: nothing)."""

    sealed: int
    waiting: int
    broken: str
    number: int = 0


def digest_of(entry: Entry, before: str) -> str:
    """SM3 over the digest before and the entry's own fields in canonical JSON."""
    told = {name: getattr(entry, name) for name in FIELDS}
    told |= {"at": entry.at.isoformat(), "by": entry.by_id, "before": entry.before, "after": entry.after}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    digest = Hash(SM3())
    digest.update(before.encode())
    digest.update(text.encode())
    return digest.finalize().hex()


@transaction.atomic
def seal() -> int:
    """Seal what is not sealed yet, in the order of writing; answers how many.

    One process seals at a time: the head of the chain is locked. What a killed process left unsealed, the next one seals.
    """
    head, _made = ChainHead.objects.select_for_update().get_or_create(pk=1)
    waiting = list(Entry.objects.select_for_update().filter(number__isnull=True).order_by("pk")[:AT_ONCE])
    number, digest = head.number, head.digest
    for entry in waiting:
        number += 1
        entry.number = number
        entry.digest = digest = digest_of(entry, digest)
    Entry.objects.bulk_update(waiting, ["number", "digest"], batch_size=100)
    if waiting:
        ChainHead.objects.filter(pk=1).update(number=number, digest=digest)
    return len(waiting)


def verify() -> Verdict:
    """Read the whole chain and say the first thing that is wrong: an entry changed, missing or in another's place."""
    waiting = Entry.objects.filter(number__isnull=True).count()
    number, digest = 0, ""
    for entry in _sealed():
        number += 1
        if entry.number != number:
            return Verdict(
                number - 1,
                waiting,
                _("第 {n} 条缺失：其后是第 {next} 条。").format(n=number, next=entry.number),
                number,
            )
        digest = digest_of(entry, digest)
        if entry.digest != digest:
            told = _("第 {n} 条（{at}，{who}，{deed}）被改动过，或前面有一条被换掉。").format(
                n=number, at=entry.at.isoformat(timespec="seconds"), who=entry.by_name, deed=entry.deed
            )
            return Verdict(number - 1, waiting, told, number)
    head = ChainHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.digest) != (number, digest):
        told = _("末尾缺失：应有 {head} 条，只有 {n} 条。").format(head=head.number, n=number)
        return Verdict(number, waiting, told, number + 1)
    return Verdict(number, waiting, "")


def _sealed() -> Iterator[Entry]:
    return Entry.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=1000)
