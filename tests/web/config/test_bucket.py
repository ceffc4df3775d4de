"""Files in a bucket: evidence, uploads, issued reports, the broom, backup and restore, with a server that speaks S3."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.conftest import World, build_world

from jixiao.figures import MISSING
from jixiao_web.audit.chain import verify
from jixiao_web.config.environment import files
from jixiao_web.evidence import services as evidence
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.jobs import broom
from jixiao_web.reports import store as reports
from jixiao_web.reports import verifying
from jixiao_web.reports.models import IssuedReport
from jixiao_web.shell import store

moto = pytest.importorskip("moto.server")
boto3 = pytest.importorskip("boto3")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of its own, on a free port."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings, tmp_path: Path) -> str:
    """An empty bucket, in which the site keeps its files."""
    name = f"b{tmp_path.parent.name}-{tmp_path.name}".replace("_", "-").lower()[-60:].strip("-")
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=endpoint, **keys).create_bucket(Bucket=name)
    use(settings, name, endpoint, tmp_path)
    return name


def use(settings, place: str, endpoint: str, tmp_path: Path) -> None:
    """As JIXIAO_FILES would say it."""
    told, _folder = files(f"s3://k:s@{place}?endpoint={endpoint}&region=us-east-1&addressing=path", tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": told}


@pytest.fixture
def site(bucket: str, db: None, settings) -> World:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    return build_world()


def client(world: World, name: str) -> Client:
    made = Client()
    made.force_login(world.people[name])
    return made


def test_evidence_goes_there_and_comes_back(site: World, settings):
    """The bytes lie in the bucket, nothing in the folder; looked at, packed, and told when they are gone."""
    (added,), refused = evidence.add(site.fresh("handler"), site.forms["HQ"], [SimpleUploadedFile("发票.pdf", PDF)])
    assert refused == []
    assert list(store.names()) == [added.file.file.name]
    assert not settings.MEDIA_ROOT.exists()

    place = [2022, "HQ", "evaluation"]
    answer = client(site, "handler").get(reverse("evidence_file", args=[*place, added.file.number]))
    assert b"".join(answer) == PDF
    packed = client(site, "handler").get(reverse("evidence_pack", args=place))
    with zipfile.ZipFile(io.BytesIO(b"".join(packed))) as package:
        assert [package.read(name) for name in package.namelist() if name.endswith(".pdf")] == [PDF]

    default_storage.delete(added.file.file.name)
    assert client(site, "handler").get(reverse("evidence_file", args=[*place, added.file.number])).status_code == 404


def test_an_issued_report_is_put_there_whole(site: World, tmp_path: Path):
    """What an interrupted worker left under the job's name is replaced; a foreign change to a file is noticed."""
    store.put("reports/7/half.docx", io.BytesIO(b"left by a worker that was killed"))
    with reports.staging(7, "claim") as folder:
        (folder / "报告.docx").write_bytes(b"one")
        (folder / "报告.pdf").write_bytes(b"two")
        digests = {file.suffix[1:]: reports.sm3_of(file) for file in folder.iterdir()}
        placed = reports.put_in_place(folder, 7)
    assert not folder.exists()
    assert placed == {"docx": "reports/7/报告.docx", "pdf": "reports/7/报告.pdf"}
    assert list(store.names("reports")) == ["reports/7/报告.docx", "reports/7/报告.pdf"]

    issued = IssuedReport.objects.create(
        task=site.task, number=1, rows={}, digest="0" * 64, files=placed, digests=digests, total=MISSING,
        by=site.people["finance"], at=timezone.now(),
    )  # fmt: skip
    answer = client(site, "finance").get(reverse("reports:download", args=[2022, "UNION", 1, "docx"]))
    assert b"".join(answer) == b"one"
    assert verifying._file(issued, "docx").holds
    store.put(placed["docx"], io.BytesIO(b"another"))
    assert not verifying._file(issued, "docx").holds
    default_storage.delete(placed["docx"])
    assert not verifying._file(issued, "docx").holds


def test_what_nobody_names_is_swept_up(site: World):
    """Of reports and of uploads, when it has lain there for a while; what a record names stays."""
    (added,), _ = evidence.add(site.fresh("handler"), site.forms["HQ"], [SimpleUploadedFile("a.pdf", PDF)])
    store.put("reports/8/left.docx", io.BytesIO(b"x"))
    default_storage.save("evidence/2022/01/left.pdf", ContentFile(b"x"))
    now = timezone.now().timestamp()

    assert (reports.sweep(now), broom.sweep(now)) == (0, 0)
    assert (reports.sweep(now + broom.OLD + 60), broom.sweep(now + broom.OLD + 60)) == (1, 1)
    assert list(store.names()) == [added.file.file.name]


@pytest.mark.django_db(transaction=True)
def test_a_drill_from_bucket_to_bucket(bucket: str, endpoint: str, settings, tmp_path: Path, monkeypatch):
    """A backup holds what is in the bucket; it comes back into an empty place, whole or not at all, and into a folder."""
    world = build_world()
    (added,), _ = evidence.add(world.fresh("handler"), world.forms["HQ"], [SimpleUploadedFile("a.pdf", PDF)])
    archive = tmp_path / "one.zip"
    call_command("backup", str(archive), stdout=StringIO())

    with pytest.raises(CommandError, match="换一个空的前缀"):
        call_command("restore", str(archive), "--replace")
    use(settings, f"{bucket}/new", endpoint, tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("jixiao_web.audit.restoring.load", lambda *_told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("restore", str(archive), "--replace")
    assert list(store.names()) == []
    assert EvidenceFile.objects.get().digest == added.file.digest

    call_command("restore", str(archive), "--replace", stdout=StringIO())
    assert list(store.names()) == [added.file.file.name]
    with EvidenceFile.objects.get().file.open("rb") as file:
        assert file.read() == PDF
    assert verify().broken == ""

    settings.STORAGES = {**settings.STORAGES, "default": files("", tmp_path)[0]}
    call_command("restore", str(archive), "--replace", stdout=StringIO())
    assert (settings.MEDIA_ROOT / added.file.file.name).read_bytes() == PDF
