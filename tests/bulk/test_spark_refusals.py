"""What a cluster lacks, and what gives out on it, is one sentence."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest
from tests.bulk.cluster import free_port
from tests.bulk.test_run import SCHEME

from jixiao.bulk import spark_session
from jixiao.bulk.dataset import Dataset
from jixiao.bulk.run import Order
from jixiao.bulk.spark import score_dataset_on_spark
from jixiao.bulk.spark_parts import refused
from jixiao.bulk.spark_session import await_executors, find_master, mebibytes, reason_of
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme


@pytest.fixture
def nothing_open(monkeypatch):
    """No session that a run could go on with."""
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)


@pytest.mark.parametrize(
    ("lacking", "message", "words"),
    [
        ("pyspark", "spark-no-pyspark", "pip install"),
        ("java", "spark-no-java", "Java 17"),
        ("master", "spark-no-master", "spark://127.0.0.1"),
        ("address", "spark-no-address", "spark://主机:端口"),
        ("memory", "spark-memory", "4GB"),
    ],
)
def test_what_is_lacking_is_said_before_anything_is_written(
    nothing_open, monkeypatch, tmp_path, lacking, message, words
):
    """One sentence, at once; the folder for the result does not appear."""
    data = Dataset(tmp_path, ())
    master, order = f"spark://127.0.0.1:{free_port()}", Order()
    match lacking:
        case "pyspark":
            monkeypatch.setattr(spark_session, "find_spec", lambda _: None)
        case "java":
            monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        case "address":
            master = "spark://somewhere"
        case "memory":
            master, order = "local[*]", Order(memory="much")

    with pytest.raises(FileRefused) as refused:
        score_dataset_on_spark(data, load_scheme(SCHEME), registry(), tmp_path / "out", order, master)

    assert refused.value.message_id == message
    assert words in refused.value.sentence()
    assert not (tmp_path / "out").exists()


def test_a_cluster_that_offers_nothing_is_not_waited_for(monkeypatch):
    """Only the driver itself is there when the time is over."""
    monkeypatch.setattr(spark_session, "SECONDS", 0.2)
    alone = SimpleNamespace(size=lambda: 1)
    context = SimpleNamespace(_jsc=SimpleNamespace(sc=lambda: SimpleNamespace(getExecutorMemoryStatus=lambda: alone)))

    with pytest.raises(FileRefused) as refused:
        await_executors(SimpleNamespace(sparkContext=context), "spark://127.0.0.1:7077", "400GB")

    assert refused.value.message_id == "spark-no-executors"
    assert "400GB" in refused.value.sentence()


def test_the_first_of_two_masters_may_be_down():
    """Clusters that must not fail have two masters; one that answers is enough."""
    with socket.create_server(("127.0.0.1", 0)) as second:
        find_master(f"spark://127.0.0.1:{free_port()},127.0.0.1:{second.getsockname()[1]}")


@pytest.mark.parametrize(
    ("memory", "written"), [("4GB", "3814m"), ("1.5GiB", "1536m"), ("512 mb", "488m"), ("2g", "1907m")]
)
def test_memory_is_asked_for_as_spark_writes_it(memory, written):
    """Thousands and 1,024s are told apart."""
    assert mebibytes(memory) == written


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("Failed.\n: java.lang.A: a\n\tat here\nCaused by: java.io.B: b\n\tat there", "java.io.B: b"),
        ("Failed.\n: java.lang.A: a\n\tat here", "java.lang.A: a"),
        (
            "Failed.\n: org.A: Traceback (most recent call last):\n  File there\nModuleNotFoundError: No module named 'jixiao'\n\tat",
            "ModuleNotFoundError: No module named 'jixiao'",
        ),
        ("[CODE] one line", "[CODE] one line"),
    ],
)
def test_the_innermost_cause_is_told(told, reason):
    """Of a page of places in the program, the one line that somebody can act on."""
    assert reason_of(Exception(told)) == reason


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("Caused by: java.io.IOException: No space left on device", "bulk-disk-full"),
        ("Caused by: java.lang.OutOfMemoryError: Java heap space", "bulk-no-memory"),
        ("ExecutorLostFailure (executor 1 exited): Command exited with code 137", "bulk-no-memory"),
        ("RuntimeException: /a/part-00001/line.parquet is not a Parquet file", "bulk-file-unreadable"),
        ("[ARITHMETIC_OVERFLOW] long overflow", "bulk-statement-failed"),
    ],
)
def test_what_gave_out_is_told(told, message):
    """In the same words as on one machine, with the parts that were under way."""
    problem = refused(Exception(told), "part-00001…part-00004")

    assert problem.message_id == message
    assert "part-00001…part-00004" in problem.sentence()
