"""Run whole processes; measure wall clock, CPU of client and server, and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil

from loader.config import PROJECT_ROOT


@dataclass(frozen=True)
class Run:
    """What one process took.

    Attributes:
        wall: Seconds by the clock.
        client: CPU seconds of the process.
        server: CPU seconds of Postgres meanwhile.
        peak: Peak resident memory in MB.
        printed: Its stdout and stderr.
    """

    wall: float
    client: float
    server: float
    peak: float
    printed: str

    @property
    def cpu(self) -> float:
        """CPU seconds of client and server together."""
        return self.client + self.server


class Failed(Exception):
    """A measured process did not exit with 0; the message is its output."""


def run(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    postmaster: int,
    *,
    module: bool = True,
    folder: Path = PROJECT_ROOT,
) -> Run:
    """Run ``python -m ARGUMENTS`` (or ARGUMENTS alone) in ``folder``.

    Raises:
        Failed: The exit code is not 0.
    """
    command = [sys.executable, "-m", *arguments] if module else list(arguments)
    with tempfile.TemporaryFile() as output:
        server = _processor_seconds(postmaster)
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environ), stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read().decode(errors="replace")
    if process.returncode:
        raise Failed(f"{' '.join(command[1:])} ended with {process.returncode}:\n{printed[-3000:]}")
    return Run(
        wall,
        usage.ru_utime + usage.ru_stime,
        _processor_seconds(postmaster) - server,
        usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024),
        printed,
    )


def _processor_seconds(postmaster: int) -> float:
    """Of the server and all its processes, those that have ended among them."""
    total = 0.0
    server = psutil.Process(postmaster)
    for process in (server, *server.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
        if process is server:
            total += times.children_user + times.children_system
    return total


class Spread(NamedTuple):
    """A median with its minimum and maximum."""

    median: float
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """The median, minimum and maximum."""
    return Spread(median(values), min(values), max(values))


def pairwise(over: Sequence[float], under: Sequence[float]) -> float:
    """The median of each round's ratio; a slow round does not distort it."""
    return median(a / b for a, b in zip(over, under, strict=True))
