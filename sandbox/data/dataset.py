"""A tenant while it is made: its size, its clock, and the records that exist so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox import resources
from sandbox.data.model import BusinessUnit, Customer, JobType, Location, Named, Sku
from sandbox.data.rng import Rng
from sandbox.record_bodies import SpilledRecordBodies
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, text_from

HISTORY_DAYS = 730
TRADES = ("HVAC", "Plumbing", "Electrical")
_IN_MEMORY_SCALE = 10.0  # about 1.3 GB of records; beyond, they are kept on disk


@dataclass
class Dataset:
    """One tenant while it is made. ``now`` is the instant at which the data ends, in ticks."""

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
        """The instant at which the history of jobs begins, in ticks."""
        return self.now - HISTORY_DAYS * TICKS_PER_DAY

    @property
    def bulk_timestamp(self) -> int:
        """The instant of a bulk change that many records share, in ticks."""
        return self.now - 40 * TICKS_PER_DAY - 3 * TICKS_PER_HOUR + 1_234_567

    def rng(self, part: str) -> Rng:
        """A random generator for one part, so that a change there leaves the others alone."""
        return Rng(f"{self.seed}/{self.tenant}/{part}")

    def count(self, at_full_scale: int, at_least: int) -> int:
        """How many records there are, given the number at scale 1."""
        return max(at_least, round(at_full_scale * self.scale))

    def table(self, name: str) -> Table:
        """The resource's table, created on first use.

        Raises:
            KeyError: There is no such resource.
        """
        resource = resources.find(name)
        if resource.name not in self.tables:
            record_bodies = SpilledRecordBodies() if self.scale > _IN_MEMORY_SCALE else None
            self.tables[resource.name] = Table(resource, record_bodies)
        return self.tables[resource.name]

    def modified(self, rng: Rng, created: int, days: float = 400) -> int:
        """Draws ``modifiedOn``: never changed, changed later, or part of the bulk change.

        Args:
            created: When the record was created, in ticks.
            days: The latest change, in days after the creation.
        """
        draw = rng.random()
        if draw < 0.03 and created < self.bulk_timestamp:
            # Bulk changes share an instant; a few differ in the seventh digit alone.
            return self.bulk_timestamp + (draw < 0.005)
        if draw < 0.3:
            return created
        return rng.after(created, days, self.now)

    def custom_values(self, rng: Rng, entity: str) -> list[dict[str, Any]]:
        """Values of the entity's custom fields: mostly none, some without a name, some twice."""
        if rng.random() < 0.6:
            return []
        types = self.custom_fields[entity]
        chosen = [one for one in types if rng.random() < 0.5]
        values = [
            {"typeId": one.id, "name": one.name, "value": str(rng.between(1, 9999))}
            for one in chosen
        ]
        draw = rng.random()
        if values and draw < 0.06:
            values.append({"typeId": types[0].id, "name": None, "value": "left over"})
        elif values and draw < 0.12:
            values.append({**values[0], "value": "the later one"})
        return values


def audit_fields(created: int, modified: int) -> dict[str, str]:
    """``createdOn`` and ``modifiedOn`` of a record, from ticks."""
    return {"createdOn": text_from(created), "modifiedOn": text_from(modified)}


def audit_times(dataset: Dataset, rng: Rng, opened: int) -> tuple[int, int]:
    """When a setting of the office was created and last modified, in ticks.

    Args:
        opened: When the office opened, in ticks.
    """
    created = rng.after(opened, 1500, dataset.now)
    return created, dataset.modified(rng, created, 2000)
