"""A shelf: answers that a process keeps as long as the state is the one they were given in; the least used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Shelf:
    """So many answers, each shared by all requests of the process: nobody changes them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = Lock()

    def while_same(self, key: Hashable, state: Hashable, ask: Callable[[], T]) -> T:
        """The answer kept under `key`, if it was given in the same state; else the one that `ask` gives now."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found[0] == state:
                self._kept.move_to_end(key)
                return cast("T", found[1])
        answer = ask()
        with self._lock:
            self._kept[key] = (state, answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer

    def clear(self) -> None:
        """Keep nothing: for tests, which reuse primary keys."""
        with self._lock:
            self._kept.clear()
