"""Reads libpq's connection service file, pg_service.conf.

libpq reads it by itself, but dbt passes each connection setting explicitly, which would override
the service's. So a service is resolved here, once, for the loader, dbt and psql.
"""

from __future__ import annotations

from configparser import ConfigParser, Error
from pathlib import Path

from loader.errors import ConfigurationError


def read_service(name: str, service_file: str, system_folder: str) -> dict[str, str]:
    """Return the settings of a service, by libpq's keywords (``host``, ``dbname``, ...).

    Args:
        name: The service's name, from PGSERVICE.
        service_file: PGSERVICEFILE; if empty, ~/.pg_service.conf.
        system_folder: PGSYSCONFDIR; its pg_service.conf is searched last.

    Raises:
        ConfigurationError: No file defines the service, or a file cannot be read.
    """
    files = [Path(service_file or "~/.pg_service.conf")]
    if system_folder:
        files.append(Path(system_folder, "pg_service.conf"))
    for file in files:
        found = _read(file).get(name)
        if found is not None:
            return found
    raise ConfigurationError(
        f"PGSERVICE is {name!r}, which {' and '.join(map(str, files))} does not define.",
        "Correct PGSERVICE, or name the file in PGSERVICEFILE.",
    )


def _read(file: Path) -> dict[str, dict[str, str]]:
    parser = ConfigParser(
        delimiters=("=",), comment_prefixes=("#",), interpolation=None, default_section="\0"
    )
    try:
        path = file.expanduser()
        if not path.exists():
            return {}
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, RuntimeError, UnicodeDecodeError, Error) as error:
        raise ConfigurationError(
            f"The service file {file} cannot be read ({type(error).__name__}).",
            "Correct the file, or name another one in PGSERVICEFILE.",
        ) from None
    return {section: dict(parser[section]) for section in parser.sections()}
