"""Traces of errors that may be shown: where it went wrong, and no word of any record."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from loader.errors import LoaderError


def safe_traceback(error: BaseException) -> str:
    """The files and lines that led to an error, its causes first.

    Only our own errors keep their text. That of others may quote a record or a request, so of those
    it is their kind and Postgres's code.
    """
    partitions: list[str] = []
    for one in reversed(list(_with_causes(error))):
        code = getattr(one, "pgcode", None)
        what = f": {one}" if isinstance(one, LoaderError) else f" ({code})" if code else ""
        partitions += [*traceback.format_tb(one.__traceback__), f"{type(one).__qualname__}{what}\n"]
    return "".join(partitions)


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (
            None if following.__suppress_context__ else following.__context__
        )
