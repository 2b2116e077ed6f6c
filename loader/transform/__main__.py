"""``python -m loader.transform``."""

from __future__ import annotations

import sys

from loader.transform import main

if __name__ == "__main__":
    main(sys.argv[1:])
