"""Limits heap fragmentation: one glibc malloc arena for all threads."""

from __future__ import annotations

import ctypes

_M_ARENA_MAX = -8  # of glibc's malloc.h


def use_single_arena() -> None:
    """Let all threads share one malloc arena, where the C library is glibc.

    It would give each thread a heap of its own, and each would keep what one page once took:
    with dozens of readers, hundreds of megabytes. Python's threads do not get into each other's
    way here, for only one of them runs at a time. Other C libraries have no such heaps.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
