"""``python -m loader``."""

from loader.cli import main

# A worker process of loader/tenants imports this module under another name.
if __name__ == "__main__":
    main()
