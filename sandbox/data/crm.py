"""Customers, their locations, and the contacts of both."""

from __future__ import annotations

from typing import Any

from sandbox.data import people, places
from sandbox.data.dice import Dice
from sandbox.data.world import Customer, Location, World, stamps
from sandbox.encoding import Json, encode, number
from sandbox.instants import TICKS_PER_DAY, TICKS_PER_SECOND, text_of

FIRST_CUSTOMER, FIRST_LOCATION, FIRST_CONTACT = 1_000_001, 2_000_001, 3_000_001
_ODD_EVERY = 33
_YEAR_ONE = "0001-01-01T00:00:00Z"
_MEMOS = ("home", "office", "ask for the manager")
_PHONE_TYPES = ("Phone", "MobilePhone")


class _Ids:
    """Contacts of customers and of locations are numbered together."""

    def __init__(self) -> None:
        self._next = FIRST_CONTACT

    def take(self) -> int:
        self._next += 3
        return self._next


def make(world: World) -> None:
    """Makes customers with locations and contacts; customers are stored later, by ``finish``."""
    dice, ids = world.dice("crm"), _Ids()
    amount = world.count(5000, 20)
    for index in range(amount):
        created = _created(world, dice, index / amount)
        customer = _customer(world, dice, index, created)
        world.customers.append(customer)
        has_phone = dice.random() > 0.06
        _contacts(world, dice, ids, "crm/customers/contacts", customer.id, customer, has_phone)
        sites = 1 + (dice.random() < 0.18) + (dice.between(1, 4) if customer.commercial else 0)
        for site in range(sites):
            location = _location(world, dice, index, customer, site)
            # Whoever has no phone of his own is reached where he lives.
            if not has_phone or dice.random() < 0.4:
                _contacts(world, dice, ids, "crm/locations/contacts", location.id, customer, True)
    _merge_some(world, dice)


def finish(world: World) -> None:
    """Stores the customers, now that their balances are known."""
    table = world.table("crm/customers")
    for customer in world.customers:
        customer.record["balance"] = number(customer.balance)
        customer.record["modifiedOn"] = text_of(customer.modified)
        table.add(
            customer.id,
            customer.created,
            customer.modified,
            encode(customer.record),
            customer.active,
        )


def _created(world: World, dice: Dice, share: float) -> int:
    """Instants in ascending order: three in five customers are older than the jobs' history."""
    if share < 0.6:
        ticks = world.start - round((0.6 - share) / 0.6 * 1100 * TICKS_PER_DAY) - TICKS_PER_DAY
    else:
        ticks = world.start + round((share - 0.6) / 0.4 * (world.now - world.start) * 0.98)
    return ticks - ticks % TICKS_PER_SECOND + dice.fraction()


def _customer(world: World, dice: Dice, index: int, created: int) -> Customer:
    identifier = FIRST_CUSTOMER + 4 * index
    commercial = dice.random() < 0.12
    name = people.company(dice) if commercial else people.person(dice)
    if index % _ODD_EVERY == _ODD_EVERY // 2:
        name = people.odd_name(index // _ODD_EVERY)
    address = places.address(dice)
    active = dice.random() > 0.04
    modified = world.modified(dice, created)
    limit = dice.between(1, 40) * 50_000 if commercial and dice.chance(0.4) else None
    record = {
        "id": identifier,
        "active": active,
        "name": name,
        "type": "Commercial" if commercial else "Residential",
        "address": address,
        "customFields": world.custom_values(dice, "Customer"),
        "balance": None,
        "taxExempt": commercial and dice.random() < 0.1,
        "tagTypeIds": _tags(world, dice),
        "doNotMail": dice.random() < 0.05,
        "doNotService": dice.random() < 0.01,
        "nationalAccount": commercial and dice.random() < 0.1,
        "createdOn": text_of(created),
        "createdById": dice.pick(world.employees).id,
        "modifiedOn": "",
        "mergedToId": None,
        "paymentTermId": 901 if commercial else None,
        "creditLimit": None if limit is None else number(limit),
        "creditLimitBalance": None if limit is None else number(limit),
        "externalData": _external(dice, identifier),
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


def _merge_some(world: World, dice: Dice) -> None:
    """Some inactive customers were merged into another that is active."""
    active = [customer for customer in world.customers if customer.active]
    for customer in world.customers:
        if not customer.active and dice.chance(0.3):
            customer.record["mergedToId"] = dice.pick(active).id


def _location(world: World, dice: Dice, index: int, customer: Customer, site: int) -> Location:
    address = customer.record["address"] if site == 0 else places.address(dice)
    created = customer.created + site * TICKS_PER_SECOND
    identifier = FIRST_LOCATION + 4 * len(world.locations)
    name = customer.name if site == 0 else f"{customer.name} - {address['street']}"
    location = Location(identifier, name, index, created, _postal(address))
    world.locations.append(location)
    active = customer.active and dice.random() > 0.03
    modified = world.modified(dice, created)
    world.table("crm/locations").add_fields(
        {
            "id": identifier,
            "customerId": customer.id,
            "active": active,
            "name": name,
            "address": address,
            "customFields": world.custom_values(dice, "Location"),
            **stamps(created, modified),
            "createdById": dice.pick(world.employees).id,
            "mergedToId": None,
            "zoneId": dice.pick(world.zones) if dice.random() < 0.9 else None,
            "taxExempt": False,
            "tagTypeIds": _tags(world, dice),
            "externalData": _external(dice, identifier),
            "taxZoneId": dice.maybe(0.8, 801),
        },
        created,
        modified,
        active,
    )
    return location


def _contacts(
    world: World,
    dice: Dice,
    ids: _Ids,
    resource: str,
    owner: int,
    customer: Customer,
    with_phone: bool,
) -> None:
    """One to five contacts; several may have one type, and one in a hundred has two owners."""
    table = world.table(resource)
    owner_field = table.resource.key[1]
    kinds = [dice.pick(_PHONE_TYPES)] if with_phone else []
    kinds += ["MobilePhone"] * (with_phone and dice.random() < 0.25)
    kinds += ["Phone"] * (with_phone and dice.random() < 0.1)
    kinds += ["Email"] * (dice.random() < 0.8)
    kinds += ["Email"] * (dice.random() < 0.1)
    kinds += ["Fax"] * (dice.random() < 0.02)
    for kind in kinds:
        contact = _contact(world, dice, ids.take(), kind, customer)
        owners = [owner]
        if dice.random() < 0.01 and len(world.customers) > 1:
            owners += [_another(world, dice, owner_field)]
        created, modified, fields = contact
        active = dice.random() > 0.03
        for one in sorted(set(owners)):
            table.add_fields({**fields, owner_field: one}, created, modified, active)


def _another(world: World, dice: Dice, owner_field: str) -> int:
    if owner_field == "customerId":
        return dice.pick(world.customers[:-1]).id
    return dice.pick(world.locations).id


def _contact(
    world: World, dice: Dice, identifier: int, kind: str, customer: Customer
) -> tuple[int, int, dict[str, Any]]:
    is_phone = kind != "Email"
    value = places.phone(dice) if is_phone else people.email(dice, customer.name)
    modified = world.modified(dice, customer.created)
    without_date = dice.random() < 0.05
    preferences = {
        "jobRemindersEnabled": True,
        "marketingUpdatesEnabled": dice.random() < 0.5,
        "invoiceStatementNotification": False,
    }
    return (
        (0 if without_date else customer.created),
        modified,
        {
            "modifiedOn": text_of(modified),
            "phoneSettings": {
                "phoneNumber": value if is_phone else None,
                "doNotText": dice.random() < 0.1,
            },
            "createdOn": _YEAR_ONE if without_date else text_of(customer.created),
            "preferences": preferences if dice.random() < 0.7 else None,
            "id": identifier,
            "type": kind,
            "value": value if dice.random() > 0.004 else "",
            "memo": dice.pick(_MEMOS) if dice.random() < 0.3 else None,
        },
    )


def _postal(address: dict[str, Any]) -> Json:
    """The address as invoices carry it: without coordinates, encoded once."""
    names = ("street", "unit", "city", "state", "zip", "country")
    return Json(encode({name: address[name] for name in names}))


def _tags(world: World, dice: Dice) -> list[int]:
    throw = dice.random()
    if throw < 0.7:
        return []
    return sorted({dice.pick(world.tags) for _ in range(1 if throw < 0.9 else 3)})


def _external(dice: Dice, identifier: int) -> list[dict[str, str]]:
    if dice.random() < 0.95:
        return []
    return [{"key": "crmId", "value": f"EXT-{identifier}"}]
