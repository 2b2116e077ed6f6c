"""Campaigns, their categories, and what they cost each month."""

from __future__ import annotations

from sandbox.data import geography
from sandbox.data.at_need import Records, Shop
from sandbox.data.dataset import HISTORY_DAYS, Dataset, audit_fields, audit_times
from sandbox.data.ids import first_id
from sandbox.data.model import Named
from sandbox.encoding import number
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, text_from

# name, category, cents a day (None: nobody enters a cost)
_CAMPAIGNS: tuple[tuple[str, str, int | None], ...] = (
    ("Google Ads", "Online", 21_000),
    ("Google Business Profile", "Online", None),
    ("Facebook", "Online", 6_500),
    ("Website", "Online", 4_000),
    ("Yelp", "Online", 2_500),
    ("Direct Mail - Spring", "Print", 5_200),
    ("Direct Mail - Fall", "Print", 5_200),
    ("Yard Signs", "Print", 400),
    ("Radio KJZZ", "Broadcast", 9_000),
    ("TV Channel 12", "Broadcast", 14_000),
    ("Existing Customer", "Repeat", None),
    ("Referral", "Repeat", 1_000),
    ("Home Show", "Events", 800),
    ("Truck Wrap", "Other", 300),
)
_INACTIVE = ("Yelp", "Home Show")
_CATEGORIES = sorted({category for _, category, _ in _CAMPAIGNS})
_WITHOUT_CATEGORY = "Other"
FIRST_CAMPAIGN, FIRST_CATEGORY = 401, 451
EXISTING_CUSTOMER = FIRST_CAMPAIGN + 10


def make(dataset: Dataset) -> None:
    """Make the campaigns and their categories."""
    rng = dataset.rng("marketing")
    opened = dataset.start - 2000 * TICKS_PER_DAY
    for index, name in enumerate(_CATEGORIES):
        created, modified = audit_times(dataset, rng, opened)
        dataset.table("marketing/categories").add_fields(
            {
                "id": FIRST_CATEGORY + index,
                "name": name,
                "active": True,
                "type": "Regular",
                **audit_fields(created, modified),
            },
            created,
            modified,
        )
    for index, (name, kind, _) in enumerate(_CAMPAIGNS):
        created, modified = audit_times(dataset, rng, opened)
        active = name not in _INACTIVE
        dataset.campaigns.append(Named(FIRST_CAMPAIGN + index, name))
        category = {"id": FIRST_CATEGORY + _CATEGORIES.index(kind), "name": kind, "active": True}
        dataset.table("marketing/campaigns").add_fields(
            {
                "id": FIRST_CAMPAIGN + index,
                "name": name,
                **audit_fields(created, modified),
                "active": active,
                "isDefaultCampaign": index == 0,
                "category": category if kind != _WITHOUT_CATEGORY else None,
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


def costs(shop: Shop) -> Table:
    """One daily cost for each campaign and month of the history."""
    records, rng = Records("marketing/costs"), shop.rng
    for year, month in _months(shop.now):
        first_of_month = shop.start_of_month(year, month)
        for index, (_, _, daily) in enumerate(_CAMPAIGNS):
            if daily is None or rng.random() < 0.03:  # now and then nobody enters it
                continue
            created = min(first_of_month + TICKS_PER_DAY // 2, shop.now)
            records.add(
                created,
                created,
                id=first_id("marketing/costs") + len(records),
                year=year,
                month=month,
                dailyCost=number(daily * rng.between(80, 120) // 100),
                campaignId=FIRST_CAMPAIGN + index,
            )
    return records.table


def _months(now: int) -> list[tuple[int, int]]:
    """Year and month of every month of the history, the current one included."""
    year, month = map(int, text_from(now - HISTORY_DAYS * TICKS_PER_DAY)[:7].split("-"))
    last = tuple(map(int, text_from(now)[:7].split("-")))
    found = []
    while (year, month) <= last:
        found.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
