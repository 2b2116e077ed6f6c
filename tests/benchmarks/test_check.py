"""`make bench-check`: which values count as worse than those in RESULTS.md."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import report
from benchmarks.report import Ratio, Section


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "RESULTS.md"
    monkeypatch.setattr(report, "RESULTS", path)
    return path


def _section(title: str, *ratios: Ratio) -> Section:
    figures = report.table(("way", "seconds"), [("a way", "2.5")])
    return Section("loader", title, figures, list(ratios))


def test_stored_ratios_are_read_back(results: Path):
    titles = ["First", "Second"]
    report.store(_section("Second", Ratio("faster", 2.17, "at least", 2)), titles)
    report.store(_section("First", Ratio("slower", 1.18, "at most", 1.2)), titles)
    report.store(_section("Second", Ratio("faster", 2.25, "at least", 2)), titles)
    assert report.stored_ratios("First") == {"slower": 1.18}
    assert report.stored_ratios("Second") == {"faster": 2.25}, "replaces the old section"
    assert report.stored_ratios("Third") == {}
    text = results.read_text(encoding="utf-8")
    assert text.index("## First") < text.index("## Second")


@pytest.mark.parametrize(
    ("must", "limit", "before", "now", "worse"),
    [
        ("at least", 2, 2.2, 1.77, False),
        ("at least", 2, 2.2, 1.75, True),
        ("at least", 2, 2.2, 3.0, False),
        ("at most", 1.2, 1.0, 1.19, False),
        ("at most", 1.2, 1.0, 1.21, True),
        ("at most", 1.2, 1.0, 0.5, False),
        # Far below its limit, a ratio may get worse.
        ("at most", 2, 0.1, 1.19, False),
        ("at most", 2, 0.1, 1.21, True),
        ("reported", 0, 2.0, 1.0, False),
    ],
)
def test_a_ratio_more_than_20_percent_worse_fails(must, limit, before, now, worse):
    assert Ratio("a ratio", now, must, limit).worse_than(before) == worse


@pytest.mark.parametrize(("measured", "code"), [(1.2, 0), (1.3, 1)])
@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_the_exit_code_says_whether_the_limits_are_kept(
    results: Path, monkeypatch: pytest.MonkeyPatch, measured: float, code: int, arguments: list[str]
):
    section = _section("First", Ratio("slower", measured, "at most", 1.25))
    monkeypatch.setattr(command, "_SECTIONS", {"first": ("First", lambda _: section)})
    monkeypatch.setattr(command, "bench", lambda _: nullcontext())
    run = CliRunner().invoke(command.main, arguments)
    assert run.exit_code == code, run.output
    assert ("limit not kept: slower: 1.30, must be at most 1.25" in run.output) == bool(code)


def test_a_limit_that_is_not_kept_is_marked():
    assert "not kept" in Ratio("a ratio", 1.9, "at least", 2).line
    assert "not kept" not in Ratio("a ratio", 2.1, "at least", 2).line
    assert "not kept" in Ratio("a ratio", 1.3, "at most", 1.2).line
