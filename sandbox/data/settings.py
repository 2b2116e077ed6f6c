"""The office: business units, its staff, tags, zones, campaigns, job types, call reasons."""

from __future__ import annotations

from sandbox.data import geography, staff
from sandbox.data.dataset import TRADES, BusinessUnit, Dataset, JobType, Named, stamps, timestamps
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
    ("HVAC - Commercial", "HVAC", "Service"),
)

# name, trade, division, hours, priority, what the customer says
_JOB_TYPES: tuple[tuple[str, str, str, int, str, tuple[str, ...]], ...] = (
    (
        "AC Repair",
        "HVAC",
        "Service",
        2,
        "High",
        (
            "AC not cooling, house is at 88 F",
            "Unit trips the breaker after ten minutes",
            "<p>Outside unit <b>loud</b>, ice on the line set</p>",
        ),
    ),
    (
        "AC Tune-Up",
        "HVAC",
        "Maintenance",
        1,
        "Normal",
        (
            "Spring tune-up",
            "Member visit &amp; filter change",
            "Seasonal maintenance, gate on left",
        ),
    ),
    (
        "Furnace Repair",
        "HVAC",
        "Service",
        2,
        "High",
        ("No heat since last night", "Blower runs all the time", "Smell of gas when it starts"),
    ),
    ("Furnace Tune-Up", "HVAC", "Maintenance", 1, "Normal", ("Fall tune-up", "Member visit")),
    (
        "System Replacement",
        "HVAC",
        "Install",
        8,
        "Normal",
        (
            "Install 4 ton heat pump, remove old package unit",
            "<p>Changeout per estimate</p><ul><li>new pad</li><li>new thermostat</li></ul>",
        ),
    ),
    ("Duct Cleaning", "HVAC", "Service", 3, "Low", ("Clean all supply and return ducts",)),
    ("Thermostat Install", "HVAC", "Install", 1, "Low", ("Customer supplied smart thermostat",)),
    ("Estimate - New System", "HVAC", "Sales", 1, "Normal", ("Second opinion on replacement",)),
    (
        "Drain Cleaning",
        "Plumbing",
        "Service",
        2,
        "High",
        ("Kitchen sink backed up", "Main line clogged, water in the shower"),
    ),
    (
        "Leak Repair",
        "Plumbing",
        "Service",
        2,
        "Urgent",
        ("Water under the sink", "Slab leak suspected 💧", "Toilet runs all night"),
    ),
    ("Water Heater Repair", "Plumbing", "Service", 2, "High", ("No hot water", "Pilot goes out")),
    (
        "Water Heater Install",
        "Plumbing",
        "Install",
        4,
        "Normal",
        ("Replace 50 gal gas heater", "Tankless conversion"),
    ),
    ("Fixture Install", "Plumbing", "Install", 2, "Low", ("Two faucets and a disposal",)),
    ("Repipe", "Plumbing", "Install", 8, "Normal", ("Whole house repipe, PEX",)),
    (
        "Outlet Repair",
        "Electrical",
        "Service",
        1,
        "Normal",
        ("Dead outlets in the kitchen", "GFCI keeps tripping"),
    ),
    ("Panel Upgrade", "Electrical", "Install", 6, "Normal", ("100 A to 200 A panel",)),
    ("Lighting Install", "Electrical", "Install", 3, "Low", ("Six recessed lights & dimmer",)),
    ("EV Charger Install", "Electrical", "Install", 4, "Normal", ("Level 2 charger in garage",)),
    ("Safety Inspection", "Electrical", "Service", 1, "Low", ("Home sale inspection",)),
    ("Warranty Call", "HVAC", "Service", 1, "High", ("Part failed under warranty",)),
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
_CAMPAIGNS = (
    ("Google Ads", "Online"),
    ("Google Business Profile", "Online"),
    ("Facebook", "Online"),
    ("Website", "Online"),
    ("Yelp", "Online"),
    ("Direct Mail - Spring", "Print"),
    ("Direct Mail - Fall", "Print"),
    ("Yard Signs", "Print"),
    ("Radio KJZZ", "Broadcast"),
    ("TV Channel 12", "Broadcast"),
    ("Existing Customer", "Repeat"),
    ("Referral", "Repeat"),
    ("Home Show 2024", "Events"),
    ("Truck Wrap", "Other"),
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

FIRST_UNIT = 301


def make(dataset: Dataset) -> None:
    """Makes all of the office, in the order in which records need each other."""
    rng = dataset.rng("settings")
    opened = dataset.start - 2000 * TICKS_PER_DAY
    _business_units(dataset, rng, opened)
    _tag_types(dataset, rng, opened)
    staff.employees(dataset, rng, opened)
    _zones(dataset, rng, opened)
    staff.technicians(dataset, rng, opened)
    staff.teams(dataset, rng, opened)
    _campaigns(dataset, rng, opened)
    _job_types(dataset, rng, opened)
    _call_reasons(dataset, rng, opened)


def _business_units(dataset: Dataset, rng: Rng, opened: int) -> None:
    table = dataset.table("settings/business-units")
    for index, (name, trade, division) in enumerate(_UNITS):
        identifier, active = FIRST_UNIT + index, index != len(_UNITS) - 1
        created, modified = timestamps(dataset, rng, opened)
        if active:
            dataset.business_units.append(BusinessUnit(identifier, name, trade))
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
                **stamps(created, modified),
                "externalData": None if index % 2 else [],
            },
            created,
            modified,
            active,
        )


def _tag_types(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, name in enumerate(_TAGS):
        created, modified = timestamps(dataset, rng, opened)
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
                **stamps(created, modified),
            },
            created,
            modified,
            active,
        )


def _zones(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, city in enumerate(geography.CITIES):
        created, modified = timestamps(dataset, rng, opened)
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
                **stamps(created, modified),
                "serviceDaysEnabled": index % 2 == 0,
                "serviceDays": ["Monday", "Wednesday"] if index % 2 == 0 else [],
                "businessUnits": [unit.id for unit in dataset.business_units[:3]],
                "technicians": [],
            },
            created,
            modified,
            active,
        )


def _campaigns(dataset: Dataset, rng: Rng, opened: int) -> None:
    kinds = sorted({kind for _, kind in _CAMPAIGNS})
    for index, (name, kind) in enumerate(_CAMPAIGNS):
        created, modified = timestamps(dataset, rng, opened)
        active = "2024" not in name and name != "Yelp"
        dataset.campaigns.append(Named(401 + index, name))
        category = {"id": 451 + kinds.index(kind), "name": kind, "active": True}
        dataset.table("marketing/campaigns").add_fields(
            {
                "id": 401 + index,
                "name": name,
                **stamps(created, modified),
                "active": active,
                "isDefaultCampaign": index == 0,
                "category": category if kind != "Other" else None,
                "source": kind,
                "otherSource": None,
                "businessUnit": None,
                "medium": None,
                "otherMedium": None,
                "campaignPhoneNumbers": [geography.phone(rng)] if index % 2 else [],
            },
            created,
            modified,
            active,
        )


def _job_types(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, (name, trade, division, hours, priority, summaries) in enumerate(_JOB_TYPES):
        created, modified = timestamps(dataset, rng, opened)
        active = name != "Duct Cleaning"
        kind = JobType(701 + index, name, trade, division, hours, priority, summaries)
        dataset.job_types.append(kind)
        dataset.table("jpm/job-types").add_fields(
            {
                "id": kind.id,
                "name": name,
                "businessUnitIds": [
                    unit.id for unit in dataset.business_units if unit.trade == trade
                ],
                "skills": ["Diagnostics"] if division == "Service" else [],
                "tagTypeIds": [],
                "priority": priority,
                "duration": hours * 3600,
                "soldThreshold": rng.maybe(0.5, number(5000)),
                "class": division,
                "summary": summaries[0],
                "noCharge": name == "Warranty Call",
                "enforceRecurringServiceEventSelection": None,
                "invoiceSignaturesRequired": True,
                **stamps(created, modified),
                "externalData": [],
                "active": active,
                "isSmartDispatched": False,
            },
            created,
            modified,
            active,
        )


def _call_reasons(dataset: Dataset, rng: Rng, opened: int) -> None:
    for index, (name, is_lead) in enumerate(_CALL_REASONS):
        created, modified = timestamps(dataset, rng, opened)
        active = name != "Job seeker"
        dataset.table("jbce/call-reasons").add_fields(
            {
                "id": 851 + index,
                "name": name,
                "isLead": is_lead,
                "active": active,
                **stamps(created, modified),
            },
            created,
            modified,
            active,
        )
