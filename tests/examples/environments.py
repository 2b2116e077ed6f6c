"""Environments of their own for what is installed: the wheel, and the schedulers of examples/."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.commands import PROJECT, clean_environment


@dataclass(frozen=True)
class Installed:
    """A virtual environment.

    Attributes:
        folder: The environment.
    """

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def program(self, name: str) -> Path:
        """A command that a package of the environment installed."""
        return self.folder / "bin" / name

    def install(self, *requirements: str, constraints: Path | None = None) -> None:
        """Install packages from the index."""
        held = ["--constraint", str(constraints)] if constraints else []
        _uv("pip", "install", "--python", str(self.python), *held, *requirements)


def environment(folder: Path, python: str | None = None) -> Installed:
    """Make an empty virtual environment; by default, of a Python that ordinary users can run."""
    of_the_system = shutil.which("python3", path="/usr/bin:/bin")
    closed = os.geteuid() == 0 and Path(sys.executable).resolve().is_relative_to("/root")
    usual = of_the_system if closed and of_the_system else sys.executable
    _uv("venv", "--python", python or usual, str(folder))
    return Installed(folder)


def find_python(version: str) -> str | None:
    """An interpreter of another version on this machine: on the path, or pyenv's."""
    of_pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(of_pyenv[-1]) if of_pyenv else shutil.which(f"python{version}")


def build_wheel(folder: Path) -> Path:
    """Build the wheel from a fresh clone, as `pip install git+...` does."""
    clone = folder / "clone"
    run(["git", "clone", "--quiet", str(PROJECT), str(clone)])
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run([sys.executable, *build, "--wheel-dir", str(folder), str(clone)])
    (wheel,) = folder.glob("*.whl")
    return wheel


def constraints(folder: Path) -> Path:
    """The versions of requirements.lock, as constraints."""
    locked = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    versions = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?(==[^\s\\]+)(?: (;[^\\]+))?", locked, re.MULTILINE
    )
    file = folder / "constraints.txt"
    file.write_text("".join(f"{name}{version} {marker}\n" for name, version, marker in versions))
    return file


def declare_tenants(folder: Path, tenants: Iterable[int]) -> None:
    """Write a tenants.toml with these tenants and a paused one, without credentials of its own."""
    entry = '[{name}]\ntenant_id = {tenant}\ntimezone = "America/Phoenix"\n'
    entries = [entry.format(name=f"tenant-{tenant}", tenant=tenant) for tenant in tenants]
    entries.append(entry.format(name="gone", tenant=999) + "paused = true\n")
    (folder / "tenants.toml").write_text("".join(entries))


def run(
    command: list[str],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    **more: object,
) -> str:
    """Run a command that must succeed, and return what it printed on both streams."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=dict(env if env is not None else clean_environment()),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **more,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}"
    return str(done.stdout)


def _uv(*arguments: str) -> None:
    # Links instead of copies, where the cache is on the same disk.
    run(
        [sys.executable, "-m", "uv", "--quiet", *arguments],
        env=clean_environment(UV_LINK_MODE="hardlink" if os.name == "posix" else "copy"),
    )
