"""The commands' log: Python logging on stderr, as text or as one JSON object per line."""

from __future__ import annotations

import json
import logging
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import click

from loader.errors import LoaderError, printable

Fields = Mapping[str, Any]
LogFormat = Literal["text", "json"]
FORMATS: tuple[LogFormat, ...] = ("text", "json")

# The logger of the whole package; its modules use children of it.
logger = logging.getLogger(__name__.removesuffix(".cli.logs"))

_PREFIXES = {logging.WARNING: "Warning: ", logging.ERROR: "Error: "}
_COLOURS = {logging.WARNING: "yellow", logging.ERROR: "red"}
_FIELDS = "fields"
_PREFIX = "prefix"
_TENANT = "tenant"


def configure(log_format: LogFormat) -> str:
    """Send the package's log to stderr. Replaces an earlier configuration.

    Returns:
        The id of this run, which every line carries unless stderr is a terminal.
    """
    run_id = secrets.token_hex(4)
    for handler in list(logger.handlers):
        if isinstance(handler, _Stderr):
            logger.removeHandler(handler)
    logger.addHandler(_Stderr(log_format, run_id))
    logger.setLevel(logging.INFO)
    return run_id


def is_json() -> bool:
    """Return whether the log is JSON: commands then print no tables."""
    return any(isinstance(h, _Stderr) and h.log_format == "json" for h in logger.handlers)


def info(text: str, fields: Fields | None = None, *, tenant: str = "") -> None:
    """Log a result. ``fields`` are further keys of the JSON object; of many, names the tenant."""
    logger.info("%s", text, extra={_FIELDS: fields or {}, _TENANT: tenant})


def note(text: str, *, tenant: str = "") -> None:
    """Log something the user should know that is not a failure; of many tenants, of the named."""
    logger.info("%s", text, extra={_PREFIX: "Note: ", _TENANT: tenant})


def failure(
    text: str, *, prefix: str = "Error: ", fields: Fields | None = None, tenant: str = ""
) -> None:
    """Log a failure. ``fields`` are further keys of the JSON object; of many, names the tenant."""
    logger.error("%s", text, extra={_PREFIX: prefix, _FIELDS: fields or {}, _TENANT: tenant})


def error(failed: LoaderError, exit_code: int) -> None:
    """Log the error that a command fails with: cause and remedy."""
    failure(
        failed.cause if is_json() else f"{failed.cause}\n       {failed.remedy}",
        fields={"remedy": failed.remedy, "exit_code": exit_code},
    )


def replay(tenant: str, level: int, text: str, extra: Fields) -> None:
    """Log what a tenant's worker process has logged, with the tenant's name."""
    logger.log(level, "%s", text, extra={**extra, _TENANT: tenant})


class _Stderr(logging.Handler):
    """Writes to the current ``sys.stderr``, which a progress display may have replaced."""

    def __init__(self, log_format: LogFormat, run_id: str) -> None:
        super().__init__()
        self.log_format = log_format
        self._run_id = run_id

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self._json(record) if self.log_format == "json" else self._text(record)
            click.echo(text, err=True)
        except Exception:  # noqa: BLE001 (logging's own convention: a log line ends no command)
            self.handleError(record)

    def _text(self, record: logging.LogRecord) -> str:
        prefix = getattr(record, _PREFIX, _PREFIXES.get(record.levelno, ""))
        tenant = getattr(record, _TENANT, "")
        text = f"{tenant}: " if tenant else ""
        text = printable(f"{text}{prefix}{record.getMessage()}")
        if sys.stderr.isatty():
            note = prefix == "Note: "
            return click.style(text, fg="yellow" if note else _COLOURS.get(record.levelno))
        return f"{_time(record):%Y-%m-%dT%H:%M:%SZ} {self._run_id} {text}"

    def _json(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time(record).isoformat(),
            "level": record.levelname.lower(),
            "run_id": self._run_id,
            "message": printable(record.getMessage()),
        }
        if tenant := getattr(record, _TENANT, ""):
            line["tenant"] = tenant
        return json.dumps({**line, **getattr(record, _FIELDS, {})}, default=str, ensure_ascii=False)


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
