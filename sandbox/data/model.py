"""The records that the generators share while a tenant is made.

Money is in cents and instants are in ticks (see ``sandbox.timestamps``) unless a field says
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sandbox.encoding import Json

Division = Literal["Service", "Maintenance", "Install", "Sales"]


class Named(NamedTuple):
    """A record that others reference by id and name."""

    id: int
    name: str


class BusinessUnit(NamedTuple):
    """A business unit, the trade it works in and the kind of work it does."""

    id: int
    name: str
    trade: str
    division: str


class JobType(NamedTuple):
    """A kind of job.

    Attributes:
        hours: How long an appointment takes.
        division: What is sold: repairs, maintenance visits, installations or estimates.
        weight: How often the office books it, relative to the others.
        threshold: ``soldThreshold`` in cents; None where the type has none.
    """

    id: int
    name: str
    trade: str
    division: Division
    hours: int
    priority: str
    weight: int
    threshold: int | None
    no_charge: bool
    summaries: tuple[str, ...]


class Sku(NamedTuple):
    """An entry of the pricebook."""

    id: int
    kind: str
    code: str
    name: str
    price: int
    cost: int
    hours: int
    taxable: bool


class Location(NamedTuple):
    """A location; ``customer`` is an index into the dataset's customers."""

    id: int
    name: str
    customer: int
    created: int
    address: Json


@dataclass
class Customer:
    """A customer, kept open until everything that moves the balance is known."""

    id: int
    name: str
    commercial: bool
    address: Json
    record: dict[str, Any]
    created: int
    modified: int
    active: bool
    balance: int = 0

    @property
    def terms_days(self) -> int:
        """Days after its date until an invoice is due."""
        return 30 if self.commercial else 0


@dataclass(slots=True)
class Appointment:
    """One appointment of a job."""

    id: int
    start: int
    end: int
    status: str


@dataclass(slots=True)
class Job:
    """A job while its appointments, estimates and invoices are made.

    Attributes:
        completed: ``completedOn``: when it was completed or canceled; None before.
        technicians: Who is assigned, in order of the appointments.
        recall_for: The earlier job whose work this one repeats.
        warranty_for: The earlier job whose parts this one replaces under warranty.
        lead_from: The earlier job on which a technician set this one as a lead.
        from_estimate: The sold estimate that this job carries out.
    """

    id: int
    number: str
    kind: JobType
    unit: BusinessUnit
    location: Location
    customer: Customer
    created: int
    no_charge: bool = False
    status: str = "Scheduled"
    completed: int | None = None
    appointments: list[Appointment] = field(default_factory=list)
    technicians: list[Named] = field(default_factory=list)
    recall_for: Job | None = None
    warranty_for: Job | None = None
    lead_from: Job | None = None
    from_estimate: int | None = None

    @property
    def is_completed(self) -> bool:
        """Whether the work was done (a canceled job has ``completedOn``, too)."""
        return self.status == "Completed"

    @property
    def technician(self) -> int | None:
        """The id of the technician who was assigned first."""
        return self.technicians[0].id if self.technicians else None


@dataclass(slots=True)
class Line:
    """One item of an invoice; ``record`` is what the API shows."""

    record: dict[str, Any]
    total: int
    taxable: bool


@dataclass(slots=True)
class Invoice:
    """An invoice, kept open until its payments are known.

    Attributes:
        slot: Its place in the table of invoices.
        payment: The last payment applied to it.
    """

    slot: int
    id: int
    number: str
    record: dict[str, Any]
    customer: Customer
    location: Location
    unit: BusinessUnit
    created: int
    modified: int
    subtotal: int
    total: int
    active: bool
    applied: int = 0
    payment: int | None = None

    @property
    def balance(self) -> int:
        """What is still owed; negative for a credit."""
        return self.total - self.applied
