"""Walking through the site by its links, and a department in which something of every kind has happened."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

from jixiao_web import policies
from jixiao_web.accounts import services as accounts
from jixiao_web.accounts.models import Post, User
from jixiao_web.cycle import opinions, tasks
from jixiao_web.cycle.models import Form, Task
from jixiao_web.demo.making import Stage, make
from jixiao_web.evidence import services as evidence
from jixiao_web.exchange import applying, workbooks
from jixiao_web.exchange import services as exchange
from jixiao_web.jobs.worker import drain
from jixiao_web.notices import services as notices
from jixiao_web.organisation.models import Unit
from jixiao_web.reports import services as reports
from jixiao_web.review import findings, uploading
from jixiao_web.review import services as review

WORKBOOK = Path(__file__).parents[3] / "examples" / "gz-union-2022.xlsx"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def lively() -> Stage:
    """The demonstration, and in it: evidence, an import, a report, a review, opinions, a deputy, a waiver, leave, a second factor."""
    stage = make(WORKBOOK)
    wu, zhou, lin = stage.person("wu"), stage.person("zhou"), stage.person("lin")
    form = Form.objects.get(task__kind="evaluation", unit__code="CP3")
    task = Task.objects.get(kind="evaluation")
    files = [SimpleUploadedFile(f"{name}.pdf", PDF + name.encode()) for name in ("账页", "合同")]
    added, _refused = evidence.add(wu, form, files)
    evidence.remove(wu, added[0].file, "传错了")
    book, name = workbooks.workbook(form, "form")
    applied = exchange.upload(wu, form, SimpleUploadedFile(name, book.read()))
    book.seek(0)
    exchange.upload(wu, form, SimpleUploadedFile(name, book.read()))
    book.close()
    uploading.upload(wu, form.unit, SimpleUploadedFile("自评报告.txt", "全年预算 10.00 万元。\n".encode()))
    reports.ask(zhou, task, ["docx"], "once")
    drain()
    applied.refresh_from_db()
    applying.apply(wu, applied)
    reports.ask(zhou, task, ["docx"], "waiting")
    opinions.comment(stage.person("zheng"), form, "请补附件")
    opinions.ask(stage.person("zheng"), form, wu, "同意这样写吗？")
    whole = Form.objects.get(task=task, unit__kind="department")
    opinions.ask(zhou, whole, stage.person("fang"), "口径是否一致？")
    today = policies.today()
    post = Post.objects.get(user=lin)
    accounts.delegate(lin, post, stage.person("qiu"), today, today + timedelta(days=9), "出差")
    finding = next(one for one in findings.of(whole).all if one.severity.value == "warning" and one.at)
    review.waive(zhou, whole, finding.code, finding.at[0], "已核实", today + timedelta(days=30))
    tasks.exempt(zhou, task, form.unit, today + timedelta(days=60), "系统切换")
    tasks.remind(zhou, task)
    notices.give_reading(zhou, Unit.objects.get(kind="department"), title="预算绩效管理办法")
    TOTP.activate(stage.person("fang"), generate_totp_secret())
    RecoveryCodes.activate(stage.person("fang"))
    return stage


@dataclass
class Walk:
    """What one person met: names of pages opened, names of every address that a page offers, and links that led nowhere."""

    opened: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)
    broken: set[tuple[str, int]] = field(default_factory=set)


LINK = re.compile(r"""<a\b[^>]*?\bhref="([^"]*)"|<form\b(?![^>]*method="post)[^>]*\baction="([^"]*)\"""")
ADDRESS = re.compile(r"""(?:="|")(/[^"\s<>]*)\"""")
PART = re.compile(r"""\bhx-get="([^"]*)\"""")
"""What the page's own script asks for."""
ALIKE = 2
"""So many pages of one kind are opened; the next ones are made by the same lines."""


def walk(person: User, *, reads_every_rule: bool = True) -> Walk:
    """Begin at home and follow every link, as somebody who knows no address by heart.

    The pages of the rules are the same for everybody (cases/urls.yaml): it is enough that one person reads each of them.
    """
    client = Client(raise_request_exception=False)
    client.force_login(person)
    found, alike = Walk(), Counter[tuple[str, object, object]]()
    seen, queue, parts = {"/"}, deque(["/"]), set[str]()
    while queue:
        at = queue.popleft()
        match = resolve(urlsplit(at).path)
        of = match.kwargs.get("subject") or match.kwargs.get("code")
        if match.view_name == "rule" and not reads_every_rule:
            of = None
        kind = (match.view_name, of, match.kwargs.get("kind"))
        alike[kind] += 1
        if alike[kind] > ALIKE:
            continue
        answer = client.get(at, headers={"HX-Request": "true"} if at in parts else {})
        found.opened.add(match.view_name)
        if answer.status_code >= 400:
            if match.view_name != "places":  # of a cell that holds no figure yet it answers that there is nothing
                found.broken.add((at, answer.status_code))
        elif answer.status_code in {301, 302}:
            to = urljoin(at, answer["Location"]).partition("#")[0]
            if to not in seen:
                seen.add(to)
                queue.append(to)
        elif not answer.streaming and "html" in answer["Content-Type"]:
            page = answer.content.decode()
            offered = {urlsplit(urljoin(at, address)).path for address in set(ADDRESS.findall(html.unescape(page)))}
            found.offered |= {name for path in offered if (name := _name_of(path))}
            asked = [urljoin(at, html.unescape(address)) for address in PART.findall(page)]
            asked += _beside_a_cell(page)
            parts |= {address for address in asked if address not in seen}
            for address in [*asked, *(html.unescape(one or other) for one, other in LINK.findall(page))]:
                to = urljoin(at, address).partition("#")[0]
                if to.startswith("/") and to not in seen:
                    seen.add(to)
                    queue.append(to)
        elif answer.streaming:
            deque(
                answer.streaming_content, maxlen=0
            )  # to its end: then Django's client closes what is open, and only that
    return found


CELL, ROW, FIELD = re.compile(r'data-cell="([^"]+)"'), re.compile(r'"id": ?(\d+)'), re.compile(r'"field": ?"(\w+)"')


def _beside_a_cell(page: str) -> list[str]:
    """What the grid asks for when one stands on its first cell."""
    found = [pattern.search(page) for pattern in (CELL, ROW, FIELD)]
    if not all(found):
        return []
    cell, row, field = (one[1] for one in found if one is not None)
    return [f"{cell}?row={row}&field={field}"]


@cache
def _name_of(path: str) -> str | None:
    try:
        return resolve(path).view_name
    except Resolver404:
        return None  # a file of the interface, or a text that looks like an address
