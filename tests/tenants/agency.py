"""Many tenants of one sandbox, as an agency declares them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sandbox
from loader.config import Warehouse
from sandbox.server import Server
from tests.commands import clean_environment, warehouse_variables


@dataclass(frozen=True)
class Agency:
    """Tenants with the same ids in all records, each with credentials of its own.

    Attributes:
        environment: The variables of a command, for all of them.
    """

    server: Server
    warehouse: Warehouse
    environment: dict[str, str]

    @property
    def ids(self) -> tuple[int, ...]:
        return self.server.tenant_ids

    @property
    def names(self) -> list[str]:
        return [name_of(number) for number in self.ids]


def name_of(number: int) -> str:
    return f"t{number}"


@contextmanager
def agency(
    warehouse: Warehouse, folder: Path, ids: Sequence[int], scale: float = 0.001
) -> Iterator[Agency]:
    """Serve the tenants, and declare them in a file."""
    file = folder / "tenants.toml"
    file.write_text(
        "".join(
            f'[{name_of(number)}]\ntenant_id = {number}\ntimezone = "America/Phoenix"\n'
            for number in ids
        )
    )
    with sandbox.serve(scale=scale, tenants=ids, alike=True) as server:
        variables = clean_environment(
            SERVICETITAN_API_URL=server.api_url,
            SERVICETITAN_AUTH_URL=server.auth_url,
            SERVICETITAN_APP_KEY=server.environment()["SERVICETITAN_APP_KEY"],
            SERVICETITAN_RATE_LIMIT=10_000,
            SERVICETITAN_TENANTS_FILE=file,
            SERVICETITAN_WORKERS=2,  # each costs seconds of start-up
            **warehouse_variables(warehouse),
        )
        for number in ids:
            variables |= server.own_credentials(number)
        yield Agency(server, warehouse, variables)
