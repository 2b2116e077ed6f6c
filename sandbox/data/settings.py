"""The office: business units, staff, tags, zones and call reasons."""

from __future__ import annotations

from sandbox.data import geography, staff
from sandbox.data.dataset import TRADES, Dataset, audit_fields, audit_times
from sandbox.data.model import BusinessUnit
from sandbox.data.rng import Rng
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_DAY, text_from

_UNITS = (
    ("HVAC - Service", "HVAC", "Service"),
    ("HVAC - Install", "HVAC", "Install"),
    ("HVAC - Maintenance", "HVAC", "Maintenance"),
    ("Plumbing - Service", "Plumbing", "Service"),
    ("Plumbing - Install", "Plumbing", "Install"),
    ("Electrical - Service", "Electrical", "Service"),
    ("Electrical - Install", "Electrical", "Install"),
    ("HVAC - Sales", "HVAC", "Sales"),
    ("HVAC - Commercial", "HVAC", "Service"),
)

_TAGS = (
    "VIP",
    "Member",
    "Pets in home",
    "Gate code",
    "Do not text",
    "Past due",
    "Senior discount",
    "Warranty",
    "High ticket",
    "Callback",
    "Financing",
    "New construction",
    "Referral",
    "Commercial",
    "Spanish speaking",
    "Photo required",
    "Two techs",
    "Permit needed",
)
_CALL_REASONS = (
    ("New customer", True),
    ("Existing customer", True),
    ("Price shopper", True),
    ("Estimate request", True),
    ("Warranty question", False),
    ("Billing question", False),
    ("Reschedule", False),
    ("Cancel", False),
    ("Vendor", False),
    ("Job seeker", False),
    ("Wrong number", False),
    ("Spam", False),
)

_INACTIVE_REASON = "Job seeker"

FIRST_UNIT, FIRST_CALL_REASON = 301, 851


def make(dataset: Dataset) -> None:
    """Make the office. Records come after those that they reference."""
    rng = dataset.rng("settings")
    opened = dataset.start - 2000 * TICKS_PER_DAY
    _business_units(dataset, rng, opened)
    _tag_types(dataset, rng, opened)
    staff.employees(dataset, rng, opened)
    _zones(dataset, rng, opened)
    staff.technicians(dataset, rng, opened)
    staff.teams(dataset, rng, opened)
    _call_reasons(dataset, rng, opened)


def _business_units(dataset: Dataset, rng: Rng, opened: int) -> None:
    table = dataset.table("settings/business-units")
    for index, (name, trade, division) in enumerate(_UNITS):
        identifier, active = FIRST_UNIT + index, index != len(_UNITS) - 1
        created, modified = audit_times(dataset, rng, opened)
        if active:
            dataset.business_units.append(BusinessUnit(identifier, name, trade, division))
        address = geography.address(rng) | {"isManualCoordinates": False, "isMilitary": False}
        table.add_fields(
            {
                "id": identifier,
                "active": active,
                "name": name,
                "officialName": f"Saguaro Home Services - {name}",
                "email": f"unit{index}@example.com",
                "currency": "USD",
                "phoneNumber": geography.phone(rng),
                "invoiceHeader": f"<h1>{name}</h1>",
                "invoiceMessage": "<p>Thank you!</p>",
                "defaultTaxRate": number(9),
                "authorizationParagraph": None,
                "acknowledgementParagraph": None,
                "address": address if index % 3 else None,
                "materialSku": None,
                "quickbooksClass": f"{trade}:{division}",
                "accountCode": f"4{index}00",
                "franchiseId": None,
                "conceptCode": None,
                "corporateContractNumber": None,
                "trade": {"id": 11 + TRADES.index(trade), "name": trade} if active else None,
                "division": {"id": 21 + index % 3, "name": division},
                "tagTypeIds": [],
                "tenant": {
                    "id": dataset.tenant,
                    "name": "Saguaro Home Services",
                    "accountCode": None,
                    "franchiseId": None,
                    "conceptCode": None,
                    "modifiedOn": text_from(created),
                },
                **audit_fields(created, modified),
                "externalData": None if index % 2 else [],
            },
            created,
            modified,
            active,
        )


def _tag_types(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, name in enumerate(_TAGS):
        created, modified = audit_times(dataset, rng, opened)
        active = index % 9 != 8
        dataset.tags.append(101 + index)
        dataset.table("settings/tag-types").add_fields(
            {
                "id": 101 + index,
                "name": name,
                "color": f"#{rng.below(2**24):06x}",
                "code": "".join(word[0] for word in name.split()).upper(),
                "importance": ("Medium", "High", None)[index % 3],
                "isConversionOpportunity": index % 4 == 0,
                "allowToUseOnTimesheetActivity": False,
                "isVisibleOnDispatchBoard": index % 2 == 0,
                "active": active,
                **audit_fields(created, modified),
            },
            created,
            modified,
            active,
        )


def _zones(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, city in enumerate(geography.CITIES):
        created, modified = audit_times(dataset, rng, opened)
        active = index != len(geography.CITIES) - 1
        dataset.zones.append(201 + index)
        dataset.table("dispatch/zones").add_fields(
            {
                "id": 201 + index,
                "active": active,
                "name": f"{city.name} {index + 1}",
                "zips": list(city.zips),
                "cities": [city.name],
                "territoryNumbers": [],
                "locnNumbers": None,
                "createdBy": dataset.employees[0].id,
                **audit_fields(created, modified),
                "serviceDaysEnabled": index % 2 == 0,
                "serviceDays": ["Monday", "Wednesday"] if index % 2 == 0 else [],
                "businessUnits": [unit.id for unit in dataset.business_units[:3]],
                "technicians": [],
            },
            created,
            modified,
            active,
        )


def _call_reasons(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, (name, is_lead) in enumerate(_CALL_REASONS):
        created, modified = audit_times(dataset, rng, opened)
        active = name != _INACTIVE_REASON
        dataset.table("jbce/call-reasons").add_fields(
            {
                "id": FIRST_CALL_REASON + index,
                "name": name,
                "isLead": is_lead,
                "active": active,
                **audit_fields(created, modified),
            },
            created,
            modified,
            active,
        )


def call_reason(rng: Rng, *, is_lead: bool) -> dict[str, object]:
    """One of the call reasons, as calls show it."""
    reasons = [index for index, (_, lead) in enumerate(_CALL_REASONS) if lead is is_lead]
    index = rng.pick(reasons)
    return {
        "id": FIRST_CALL_REASON + index,
        "name": _CALL_REASONS[index][0],
        "lead": is_lead,
        "active": _CALL_REASONS[index][0] != _INACTIVE_REASON,
    }
