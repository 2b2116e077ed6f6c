"""Which tenants a command is for: ``--tenant``, ``tenants.toml``, or the one of ``.env``."""

from __future__ import annotations

from collections.abc import Sequence

from loader.config import Environment
from loader.config.api import tenant_number
from loader.config.tenants import chosen
from loader.errors import ConfigurationError


def each_tenant(environment: Environment, words: Sequence[str]) -> tuple[Environment, ...]:
    """Return the settings of each tenant that a command is for.

    Without ``tenants.toml``, that is the tenant of the environment, or the one of ``--tenant``.

    Args:
        environment: All settings.
        words: Names and ids, as ``--tenant`` gives them; none: all tenants that are not paused.

    Raises:
        ConfigurationError: A word names no tenant, or the file is wrong.
    """
    declared = environment.tenants()
    if not declared:
        if len(words) > 1:
            raise ConfigurationError(
                f"--tenant names {len(words)} tenants, and {environment.tenants_file().name}"
                " declares none.",
                "Declare them, as tenants.example.toml shows, or name one at a time.",
            )
        return (environment.of_number(words[0]) if words else environment,)
    alone = len(declared) == 1
    return tuple(
        environment.of(tenant, alone=alone)
        for tenant in chosen(declared, words, environment.tenants_file())
    )


def one_tenant(environment: Environment, word: str | None) -> Environment:
    """Return the settings of the tenant that a command for one tenant is for.

    Raises:
        ConfigurationError: Several tenants are declared and none is named, or as ``each_tenant``.
    """
    found = each_tenant(environment, [] if word is None else [word])
    if len(found) > 1:
        raise ConfigurationError(
            f"{environment.tenants_file().name} declares {len(found)} tenants, and this command is"
            " for one.",
            "Name it with --tenant.",
        )
    return found[0]


def tenant_id_of(environment: Environment, word: str | None) -> int | None:
    """Return the id of the tenant of ``--tenant``, declared or only in the warehouse.

    Raises:
        ConfigurationError: The word is neither a declared tenant's name nor a number.
    """
    if word is None:
        return None
    if word.isascii() and word.isdecimal():
        return tenant_number(word, "--tenant")
    if not environment.tenants():
        return tenant_number(word, "--tenant")
    return chosen(environment.tenants(), [word], environment.tenants_file())[0].tenant_id
