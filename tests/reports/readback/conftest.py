"""The report of the example, made once: what every edit begins with."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.architecture.layers import ROOT

from jixiao.cli.evaluation import Evaluation, evaluate
from jixiao.cli.readback import remade


@pytest.fixture(scope="session")
def evaluated() -> Evaluation:
    """Guangzhou 2022."""
    return evaluate(ROOT / "examples" / "gz-union-2022.xlsx")


@pytest.fixture(scope="session")
def report(evaluated: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its report, as `jixiao evaluate` writes it; pictures of charts are left out."""
    return remade(evaluated, tmp_path_factory.mktemp("report"))
