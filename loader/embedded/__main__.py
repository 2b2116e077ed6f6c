"""``python -m loader.embedded``: the same as ``python -m loader db``, without the loader."""

from loader.embedded.cli import db

if __name__ == "__main__":
    db(prog_name="python -m loader.embedded")
