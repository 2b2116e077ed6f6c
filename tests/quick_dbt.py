"""What dbt does again for each command in one process, done once for the session.

A test session runs hundreds of dbt commands in one process, where a user runs one. None of this
changes what dbt does to the warehouse or says to the user.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from dbt_common.behavior_flags import BehaviorFlagRendered
from dbt_common.clients.jinja import MacroFuzzEnvironment
from dbt_common.tests import enable_test_caching


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Spare dbt's commands in this process what an earlier one did."""
    # For a warning, dbt looks for the name of a flag's source in all modules that are loaded: two
    # seconds for each command of a long session.
    patch.setattr(BehaviorFlagRendered, "_default_source", staticmethod(lambda: "dbt"))
    # dbt's own way for tests of many projects. A second parse of ours takes 2.4 s instead of 5.2 s.
    enable_test_caching()
    # A tenth of the time of a run that writes many models.
    patch.setattr(MacroFuzzEnvironment, "compile", _compiling_once())


def _compiling_once() -> Callable[..., Any]:
    """Jinja's ``compile``, once for each text and kind of environment."""
    compile_template = MacroFuzzEnvironment.compile
    known: dict[Any, CodeType] = {}

    def compile_once(
        self: MacroFuzzEnvironment, source: Any, *arguments: Any, **options: Any
    ) -> Any:
        if not isinstance(source, str) or arguments or options:
            return compile_template(self, source, *arguments, **options)
        key = (type(self), frozenset(self.extensions), source)
        if key not in known:
            known[key] = compile_template(self, source)
        return known[key]

    return compile_once
