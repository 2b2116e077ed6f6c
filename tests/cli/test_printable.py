"""What a terminal would obey never reaches it, whoever sent it."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.cli import logs
from loader.cli.tables import DisplayColumn, print_table
from loader.errors import LoaderError, printable

HOSTILE = "\x1b[2J\x9b31m\u202e\u2028Jane\r"


def obeyed(text: str) -> list[str]:
    return [letter for letter in text if not letter.isprintable() and letter not in "\n\t\u00a0"]


@given(st.text())
def test_a_printable_text_is_as_long_as_before_and_harmless(text: str):
    shown = printable(text)
    assert len(shown) == len(text)
    assert printable(shown) == shown
    assert not [c for c in shown if ord(c) < 32 and c not in "\n\t"]


@pytest.mark.parametrize("text", ["Ünïcode, 漢字, 😀", "no\u00a0break", "two\nlines\tand a tab"])
def test_ordinary_text_stays(text: str):
    assert printable(text) == text


def test_an_error_and_the_log_and_a_table_show_no_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert obeyed(str(LoaderError(HOSTILE, HOSTILE))) == []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for log_format in logs.FORMATS:
        stderr = Terminal() if log_format == "text" else io.StringIO()
        monkeypatch.setattr(sys, "stderr", stderr)
        logs.configure(log_format)
        logging.getLogger("loader").info("%s", HOSTILE)
        written = stderr.getvalue().replace("\x1b[0m", "")
        if log_format == "json":
            written = json.loads(written)["message"]
        assert "Jane" in written
        assert obeyed(written) == []
    print_table([DisplayColumn("name")], [(HOSTILE,), ("two\nlines",)])
    shown = capsys.readouterr().out
    assert obeyed(shown) == []
    assert len(shown.splitlines()) == 3
