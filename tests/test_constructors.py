"""Constructors open no file, no connection and no process: whoever opens something closes it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from loader.api.client import ApiClient
from loader.catalogue import ENDPOINTS
from loader.config import Environment, Warehouse
from loader.run.child_deletions import ChildDeletions
from loader.run.cursor_check import CursorCheck
from loader.run.extract_workers import ExtractWorkers
from loader.run.full_scans import FullScans
from loader.run.load_packages import LoadPackages
from loader.run.merges import Merges
from loader.run.options import LoadOptions
from loader.run.partition_planner import PartitionPlanner
from loader.run.run import Run
from loader.run.sync_states import SyncStates
from loader.staging.pipeline import StagingPipeline
from loader.staging.staged_files import StagedFiles
from loader.warehouse.full_scan import FullScan
from loader.warehouse.session import Session
from sandbox.server import Server
from sandbox.state import Sandbox
from tests.config.test_environment import CREDENTIALS

_IO = (
    "open",
    "os.mkdir",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
)
_seen: list[str] | None = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in _IO and not str(arguments[:1]).endswith(".pyc',)"):
        _seen.append(f"{event} {arguments[:2]}")


sys.addaudithook(_hook)  # it cannot be removed


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is opened in the block."""
    global _seen
    _seen = found = []
    try:
        yield found
    finally:
        _seen = None


def test_the_watch_sees_files_and_connections(tmp_path: Path) -> None:
    with watched() as seen:
        (tmp_path / "file").write_text("")
        with pytest.raises(OSError, match="refused"), socket.socket() as client:
            client.connect(("127.0.0.1", 1))
    assert [text.split()[0] for text in seen] == ["open", "socket.connect"]


def test_a_run_is_made_without_io(warehouse: Warehouse, tmp_path: Path) -> None:
    api = Environment(dict(CREDENTIALS)).api()
    options = LoadOptions((ENDPOINTS["zones"],))
    progress: Any = None
    with watched() as seen:
        client = ApiClient(api)
        client.session()
        session = Session(warehouse)
        pipeline = StagingPipeline(warehouse, 1, tmp_path / "work")
        merges = Merges(warehouse.raw_schema, 1, pipeline.table, lambda _endpoint, _merged: None)
        staged = StagedFiles(tmp_path / "work")
        scans = FullScans(warehouse, 1, tmp_path / "work")
        FullScan(session, tmp_path / "keys", "raw", ENDPOINTS["zones"], 1)
        planner = PartitionPlanner(warehouse, 1, 60.0)
        workers = ExtractWorkers(client, staged, progress, options, scans.by_table)
        check = CursorCheck(session, warehouse.raw_schema, 1, pipeline)
        packages = LoadPackages(pipeline, staged, merges, check, workers, {}, progress)
        children = ChildDeletions(session, warehouse.raw_schema, 1, allow_mass_deletion=False)
        states = SyncStates(warehouse, 1, session)
        extract = (client, pipeline, packages, workers)
        Run(options, {}, *extract, scans, children, planner, states, progress)
    assert seen == []
    workers.close()
    planner.close()


def test_a_sandbox_is_made_on_a_socket_that_its_maker_owns() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening, watched() as seen:
        Server(Sandbox(stores={}, auth=None, feeds=None, limit=None), listening)  # type: ignore[arg-type]
    assert seen == []
