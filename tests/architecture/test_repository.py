"""What the repository says of other machines: nothing; and that its locks hold."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from tests.architecture.layers import ROOT, repository_files

import jixiao

# Written in pieces, so that this file does not find itself.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "npm" + "mirror.com",
    "deb" + ".debian.org",
    "security" + ".debian.org",
    "tuna." + "tsinghua",
    "mirrors." + "aliyun",
]
MACHINE_PATHS = [r"/wo" + r"rk/(main|shared)\b", r"/ro" + r"ot/", r"/ho" + r"me/\w", r"\.py" + r"env\b"]
ELSEWHERE = re.compile("|".join([*(re.escape(host) for host in HOSTS), *MACHINE_PATHS]))

LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-boot.txt", "requirements-node.txt"]
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)([^\n]*(?:\n {4}--hash=sha256:[0-9a-f]{64}[^\n]*)*)", re.MULTILINE)


def text_of(path: Path) -> str:
    """A file as text; what is no text has nothing to read in it."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8")


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Of each package in a lock: the version, and how many hashes vouch for it."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {name.lower(): (version, rest.count("--hash=")) for name, version, rest in PIN.findall(text)}


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_no_file_names_a_registry_or_a_machine():
    """A clone knows nothing of where it was made: every office has its own mirror and its own paths."""
    named = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in repository_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if ELSEWHERE.search(line)
    ]

    assert named == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://" + HOSTS[0] + "/simple", True),
        ("cd /wo" + "rk/main", True),
        ("/usr/share/fonts/opentype/noto", False),
        ("the root of the repository", False),
    ],
)
def test_what_counts_as_naming_one(text: str, named: bool):
    """Where Debian puts fonts is the same everywhere, where a person keeps a clone is not."""
    assert bool(ELSEWHERE.search(text)) == named


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str):
    """A file that somebody replaced on a mirror is refused."""
    found = pins(lock)

    assert found, f"{lock} pins nothing"
    assert [name for name, (_, hashes) in found.items() if hashes == 0] == []
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize(("lock", "with_tools"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_the_locks_answer_the_project(lock: str, with_tools: bool):
    """Whoever changes pyproject.toml runs bin/lock, or finds out here."""
    told = project()
    wanted = [*told["project"]["dependencies"], *told["project"]["optional-dependencies"]["web"]]
    if with_tools:
        wanted += [*told["project"]["optional-dependencies"]["ocr"], *told["dependency-groups"]["dev"]]
    found = pins(lock)

    for requirement in map(Requirement, wanted):
        name = requirement.name.lower()
        assert name in found, f"{name} is not in {lock}: run bin/lock"
        version = found[name][0]
        assert requirement.specifier.contains(Version(version)), f"{lock} has {name} {version}: run bin/lock"


def test_the_two_locks_agree():
    """What is tested is what is used."""
    tested = pins("requirements-dev.txt")

    for name, (version, _) in pins("requirements.txt").items():
        assert tested[name][0] == version


def test_the_lock_of_the_interface_holds():
    """Every npm package is pinned with its hash, is what package.json asks for, and says no address."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}

    assert "://" not in text
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert packages[f"node_modules/{name}"]["version"] == version, "run npm install --package-lock-only"


def test_the_version_is_told_once():
    """The package and its metadata name the same version."""
    assert jixiao.__version__ == project()["project"]["version"]
