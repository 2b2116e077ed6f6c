"""Every command that a page names exists, with its sub-commands and options."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from loader.cli import main
from loader.config import PROJECT_ROOT

_PAGES = sorted(
    page
    for page in PROJECT_ROOT.rglob("*.md")
    if not {".venv", "target", "dbt_packages", ".pytest_cache", "tests"} & {*page.parts}
)
_VERBS = set(
    re.findall(r"^([a-z-]+):.*## ", (PROJECT_ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
)


def commands(text: str) -> Iterator[str]:
    """The commands of a page: the lines of its blocks, and what stands between backquotes."""
    blocks = re.findall(r"^```(?:\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for block in blocks:
        yield from (line.split("#")[0].strip() for line in block.splitlines())
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (" ".join(code.split()) for code in re.findall(r"`([^`]+)`", outside))


def fault(command: str) -> str:
    """Why a command would fail; nothing if it would not, or is another program's."""
    for part in re.split(r" && | \|\| | > ", command):
        try:
            words = shlex.split(re.sub(r"^sudo (-u \S+ )?", "", part))
        except ValueError:  # half a command, as in a sentence
            continue
        words[:1] = [word.rpartition("/")[2] for word in words[:1]]
        if words[:1] == ["make"] and len(words) > 1 and words[1] not in _VERBS:
            return f"make has no {words[1]}"
        if words[:2] == ["python", "-m"] and len(words) > 2:
            module, *rest = words[2:]
            if module == "loader":
                words = ["servicetitan", *rest]
            elif not _is_module(module):
                return f"there is no module {module}"
        if words[:1] == ["servicetitan"] and (found := _unknown(words[1:])):
            return found
    return ""


def _is_module(name: str) -> bool:
    ours = name.split(".")[0] in ("loader", "sandbox", "scripts", "tests", "benchmarks")
    return not ours or importlib.util.find_spec(name) is not None


def _unknown(words: list[str]) -> str:
    command: click.Command = main
    path: list[str] = []
    for word in words:
        if word in ("…", "...", "<sub-command>"):
            return ""
        if word.startswith("--"):
            option = word.split("=")[0]
            known = {name for parameter in command.params for name in parameter.opts}
            known |= {name for one in command.params for name in one.secondary_opts} | {"--help"}
            if option not in known and path[:1] != ["transform"]:  # dbt has options of its own
                return f"{' '.join(path) or 'servicetitan'} has no {option}"
        elif isinstance(command, click.Group) and not _is_value(words, word):
            if word not in command.commands:
                return f"{' '.join(path) or 'servicetitan'} has no {word}"
            command = command.commands[word]
            path.append(word)
    return ""


def _is_value(words: list[str], word: str) -> bool:
    """Whether a word is the value of the option before it."""
    before = words[: words.index(word)]
    return bool(before) and before[-1].startswith("--")


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(PROJECT_ROOT)))
def test_each_command_of_a_page_exists(page: Path) -> None:
    found = {command: fault(command) for command in commands(page.read_text(encoding="utf-8"))}
    assert {command: why for command, why in found.items() if why} == {}


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("make lode", "make has no lode"),
        ("cd x && python -m loader lode", "servicetitan has no lode"),
        (".venv/bin/servicetitan reports shaw", "reports has no shaw"),
        ("python -m loader load --selekt x", "load has no --selekt"),
        ("python -m loader --log-format json load --select x", ""),
        ("python -m scripts.nothing", "there is no module scripts.nothing"),
        ("servicetitan transform --full-refresh", ""),
    ],
)
def test_a_command_that_does_not_exist_is_found(command: str, why: str) -> None:
    assert fault(command) == why
