"""``python -m tests.reliability.impatient_loader ARGUMENTS``: the loader with short waits.

IMPATIENT_SILENCE: seconds after which the database counts as silent.
"""

from __future__ import annotations

import os
import sys

from loader.cli import main
from loader.warehouse import heartbeat
from tests.reliability.harness import impatient

if __name__ == "__main__":
    if seconds := os.environ.get("IMPATIENT_SILENCE"):
        heartbeat.SILENT_AFTER = float(seconds)
        heartbeat.INTERVAL = float(seconds) / 5
    with impatient(page_size=10):
        main(sys.argv[1:])
