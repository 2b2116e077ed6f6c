"""What the parts of the data share: the tenant, its size, its time, and what was made so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox import resources
from sandbox.data.rng import Rng
from sandbox.encoding import Json
from sandbox.record_bodies import SpilledRecordBodies
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, text_from

HISTORY_DAYS = 730
TRADES = ("HVAC", "Plumbing", "Electrical")
_IN_MEMORY_SCALE = 10.0  # about 1.3 GB of records; beyond, they are kept on disk


class Named(NamedTuple):
    """A record that others point to."""

    id: int
    name: str


class BusinessUnit(NamedTuple):
    """A business unit and the trade it works in."""

    id: int
    name: str
    trade: str


class JobType(NamedTuple):
    """A kind of job; ``hours`` is an appointment's length, ``division`` decides the invoice."""

    id: int
    name: str
    trade: str
    division: str
    hours: int
    priority: str
    summaries: tuple[str, ...]


class Sku(NamedTuple):
    """Something the pricebook sells; money in cents."""

    id: int
    kind: str
    code: str
    name: str
    price: int
    cost: int
    hours: int
    taxable: bool


class Location(NamedTuple):
    """A location as jobs and invoices need it; ``customer`` is an index into the customers."""

    id: int
    name: str
    customer: int
    created: int
    address: Json


@dataclass
class Customer:
    """A customer until all that moves the balance is known (cents)."""

    id: int
    name: str
    commercial: bool
    address: Json
    record: dict[str, Any]
    created: int
    modified: int
    active: bool
    balance: int = 0


@dataclass
class Dataset:
    """One tenant in the making. ``now`` is where the data ends, in ticks."""

    tenant: int
    scale: float
    seed: int
    now: int
    tables: dict[str, Table] = field(default_factory=dict)
    business_units: list[BusinessUnit] = field(default_factory=list)
    technicians: dict[str, list[Named]] = field(default_factory=dict)
    employees: list[Named] = field(default_factory=list)
    job_types: list[JobType] = field(default_factory=list)
    campaigns: list[Named] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    zones: list[int] = field(default_factory=list)
    custom_fields: dict[str, list[Named]] = field(default_factory=dict)
    services: dict[str, list[Sku]] = field(default_factory=dict)
    materials: dict[str, list[Sku]] = field(default_factory=dict)
    equipment: dict[str, list[Sku]] = field(default_factory=dict)
    customers: list[Customer] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where two years of jobs begin, in ticks."""
        return self.now - HISTORY_DAYS * TICKS_PER_DAY

    @property
    def bulk_timestamp(self) -> int:
        """The instant at which the office changed many records at once, in ticks."""
        return self.now - 40 * TICKS_PER_DAY - 3 * TICKS_PER_HOUR + 1_234_567

    def rng(self, part: str) -> Rng:
        """Chance of its own for each part, so that one part's change leaves the others alone."""
        return Rng(f"{self.seed}/{self.tenant}/{part}")

    def count(self, at_full_scale: int, at_least: int) -> int:
        """How many records, for a number at scale 1."""
        return max(at_least, round(at_full_scale * self.scale))

    def table(self, name: str) -> Table:
        """The resource's table, made at need. Raises KeyError: there is no such resource."""
        resource = resources.find(name)
        if resource.name not in self.tables:
            record_bodies = SpilledRecordBodies() if self.scale > _IN_MEMORY_SCALE else None
            self.tables[resource.name] = Table(resource, record_bodies)
        return self.tables[resource.name]

    def modified(self, rng: Rng, created: int, days: float = 400) -> int:
        """When a record made at ``created`` was last changed: some at once, some in bulk."""
        throw = rng.random()
        if throw < 0.03 and created < self.bulk_timestamp:
            # Bulk changes share an instant; a few differ in the seventh digit alone.
            return self.bulk_timestamp + (throw < 0.005)
        if throw < 0.3:
            return created
        return rng.after(created, days, self.now)

    def custom_values(self, rng: Rng, entity: str) -> list[dict[str, Any]]:
        """Values of the entity's custom fields: mostly none, some nameless, some double."""
        if rng.random() < 0.6:
            return []
        types = self.custom_fields[entity]
        chosen = [one for one in types if rng.random() < 0.5]
        values = [
            {"typeId": one.id, "name": one.name, "value": str(rng.between(1, 9999))}
            for one in chosen
        ]
        throw = rng.random()
        if values and throw < 0.06:
            values.append({"typeId": types[0].id, "name": None, "value": "left over"})
        elif values and throw < 0.12:
            values.append({**values[0], "value": "the later one"})
        return values


def stamps(created: int, modified: int) -> dict[str, str]:
    """The two instants that nearly every record has."""
    return {"createdOn": text_from(created), "modifiedOn": text_from(modified)}


def timestamps(dataset: Dataset, rng: Rng, opened: int) -> tuple[int, int]:
    """When something of an office opened then was created, and when modified; in ticks."""
    created = rng.after(opened, 1500, dataset.now)
    return created, dataset.modified(rng, created, 2000)
