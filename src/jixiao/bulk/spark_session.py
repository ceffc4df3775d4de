"""A session on a cluster that is there already, or one sentence why there is none, within a minute."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jixiao.files.errors import FileRefused

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SECONDS = 30.0
"""So long a master may take to answer, and its workers to offer themselves."""

DRIVER_MEMORY = "1g"
"""Of the program that hands out the work to a cluster: it sees plans and no rows."""

HERE = "local[*]"
STANDALONE = "spark://"
_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30, "TI": 2**40}
_IN_PYTHON = "Traceback (most recent call last):"
_MEMORY = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]I?)?B?", re.IGNORECASE)


@contextmanager
def connected(master: str, memory: str, threads: int = 0) -> Iterator[SparkSession]:
    """A session for one piece of work, ended with it. A program that has one open already goes on with that one.

    Args:
        master: as Spark writes it: `local[*]`, `spark://host:7077`, `yarn`, `k8s://https://host:443`.
        memory: of each executor, of everything where the work stays on this machine; as `4GB`.
        threads: cores in all; 0 for as many as are offered.

    Raises:
        FileRefused: PySpark or Java is missing, nobody answers at the master, or no worker offers what is asked for.
    """
    if find_spec("pyspark") is None:
        raise FileRefused("spark-no-pyspark")
    from pyspark.sql import SparkSession  # noqa: PLC0415 – an extra that only a cluster needs

    own = SparkSession.getActiveSession()
    if own is not None:
        yield own
        return
    if master == HERE and threads:
        master = f"local[{threads}]"
    with TemporaryDirectory(prefix="jixiao-") as scratch:
        session = _started(master, settings(master, memory, threads, scratch))
        try:
            await_executors(session, master, memory)
            yield session
        finally:
            session.stop()


def _started(master: str, asked: Mapping[str, str]) -> SparkSession:
    from py4j.protocol import Py4JJavaError  # noqa: PLC0415 – comes with PySpark
    from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 – as above
    from pyspark.sql import SparkSession  # noqa: PLC0415

    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home) / "bin" / "java") if home else "java") is None:
        raise FileRefused("spark-no-java")
    if master.startswith(STANDALONE):
        find_master(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # where Python is started there, the same as here
    builder = SparkSession.builder.appName("jixiao").master(master)
    for name, value in asked.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:  # the program that was to start did not: no Java, or one too old
        raise FileRefused("spark-no-java", detail=str(error)) from error
    except Py4JJavaError as error:
        raise FileRefused("spark-no-session", master=master, reason=reason_of(error), detail=str(error)) from error


def settings(master: str, memory: str, threads: int, scratch: str) -> Mapping[str, str]:
    """What a session is started with; whatever else a cluster wants stands in its own `spark-defaults.conf`.

    `scratch`: a folder for what Spark makes room for and nobody stores, which would otherwise appear where the command runs.
    """
    local = master.startswith("local")
    asked = {
        "spark.driver.memory": mebibytes(memory) if local else DRIVER_MEMORY,
        "spark.executor.memory": mebibytes(memory),
        # Long decision tables make long methods, which Java would otherwise never compile.
        "spark.driver.defaultJavaOptions": f"-XX:-DontCompileHugeMethods -Dlog4j2.configurationFile={_LOGGING}",
        "spark.executor.defaultJavaOptions": "-XX:-DontCompileHugeMethods",
        # Folders have Chinese names, and Java finds them only where the language of the machine knows them.
        "spark.executorEnv.LC_ALL": "C.UTF-8",
        "spark.sql.warehouse.dir": scratch,
        "spark.ui.showConsoleProgress": "false",
        "spark.ui.enabled": str(not local).lower(),
    }
    if threads:
        asked["spark.cores.max"] = str(threads)
    return asked


_LOGGING = (Path(__file__).parent / "spark-log4j2.properties").as_uri()


def mebibytes(memory: str) -> str:
    """An amount of memory as Spark writes it.

    Example:
        >>> mebibytes("4GB"), mebibytes("1.5GiB")
        ('3814m', '1536m')
    """
    found = _MEMORY.fullmatch(memory.strip())
    if found is None:
        raise FileRefused("spark-memory", found=memory)
    # Python computes with the whole number of bytes; a fraction of one is nothing that anybody asks for.
    whole, _, rest = found[1].partition(".")
    size = int(whole + rest) * _UNITS[(found[2] or "M").upper()] // 10 ** len(rest)
    return f"{size // 2**20}m"


def find_master(master: str) -> None:
    """See that somebody answers at one of the addresses of `spark://a:7077,b:7077`. Raises FileRefused."""
    addresses = master.removeprefix(STANDALONE).split(",")
    reason = ""
    for address in addresses:
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal():
            raise FileRefused("spark-no-address", found=master)
        try:
            socket.create_connection((host, int(port)), timeout=SECONDS / len(addresses)).close()
        except OSError as error:
            reason = error.strerror or str(error)
        else:
            return
    raise FileRefused("spark-no-master", master=master, reason=reason)


def await_executors(session: SparkSession, master: str, memory: str) -> None:
    """Wait until a worker of a standalone cluster has offered itself; other clusters queue by rules of their own."""
    if not master.startswith(STANDALONE):
        return
    context = session.sparkContext._jsc.sc()  # PySpark itself shows no count of executors
    until = time.monotonic() + SECONDS
    while context.getExecutorMemoryStatus().size() < 2:  # one is the driver itself
        if time.monotonic() > until:
            raise FileRefused("spark-no-executors", master=master, memory=memory)
        time.sleep(0.1)


def reason_of(error: Exception) -> str:
    r"""The innermost cause that a failed job tells, without the places in the program.

    Example:
        >>> reason_of(Exception("Failed.\n: java.lang.A: a\n\tat here\nCaused by: java.io.B: b\n\tat there"))
        'java.io.B: b'
    """
    lines = str(error).splitlines()
    if _IN_PYTHON in str(error):  # the innermost is in Python: the first line after its places
        after = lines[next(place for place, line in enumerate(lines) if _IN_PYTHON in line) + 1 :]
        return next((line for line in after if line and not line[0].isspace()), _IN_PYTHON)
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    return (causes or [line.removeprefix(": ") for line in lines if line.startswith(": ")] or lines or [""])[-1]
