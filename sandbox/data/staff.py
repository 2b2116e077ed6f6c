"""The staff: employees, technicians and their teams."""

from __future__ import annotations

from typing import Any

from sandbox.data import people, places
from sandbox.data.dice import Dice
from sandbox.data.world import TRADES, Named, World, instants, stamps
from sandbox.encoding import number
from sandbox.instants import text_of

_ROLES = ("CSR", "Dispatch", "Accounting", "SalesManager", "GeneralOffice", "FieldManager", "Admin")
_TEAMS = ("Red", "Blue", "Install Crew", "Plumbing Crew", "Sales", "Night Shift")

FIRST_EMPLOYEE, FIRST_TECHNICIAN = 501, 601


def employees(world: World, dice: Dice, opened: int) -> None:
    """Who works in the office; needs the business units."""
    for index in range(world.count(30, 10)):
        identifier, name = FIRST_EMPLOYEE + index, people.person(dice)
        created, modified = instants(world, dice, opened)
        active = index % 8 != 7
        first, _, last = name.partition(" ")
        world.employees.append(Named(identifier, name))
        unit = dice.pick(world.business_units).id
        world.table("settings/employees").add_fields(
            {
                "id": identifier,
                "userId": identifier + 90_000,
                "name": name,
                "firstName": first,
                "lastName": last or None,
                "managerId": FIRST_EMPLOYEE if index else None,
                "role": _ROLES[index % len(_ROLES)],
                "roleIds": [30 + index % len(_ROLES)],
                "businessUnitId": unit if index % 5 else None,
                **stamps(created, modified),
                "email": people.email(dice, name),
                "phoneNumber": places.phone(dice),
                "loginName": f"user{identifier}",
                "active": active,
                "aadUserId": None,
                "accountLocked": False,
                "home": _home(dice),
                "agentId": index,
                "startDate": text_of(created),
                "terminationDate": None if active else text_of(modified),
                "hourlyRate": number(dice.between(1800, 4200)),
                "overtimeProfileId": None,
                "customFields": [],
                "permissions": [{"id": 1, "value": "ViewReports"}],
            },
            created,
            modified,
            active,
        )


def technicians(world: World, dice: Dice, opened: int) -> None:
    """Who is sent to the jobs; needs the business units and the zones."""
    world.technicians = {trade: [] for trade in TRADES}
    for index in range(world.count(45, 9)):
        trade, name = TRADES[index % 3], people.person(dice)
        identifier, active = FIRST_TECHNICIAN + index, index % 7 != 6
        created, modified = instants(world, dice, opened)
        world.technicians[trade].append(Named(identifier, name))
        units = [unit.id for unit in world.business_units if unit.trade == trade]
        fields = _technician(world, dice, identifier, name, dice.pick(units))
        fields |= {**stamps(created, modified), "active": active, "startDate": text_of(created)}
        world.table("settings/technicians").add_fields(fields, created, modified, active)


def _technician(world: World, dice: Dice, identifier: int, name: str, unit: int) -> dict[str, Any]:
    first, _, last = name.partition(" ")
    home = _home(dice)
    return {
        "id": identifier,
        "userId": identifier + 90_000,
        "name": name,
        "roleIds": [12],
        "businessUnitId": unit,
        "mainZoneId": dice.maybe(0.8, dice.pick(world.zones)),
        "zoneIds": sorted({dice.pick(world.zones) for _ in range(3)}),
        "email": people.email(dice, name),
        "phoneNumber": places.phone(dice),
        "loginName": f"tech{identifier}",
        "home": home
        | {
            "streetAddress": home["street"],
            "latitude": 33.45,
            "longitude": -112.07,
        },
        "dailyGoal": number(dice.between(8, 30) * 10_000),
        "isManagedTech": True,
        "licenseType": "ManagedTech",
        "customFields": [],
        "aadUserId": None,
        "burdenRate": number(dice.between(300, 900)),
        "team": dice.maybe(0.8, dice.pick(_TEAMS)),
        "jobFilter": "AllScheduledDispatchedWorking",
        "permissions": [],
        "accountLocked": False,
        "commissionRate": number(dice.between(0, 12)),
        "currentValue": None,
        "firstName": first,
        "lastName": last or None,
        "hourlyRate": number(dice.between(2200, 5200)),
        "jobId": None,
        "mobilePhone": places.phone(dice),
        "outboundCallerId": None,
        "payrollId": f"P{identifier}",
        "payrollProfileId": None,
        "appoitmentId": None,
        "shiftStart": "08:00:00",
        "shiftEnd": "17:00:00",
        "soldByRate": number(0),
        "status": dice.pick(("Idle", "Dispatched", "Working")),
        "skills": [{"id": 41, "name": "Diagnostics"}],
        "positions": ["Service"],
        "location": None,
        "bio": dice.maybe(0.5, f"<p>{first} loves the desert.</p>"),
        "memo": None,
    }


def _home(dice: Dice) -> dict[str, Any]:
    address = places.address(dice)
    return {name: address[name] for name in ("street", "unit", "country", "city", "state", "zip")}


def teams(world: World, dice: Dice, opened: int) -> None:
    """The teams of technicians; needs the employees."""
    for index, name in enumerate(_TEAMS):
        created, modified = instants(world, dice, opened)
        active = name != "Night Shift"
        world.table("dispatch/teams").add_fields(
            {
                "id": 251 + index,
                "active": active,
                "name": name,
                "createdBy": world.employees[0].id if index else None,
                **stamps(created, modified),
            },
            created,
            modified,
            active,
        )
