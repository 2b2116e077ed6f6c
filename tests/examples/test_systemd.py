"""The units of examples/systemd, verified by systemd's own tool."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands import PROJECT
from tests.examples.environments import run

pytestmark = pytest.mark.examples


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    # What the service starts must exist: a stand-in at another path, which systemd looks for only.
    program = tmp_path / "servicetitan"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in (PROJECT / "examples/systemd").glob("servicetitan-sync.*"):
        text = unit.read_text(encoding="utf-8")
        (tmp_path / unit.name).write_text(
            text.replace("/srv/servicetitan/.venv/bin/servicetitan", str(program))
        )
    units = [str(unit) for unit in sorted(tmp_path.glob("servicetitan-sync.*"))]
    assert len(units) == 2
    assert run(["systemd-analyze", "verify", "--man=no", *units]).strip() == ""
    # Verifies what the timer means, too.
    printed = run(["systemd-analyze", "calendar", "*:0/15"])
    assert "Normalized form: *-*-* *:00/15:00" in printed


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_a_wrong_unit_would_be_found(tmp_path: Path) -> None:
    unit = tmp_path / "wrong.service"
    unit.write_text("[Service]\nType=oneshot\nExecStart=/nowhere/servicetitan\n")
    with pytest.raises(AssertionError, match="nowhere"):
        run(["systemd-analyze", "verify", "--man=no", str(unit)])
