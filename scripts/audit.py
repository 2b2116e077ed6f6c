"""``make audit``: licences, known vulnerabilities and a list of what the project installs.

``python -m scripts.audit licences`` needs no network, ``components`` prints a CycloneDX list, and
``vulnerabilities`` asks the Python Packaging Advisory Database through pip-audit.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence

from embedded_postgres.installation import psql_program
from scripts.licences import EXCEPTIONS, LOCK, components

# Not in the lock: with its twenty dependencies it is needed by nobody else, and never offline.
_PIP_AUDIT = "pip-audit==2.10.1"
# Of uv and pip-audit. A mirror of the index without the database answers 404, which pip-audit takes
# for a package that it cannot audit; --strict makes that a failure.
_NOT_REACHED = (
    "ConnectionError",
    "Failed to fetch",
    "Max retries",
    "No solution found",
    "could not be audited",
)


def licences() -> int:
    """Check the licence of each installed package of the lock; return the exit code."""
    found = list(components())
    problems = [one.problem for one in found if one.problem]
    for problem in problems:
        print(f"Licence not accepted: {problem}. See scripts/licences.py.")
    for name, accepted in EXCEPTIONS.items():
        print(f"{name}: {accepted.licence} ({accepted.reason})")
    print(f"{len(found)} packages, {len(problems)} with a licence that is not accepted.")
    return 1 if problems else 0


def print_components() -> int:
    """Print the packages, and the Postgres that one of them bundles, as CycloneDX JSON."""
    listed = [
        {
            "type": "library",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "licenses": [{"expression": one.licence}],
        }
        for one in components()
    ]
    listed.append({"type": "application", "name": "postgresql", "version": bundled_postgres()})
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": listed}
    print(json.dumps(bom, indent=2))
    return 0


def bundled_postgres() -> str:
    """Return the version of the Postgres that the lock installs."""
    done = subprocess.run([psql_program(), "--version"], capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


def vulnerabilities() -> int:
    """Look the lock's packages up in the advisory database; return the exit code, 3 without one."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "uv", "tool", "run", "--from", _PIP_AUDIT, "pip-audit"),
            *("--requirement", str(LOCK), "--no-deps", "--disable-pip", "--strict"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and any(part in done.stderr for part in _NOT_REACHED):
        print(
            "The advisory database, or pip-audit itself, cannot be reached: nothing was audited."
            " This needs the internet.",
            file=sys.stderr,
        )
        return 3
    print(done.stdout + done.stderr, end="")
    return done.returncode


_COMMANDS: dict[str, Callable[[], int]] = {
    "licences": licences,
    "components": print_components,
    "vulnerabilities": vulnerabilities,
}


def main(arguments: Sequence[str]) -> int:
    """Run the named checks, by default licences and vulnerabilities; the first failure counts."""
    names = list(arguments) or ["licences", "vulnerabilities"]
    if unknown := [name for name in names if name not in _COMMANDS]:
        print(f"{unknown[0]} is none of {', '.join(_COMMANDS)}.", file=sys.stderr)
        return 2
    codes = [_COMMANDS[name]() for name in names]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
