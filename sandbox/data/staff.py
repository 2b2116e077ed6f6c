"""The staff: employees, technicians and teams."""

from __future__ import annotations

from typing import Any

from sandbox.data import geography, people
from sandbox.data.dataset import TRADES, Dataset, audit_fields, audit_times
from sandbox.data.model import Named
from sandbox.data.rng import Rng
from sandbox.encoding import number
from sandbox.timestamps import text_from

_ROLES = ("CSR", "Dispatch", "Accounting", "SalesManager", "GeneralOffice", "FieldManager", "Admin")
_TEAMS = ("Red", "Blue", "Install Crew", "Plumbing Crew", "Sales", "Night Shift")

FIRST_EMPLOYEE, FIRST_TECHNICIAN = 501, 601


def employees(dataset: Dataset, rng: Rng, opened: int) -> None:
    """Make the office staff. Needs the business units."""
    for index in range(dataset.count(30, 10)):
        identifier, name = FIRST_EMPLOYEE + index, people.person(rng)
        created, modified = audit_times(dataset, rng, opened)
        active = index % 8 != 7
        first, _, last = name.partition(" ")
        dataset.employees.append(Named(identifier, name))
        unit = rng.pick(dataset.business_units).id
        dataset.table("settings/employees").add_fields(
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
                **audit_fields(created, modified),
                "email": people.email(rng, name),
                "phoneNumber": geography.phone(rng),
                "loginName": f"user{identifier}",
                "active": active,
                "aadUserId": None,
                "accountLocked": False,
                "home": _home(rng),
                "agentId": index,
                "startDate": text_from(created),
                "terminationDate": None if active else text_from(modified),
                "hourlyRate": number(rng.between(1800, 4200)),
                "overtimeProfileId": None,
                "customFields": [],
                "permissions": [{"id": 1, "value": "ViewReports"}],
            },
            created,
            modified,
            active,
        )


def technicians(dataset: Dataset, rng: Rng, opened: int) -> None:
    """Make the technicians. Needs the business units and the zones."""
    dataset.technicians = {trade: [] for trade in TRADES}
    for index in range(dataset.count(45, 9)):
        trade, name = TRADES[index % 3], people.person(rng)
        identifier, active = FIRST_TECHNICIAN + index, index % 7 != 6
        created, modified = audit_times(dataset, rng, opened)
        dataset.technicians[trade].append(Named(identifier, name))
        units = [unit.id for unit in dataset.business_units if unit.trade == trade]
        fields = _technician(dataset, rng, identifier, name, rng.pick(units))
        fields |= {
            **audit_fields(created, modified),
            "active": active,
            "startDate": text_from(created),
        }
        dataset.table("settings/technicians").add_fields(fields, created, modified, active)


def _technician(
    dataset: Dataset, rng: Rng, identifier: int, name: str, unit: int
) -> dict[str, Any]:
    first, _, last = name.partition(" ")
    home = _home(rng)
    return {
        "id": identifier,
        "userId": identifier + 90_000,
        "name": name,
        "roleIds": [12],
        "businessUnitId": unit,
        "mainZoneId": rng.maybe(0.8, rng.pick(dataset.zones)),
        "zoneIds": sorted({rng.pick(dataset.zones) for _ in range(3)}),
        "email": people.email(rng, name),
        "phoneNumber": geography.phone(rng),
        "loginName": f"tech{identifier}",
        "home": home
        | {
            "streetAddress": home["street"],
            "latitude": 33.45,
            "longitude": -112.07,
        },
        "dailyGoal": number(rng.between(8, 30) * 10_000),
        "isManagedTech": True,
        "licenseType": "ManagedTech",
        "customFields": [],
        "aadUserId": None,
        "burdenRate": number(rng.between(300, 900)),
        "team": rng.maybe(0.8, rng.pick(_TEAMS)),
        "jobFilter": "AllScheduledDispatchedWorking",
        "permissions": [],
        "accountLocked": False,
        "commissionRate": number(rng.between(0, 12)),
        "currentValue": None,
        "firstName": first,
        "lastName": last or None,
        "hourlyRate": number(rng.between(2200, 5200)),
        "jobId": None,
        "mobilePhone": geography.phone(rng),
        "outboundCallerId": None,
        "payrollId": f"P{identifier}",
        "payrollProfileId": None,
        "appoitmentId": None,
        "shiftStart": "08:00:00",
        "shiftEnd": "17:00:00",
        "soldByRate": number(0),
        "status": rng.pick(("Idle", "Dispatched", "Working")),
        "skills": [{"id": 41, "name": "Diagnostics"}],
        "positions": ["Service"],
        "location": None,
        "bio": rng.maybe(0.5, f"<p>{first} loves the desert.</p>"),
        "memo": None,
    }


def _home(rng: Rng) -> dict[str, Any]:
    address = geography.address(rng)
    return {name: address[name] for name in ("street", "unit", "country", "city", "state", "zip")}


def teams(dataset: Dataset, rng: Rng, opened: int) -> None:
    """Make the teams of technicians. Needs the employees."""
    for index, name in enumerate(_TEAMS):
        created, modified = audit_times(dataset, rng, opened)
        active = name != "Night Shift"
        dataset.table("dispatch/teams").add_fields(
            {
                "id": 251 + index,
                "active": active,
                "name": name,
                "createdBy": dataset.employees[0].id if index else None,
                **audit_fields(created, modified),
            },
            created,
            modified,
            active,
        )
