"""Tracebacks without record contents: where an error came from, and nothing else."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from loader.errors import LoaderError


def safe_traceback(error: BaseException) -> str:
    """Return the files and lines that led to an error, its causes first.

    Only our own errors keep their text. Other texts may quote a record or a request, so they are
    replaced by the error's class and, if it has one, its SQLSTATE.
    """
    lines: list[str] = []
    for each in reversed(list(_with_causes(error))):
        code = getattr(each, "pgcode", None)
        what = f": {each}" if isinstance(each, LoaderError) else f" ({code})" if code else ""
        lines += [*traceback.format_tb(each.__traceback__), f"{type(each).__qualname__}{what}\n"]
    return "".join(lines)


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (
            None if following.__suppress_context__ else following.__context__
        )
