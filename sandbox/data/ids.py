"""Where the ids of each resource begin."""

from __future__ import annotations

from zlib import crc32

FIRST_JOB, FIRST_APPOINTMENT, FIRST_ASSIGNMENT = 10_000_001, 20_000_001, 30_000_001
FIRST_INVOICE, FIRST_INVOICE_ITEM = 40_000_001, 50_000_001
FIRST_PAYMENT, FIRST_APPLICATION = 60_000_001, 70_000_001
FIRST_ESTIMATE, FIRST_ESTIMATE_ITEM = 80_000_001, 90_000_001


def first_id(resource: str) -> int:
    """The first id of a resource that is made at need.

    It depends on the name alone, so that records can reference others that do not exist yet.
    """
    return 100_000_000 + crc32(resource.encode()) % 9_000 * 1_000
