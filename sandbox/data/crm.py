"""Customers, their locations, and the contacts of both."""

from __future__ import annotations

from typing import Any

from sandbox.data import geography, people
from sandbox.data.dataset import Dataset, audit_fields
from sandbox.data.model import Customer, Location
from sandbox.data.rng import Rng
from sandbox.encoding import Json, encode, number
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_SECOND, text_from

FIRST_CUSTOMER, FIRST_LOCATION, FIRST_CONTACT = 1_000_001, 2_000_001, 3_000_001
_ODD_EVERY = 33
_YEAR_ONE = "0001-01-01T00:00:00Z"
_MEMOS = ("home", "office", "ask for the manager")
_PHONE_TYPES = ("Phone", "MobilePhone")


class _Ids:
    """One sequence of ids for the contacts of customers and of locations."""

    def __init__(self) -> None:
        self._next = FIRST_CONTACT

    def take(self) -> int:
        self._next += 3
        return self._next


def make(dataset: Dataset) -> None:
    """Make customers with locations and contacts; ``finish`` stores the customers later."""
    rng, ids = dataset.rng("crm"), _Ids()
    amount = dataset.count(5000, 20)
    for index in range(amount):
        created = _created(dataset, rng, index / amount)
        customer = _customer(dataset, rng, index, created)
        dataset.customers.append(customer)
        has_phone = rng.random() > 0.06
        _contacts(dataset, rng, ids, "crm/customers/contacts", customer.id, customer, has_phone)
        sites = 1 + (rng.random() < 0.18) + (rng.between(1, 4) if customer.commercial else 0)
        for site in range(sites):
            location = _location(dataset, rng, index, customer, site)
            # A customer without a phone is reached through a location.
            if not has_phone or rng.random() < 0.4:
                _contacts(dataset, rng, ids, "crm/locations/contacts", location.id, customer, True)
    _merge_some(dataset, rng)


def finish(dataset: Dataset) -> None:
    """Store the customers, once their balances are known."""
    table = dataset.table("crm/customers")
    for customer in dataset.customers:
        customer.record["balance"] = number(customer.balance)
        customer.record["modifiedOn"] = text_from(customer.modified)
        table.add(
            customer.id,
            customer.created,
            customer.modified,
            encode(customer.record),
            customer.active,
        )


def _created(dataset: Dataset, rng: Rng, share: float) -> int:
    """Ascending instants: three in five customers are older than the history of jobs."""
    if share < 0.6:
        ticks = dataset.start - round((0.6 - share) / 0.6 * 1100 * TICKS_PER_DAY) - TICKS_PER_DAY
    else:
        ticks = dataset.start + round((share - 0.6) / 0.4 * (dataset.now - dataset.start) * 0.98)
    return ticks - ticks % TICKS_PER_SECOND + rng.fraction()


def _customer(dataset: Dataset, rng: Rng, index: int, created: int) -> Customer:
    identifier = FIRST_CUSTOMER + 4 * index
    commercial = rng.random() < 0.12
    name = people.company(rng) if commercial else people.person(rng)
    if index % _ODD_EVERY == _ODD_EVERY // 2:
        name = people.odd_name(index // _ODD_EVERY)
    address = geography.address(rng)
    active = rng.random() > 0.04
    modified = dataset.modified(rng, created)
    limit = rng.between(1, 40) * 50_000 if commercial and rng.chance(0.4) else None
    record = {
        "id": identifier,
        "active": active,
        "name": name,
        "type": "Commercial" if commercial else "Residential",
        "address": address,
        "customFields": dataset.custom_values(rng, "Customer"),
        "balance": None,
        "taxExempt": commercial and rng.random() < 0.1,
        "tagTypeIds": _tags(dataset, rng),
        "doNotMail": rng.random() < 0.05,
        "doNotService": rng.random() < 0.01,
        "nationalAccount": commercial and rng.random() < 0.1,
        "createdOn": text_from(created),
        "createdById": rng.pick(dataset.employees).id,
        "modifiedOn": "",
        "mergedToId": None,
        "paymentTermId": 901 if commercial else None,
        "creditLimit": None if limit is None else number(limit),
        "creditLimitBalance": None if limit is None else number(limit),
        "externalData": _external(rng, identifier),
    }
    return Customer(
        id=identifier,
        name=name,
        commercial=commercial,
        address=_postal(address),
        record=record,
        created=created,
        modified=modified,
        active=active,
    )


def _merge_some(dataset: Dataset, rng: Rng) -> None:
    """Merge some inactive customers into an active one."""
    active = [customer for customer in dataset.customers if customer.active]
    for customer in dataset.customers:
        if not customer.active and rng.chance(0.3):
            customer.record["mergedToId"] = rng.pick(active).id


def _location(dataset: Dataset, rng: Rng, index: int, customer: Customer, site: int) -> Location:
    address = customer.record["address"] if site == 0 else geography.address(rng)
    created = customer.created + site * TICKS_PER_SECOND
    identifier = FIRST_LOCATION + 4 * len(dataset.locations)
    name = customer.name if site == 0 else f"{customer.name} - {address['street']}"
    location = Location(identifier, name, index, created, _postal(address))
    dataset.locations.append(location)
    active = customer.active and rng.random() > 0.03
    modified = dataset.modified(rng, created)
    dataset.table("crm/locations").add_fields(
        {
            "id": identifier,
            "customerId": customer.id,
            "active": active,
            "name": name,
            "address": address,
            "customFields": dataset.custom_values(rng, "Location"),
            **audit_fields(created, modified),
            "createdById": rng.pick(dataset.employees).id,
            "mergedToId": None,
            "zoneId": rng.pick(dataset.zones) if rng.random() < 0.9 else None,
            "taxExempt": False,
            "tagTypeIds": _tags(dataset, rng),
            "externalData": _external(rng, identifier),
            "taxZoneId": rng.maybe(0.8, 801),
        },
        created,
        modified,
        active,
    )
    return location


def _contacts(
    dataset: Dataset,
    rng: Rng,
    ids: _Ids,
    resource: str,
    owner: int,
    customer: Customer,
    with_phone: bool,
) -> None:
    """One to five contacts; several may have one type, and one in a hundred has two owners."""
    table = dataset.table(resource)
    owner_field = table.resource.key[1]
    kinds = [rng.pick(_PHONE_TYPES)] if with_phone else []
    kinds += ["MobilePhone"] * (with_phone and rng.random() < 0.25)
    kinds += ["Phone"] * (with_phone and rng.random() < 0.1)
    kinds += ["Email"] * (rng.random() < 0.8)
    kinds += ["Email"] * (rng.random() < 0.1)
    kinds += ["Fax"] * (rng.random() < 0.02)
    for kind in kinds:
        contact = _contact(dataset, rng, ids.take(), kind, customer)
        owners = [owner]
        if rng.random() < 0.01 and len(dataset.customers) > 1:
            owners += [_another(dataset, rng, owner_field)]
        created, modified, fields = contact
        active = rng.random() > 0.03
        for one in sorted(set(owners)):
            table.add_fields({**fields, owner_field: one}, created, modified, active)


def _another(dataset: Dataset, rng: Rng, owner_field: str) -> int:
    if owner_field == "customerId":
        return rng.pick(dataset.customers[:-1]).id
    return rng.pick(dataset.locations).id


def _contact(
    dataset: Dataset, rng: Rng, identifier: int, kind: str, customer: Customer
) -> tuple[int, int, dict[str, Any]]:
    is_phone = kind != "Email"
    value = geography.phone(rng) if is_phone else people.email(rng, customer.name)
    modified = dataset.modified(rng, customer.created)
    without_date = rng.random() < 0.05
    preferences = {
        "jobRemindersEnabled": True,
        "marketingUpdatesEnabled": rng.random() < 0.5,
        "invoiceStatementNotification": False,
    }
    return (
        (0 if without_date else customer.created),
        modified,
        {
            "modifiedOn": text_from(modified),
            "phoneSettings": {
                "phoneNumber": value if is_phone else None,
                "doNotText": rng.random() < 0.1,
            },
            "createdOn": _YEAR_ONE if without_date else text_from(customer.created),
            "preferences": preferences if rng.random() < 0.7 else None,
            "id": identifier,
            "type": kind,
            "value": value if rng.random() > 0.004 else "",
            "memo": rng.pick(_MEMOS) if rng.random() < 0.3 else None,
        },
    )


def _postal(address: dict[str, Any]) -> Json:
    """The address as invoices carry it: without coordinates, encoded once."""
    names = ("street", "unit", "city", "state", "zip", "country")
    return Json(encode({name: address[name] for name in names}))


def _tags(dataset: Dataset, rng: Rng) -> list[int]:
    draw = rng.random()
    if draw < 0.7:
        return []
    return sorted({rng.pick(dataset.tags) for _ in range(1 if draw < 0.9 else 3)})


def _external(rng: Rng, identifier: int) -> list[dict[str, str]]:
    if rng.random() < 0.95:
        return []
    return [{"key": "crmId", "value": f"EXT-{identifier}"}]
