"""Fifty people at once: each has a connection and asks again as soon as the last answer has come, all of it in one thread.

The people share the machine with the server, so what they cost is taken from it. A plain socket and a search for the end of
the head is a tenth of what an http library costs, and does not flatter the bare page, whose answer is shorter than its asking.
"""

from __future__ import annotations

import json
import selectors
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
SLOWEST = 60.0
"""Seconds after which an answer that has not come is given up, and counted as failed."""


@dataclass
class Person:
    """Somebody with a session: the cookie, the unit and a row of theirs that nobody else edits."""

    cookie: str
    csrf: str
    unit: str
    row: int
    value: str
    turn: int = 0
    edits: bool = False


@dataclass
class Measured:
    """Answer times of one page in milliseconds, in how many seconds they came, and what went wrong."""

    seconds: float = 0
    processor: float = 0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def at(self, share: int) -> float:
        """The time that `share` percent of the answers did not exceed."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] if ordered else SLOWEST * 1000

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processors that one answer took."""
        return self.processor * 1000 / max(len(self.times), 1)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.times else 0


Ask = Callable[[Person], bytes]
"""What a person sends next: a whole request."""
Read = Callable[[Person, int, bytes], str]
"""What a person makes of an answer: nothing, or what is wrong with it."""


def page(*paths: str) -> Ask:
    """A page, or several in turn; {unit} stands for the person's own unit."""

    def ask(person: Person) -> bytes:
        path = paths[person.turn % len(paths)].format(unit=person.unit)
        person.turn += 1
        return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {person.cookie}\r\n\r\n".encode()

    return ask


def read_page(person: Person, status: int, body: bytes) -> str:  # noqa: ARG001  # a page tells the person nothing to remember
    """Every page answers 200."""
    return "" if status == 200 else f"{status} {body[:200]!r}"


def edit(person: Person) -> bytes:
    """One figure changed; the server checks it, saves it and answers with what it makes of the row."""
    change = {"row": person.row, "subject": "budget", "field": "spent", "before": person.value, "after": _other(person)}
    body = json.dumps({"client": str(uuid.uuid4()), "kind": "typing", "changes": [change]})
    head = (
        f"POST /2022/{person.unit}/evaluation/sheet/budget/edits HTTP/1.1\r\nHost: {HOST}\r\nCookie: {person.cookie}\r\n"
        f"X-CSRFToken: {person.csrf}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def read_edit(person: Person, status: int, body: bytes) -> str:
    """An edit is written, and in conflict with nobody."""
    if status != 200 or json.loads(body)["conflicts"]:
        return f"{status} {body[:200]!r}"
    person.value = _other(person)
    return ""


def _other(person: Person) -> str:
    return "91.26" if person.value == "91.25" else "91.25"


def day(pages: Ask, number: int) -> tuple[Ask, Read]:
    """So many pages in turn and then an edit, after which what was kept of the form is of no use any more."""

    def ask(person: Person) -> bytes:
        person.edits = person.turn % (number + 1) == number
        if not person.edits:
            return pages(person)
        person.turn += 1
        return edit(person)

    def read(person: Person, status: int, body: bytes) -> str:
        return (read_edit if person.edits else read_page)(person, status, body)

    return ask, read


class _Line:
    """A person's connection and the answer that is coming in on it."""

    def __init__(self, person: Person, port: int) -> None:
        self.person = person
        self.socket = socket.create_connection((HOST, port), timeout=SLOWEST)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""
        self.body_at = self.due = 0
        self.asked = 0.0
        self.answers = 0

    def ask(self, request: bytes) -> None:
        self.got, self.due = b"", 0
        self.asked = time.perf_counter()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Take what has come. Raises ConnectionError: the server hung up."""
        piece = self.socket.recv(262144)
        if not piece:
            raise ConnectionError("the server hung up")
        self.got += piece
        if not self.due:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = self.got[:end].lower()
            _, found, length = head.partition(b"content-length:")
            if not found:
                raise ConnectionError("an answer that does not tell its length")
            self.body_at = end + 4
            self.due = self.body_at + int(length.split(b"\r\n", 1)[0])
        return len(self.got) >= self.due

    @property
    def status(self) -> int:
        return int(self.got[9:12])


def load(
    people: Sequence[Person],
    port: int,
    ask: Ask,
    read: Read,
    seconds: float,
    *,
    before: int = 0,
    begun: Callable[[], None] = lambda: None,
) -> Measured:
    """Everybody asks at once, again and again, for that long; answers that come later still count, and so does their time.

    The clock starts, and `begun` is called, once everybody has had so many answers `before`: each connection falls to one of the
    server's processes, and what that process compiles and keeps is there when the measuring begins.
    """
    found, measuring, begin, end = Measured(), False, 0.0, 0.0
    waiting = selectors.DefaultSelector()
    lines = [_Line(person, port) for person in people]
    for line in lines:
        waiting.register(line.socket, selectors.EVENT_READ, line)
        line.ask(ask(line.person))
    while waiting.get_map():
        if not measuring and all(line.answers >= before for line in lines):
            measuring, begin = True, time.perf_counter()
            end = begin + seconds
            begun()
        ready = waiting.select(SLOWEST)
        if not ready:
            found.wrong.append(f"{len(waiting.get_map())} answers did not come in {SLOWEST:.0f} s")
            break
        for key, _mask in ready:
            line = key.data
            try:
                if not line.is_answered():
                    continue
            except ConnectionError as error:
                found.wrong.append(str(error))
                line.answers = before
                _leave(waiting, line)
                continue
            now = time.perf_counter()
            line.answers += 1
            if measuring and line.asked >= begin:
                found.times.append((now - line.asked) * 1000)
                found.seconds = now - begin
            if told := read(line.person, line.status, line.got[line.body_at :]):
                found.wrong.append(told)
            if not measuring or now < end:
                line.ask(ask(line.person))
            else:
                _leave(waiting, line)
    waiting.close()
    return found


def _leave(waiting: selectors.BaseSelector, line: _Line) -> None:
    waiting.unregister(line.socket)
    line.socket.close()
