"""Job types, with the sold threshold that decides whether a job counts as converted."""

from __future__ import annotations

from sandbox.data.dataset import Dataset, audit_fields, audit_times
from sandbox.data.model import Division, JobType
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_DAY

FIRST_JOB_TYPE = 701

# name, trade, division, hours, priority, weight, what the customer says
_JOB_TYPES: tuple[tuple[str, str, Division, int, str, int, tuple[str, ...]], ...] = (
    (
        "AC Repair",
        "HVAC",
        "Service",
        2,
        "High",
        16,
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
        13,
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
        8,
        ("No heat since last night", "Blower runs all the time", "Smell of gas when it starts"),
    ),
    ("Furnace Tune-Up", "HVAC", "Maintenance", 1, "Normal", 8, ("Fall tune-up", "Member visit")),
    (
        "System Replacement",
        "HVAC",
        "Install",
        8,
        "Normal",
        2,
        (
            "Install 4 ton heat pump, remove old package unit",
            "<p>Changeout per estimate</p><ul><li>new pad</li><li>new thermostat</li></ul>",
        ),
    ),
    ("Duct Cleaning", "HVAC", "Service", 3, "Low", 2, ("Clean all supply and return ducts",)),
    ("Thermostat Install", "HVAC", "Install", 1, "Low", 2, ("Customer supplied thermostat",)),
    ("Estimate - New System", "HVAC", "Sales", 1, "Normal", 7, ("Second opinion on replacement",)),
    (
        "Drain Cleaning",
        "Plumbing",
        "Service",
        2,
        "High",
        9,
        ("Kitchen sink backed up", "Main line clogged, water in the shower"),
    ),
    (
        "Leak Repair",
        "Plumbing",
        "Service",
        2,
        "Urgent",
        8,
        ("Water under the sink", "Slab leak suspected 💧", "Toilet runs all night"),
    ),
    (
        "Water Heater Repair",
        "Plumbing",
        "Service",
        2,
        "High",
        4,
        ("No hot water", "Pilot goes out"),
    ),
    (
        "Water Heater Install",
        "Plumbing",
        "Install",
        4,
        "Normal",
        2,
        ("Replace 50 gal gas heater", "Tankless conversion"),
    ),
    ("Fixture Install", "Plumbing", "Install", 2, "Low", 4, ("Two faucets and a disposal",)),
    ("Repipe", "Plumbing", "Install", 8, "Normal", 1, ("Whole house repipe, PEX",)),
    (
        "Outlet Repair",
        "Electrical",
        "Service",
        1,
        "Normal",
        5,
        ("Dead outlets in the kitchen", "GFCI keeps tripping"),
    ),
    ("Panel Upgrade", "Electrical", "Install", 6, "Normal", 1, ("100 A to 200 A panel",)),
    ("Lighting Install", "Electrical", "Install", 3, "Low", 2, ("Six recessed lights & dimmer",)),
    ("EV Charger Install", "Electrical", "Install", 4, "Normal", 1, ("Level 2 charger in garage",)),
    ("Safety Inspection", "Electrical", "Service", 1, "Low", 2, ("Home sale inspection",)),
    ("Warranty Call", "HVAC", "Service", 1, "High", 0, ("Part failed under warranty",)),
    ("Estimate - Plumbing", "Plumbing", "Sales", 1, "Normal", 2, ("Quote for a repipe",)),
    ("Estimate - Electrical", "Electrical", "Sales", 1, "Normal", 1, ("Quote for a new panel",)),
)
# Cents. Maintenance visits have no threshold; of the installations, any sale converts the job.
_THRESHOLDS: dict[Division, int | None] = {
    "Service": 10_000,
    "Install": 100,
    "Sales": 50_000,
    "Maintenance": None,
}
WARRANTY = "Warranty Call"


def make(dataset: Dataset) -> None:
    """Make the job types. Needs the business units."""
    rng = dataset.rng("job-types")
    opened = dataset.start - 2000 * TICKS_PER_DAY
    for index, (name, trade, division, hours, priority, weight, said) in enumerate(_JOB_TYPES):
        created, modified = audit_times(dataset, rng, opened)
        active = name != "Duct Cleaning"
        threshold = None if name == WARRANTY else _THRESHOLDS[division]
        kind = JobType(
            FIRST_JOB_TYPE + index,
            name,
            trade,
            division,
            hours,
            priority,
            weight,
            threshold,
            name == WARRANTY,
            said,
        )
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
                "soldThreshold": None if threshold is None else number(threshold),
                "class": division,
                "summary": said[0],
                "noCharge": kind.no_charge,
                "enforceRecurringServiceEventSelection": None,
                "invoiceSignaturesRequired": True,
                **audit_fields(created, modified),
                "externalData": [],
                "active": active,
                "isSmartDispatched": False,
            },
            created,
            modified,
            active,
        )
