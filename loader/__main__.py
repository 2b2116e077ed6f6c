"""``python -m loader``."""

from loader.cli import main

main()
