"""Jobs for the pool's tests. Workers import them by name."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from pathlib import Path

from loader.config import Environment
from loader.errors import ConfigurationError
from loader.tenants.messages import Outcome, Progress, Reporter


def by_name(environment: Environment, reporter: Reporter, marks: Path) -> Outcome:
    """Behave as the tenant's name says, and leave a file with the process id."""
    assert environment.tenant is not None
    name = environment.tenant.name
    (marks / name).write_text(str(os.getpid()), encoding="ascii")
    if name.startswith("fails"):
        raise ConfigurationError("It is wrong.", "Put it right.")
    if name.startswith("breaks"):
        raise ValueError("with a customer's name")
    if name.startswith("crashes"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("hangs"):
        time.sleep(600)
    if name.startswith("works"):
        for number in range(1, 9):  # longer than a pool is patient, but something happens
            reporter.progress(Progress(number))
            time.sleep(0.3)
    if name.startswith("stubborn"):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        while True:
            time.sleep(600)
    logging.getLogger("loader.tests").warning("a word from %s", name)
    reporter.progress(Progress(1, 2, 3, 4))
    print(f"printed by {name}")
    return Outcome(counts={"rows": 1})


class Dying:
    """A job whose worker dies while it starts."""

    def __call__(self, _environment: Environment, _reporter: Reporter) -> Outcome:
        """Never run."""
        raise NotImplementedError

    def __setstate__(self, _state: object) -> None:
        sys.exit(3)

    def __getstate__(self) -> object:
        return {"any": 1}
