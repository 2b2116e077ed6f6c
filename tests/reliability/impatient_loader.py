"""``python -m tests.reliability.impatient_loader ARGUMENTS``: the loader with short waits."""

from __future__ import annotations

import sys

from loader.cli import main
from tests.reliability.harness import impatient

if __name__ == "__main__":
    with impatient(page_size=10):
        main(sys.argv[1:])
