"""The pricebook: categories, services, materials and equipment of each trade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.data.dataset import TRADES, Dataset, audit_fields
from sandbox.data.model import Sku
from sandbox.data.rng import Rng
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_DAY

# name, dollars, hours
_SERVICES: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    "HVAC": (
        ("Diagnostic", 89, 1),
        ("Capacitor replacement", 289, 1),
        ("Refrigerant recharge", 465, 1),
        ("Blower motor replacement", 780, 2),
        ("Coil cleaning", 245, 1),
        ("Tune-up", 129, 1),
        ("System changeout labor", 2450, 8),
        ("Duct sealing", 690, 3),
    ),
    "Plumbing": (
        ("Drain snake", 199, 1),
        ("Camera inspection", 289, 1),
        ("Hydro jetting", 595, 2),
        ("Leak repair", 345, 2),
        ("Water heater labor", 780, 4),
        ("Faucet install", 225, 1),
        ("Repipe labor", 5200, 16),
        ("Disposal install", 285, 1),
    ),
    "Electrical": (
        ("Troubleshooting", 99, 1),
        ("Outlet replacement", 145, 1),
        ("Panel labor", 1650, 6),
        ("Light install", 175, 1),
        ("EV charger labor", 890, 4),
        ("Breaker swap", 235, 1),
    ),
}
_MATERIALS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "HVAC": (
        ("Capacitor 45/5", 38),
        ("Contactor 2 pole", 52),
        ("Filter 16x25x1", 14),
        ("R-410A per lb", 62),
        ("Thermostat", 148),
        ("Line set 3/8", 96),
    ),
    "Plumbing": (
        ("P-trap 1-1/2", 12),
        ("PEX 3/4 per ft", 3),
        ("Ball valve 3/4", 27),
        ("Wax ring", 8),
        ("Supply line", 16),
        ("Expansion tank", 64),
    ),
    "Electrical": (
        ("Breaker 20 A", 19),
        ("GFCI outlet", 31),
        ("Wire 12/2 per ft", 2),
        ("Dimmer", 42),
        ("LED can light", 36),
    ),
}
_EQUIPMENT: Mapping[str, tuple[tuple[str, int], ...]] = {
    "HVAC": (
        ("Heat pump 3 ton", 4890),
        ("Heat pump 4 ton", 5640),
        ("Gas furnace 80k", 2890),
        ("Package unit 5 ton", 7350),
        ("Air handler", 2140),
    ),
    "Plumbing": (
        ("Water heater 50 gal", 1190),
        ("Tankless heater", 2380),
        ("Water softener", 1650),
    ),
    "Electrical": (("Panel 200 A", 1420), ("EV charger 48 A", 899), ("Surge protector", 329)),
}
_GRADES = ("std", "pro", "oem")
_TIERS = ("Standard", "Premium", "After hours")
MAKERS = ("Trane", "Carrier", "Lennox", "Rheem", "Goodman", "Bradford White", "Eaton")

FIRST_CATEGORY, FIRST_SERVICE, FIRST_MATERIAL, FIRST_EQUIPMENT = 5_001, 6_001, 7_001, 8_001


def make(dataset: Dataset) -> None:
    """Make the pricebook; a few entries of each kind are inactive."""
    rng = dataset.rng("pricebook")
    opened = dataset.start - 1500 * TICKS_PER_DAY
    _categories(dataset, rng, opened)
    for trade in TRADES:
        services = [
            (f"{name} - {tier}", dollars * (10 + 3 * level) // 10, hours)
            for name, dollars, hours in _SERVICES[trade]
            for level, tier in enumerate(_TIERS)
        ]
        dataset.services[trade] = [
            _service(dataset, rng, opened, trade, *service) for service in services
        ]
        dataset.materials[trade] = [
            _material(dataset, rng, opened, trade, f"{name}, {grade}", dollars + 3 * extra)
            for name, dollars in _MATERIALS[trade]
            for extra, grade in enumerate(_GRADES)
        ]
        dataset.equipment[trade] = [
            _equipment(dataset, rng, opened, trade, f"{maker} {name}", dollars + 110 * extra)
            for name, dollars in _EQUIPMENT[trade]
            for extra, maker in enumerate(MAKERS[:4])
        ]


def _audit_times(dataset: Dataset, rng: Rng, opened: int) -> tuple[int, int, bool]:
    created = rng.after(opened, 1500, dataset.now)
    return created, dataset.modified(rng, created, 1500), rng.random() > 0.06


def _categories(dataset: Dataset, rng: Rng, opened: int) -> None:
    table = dataset.table("pricebook/categories")
    for index, trade in enumerate(TRADES):
        for place, kind in enumerate(("Services", "Materials")):
            parent = FIRST_CATEGORY + index * 20 + place * 10
            created, modified, active = _audit_times(dataset, rng, opened)
            children = [
                _category(
                    parent + 1 + step, f"{trade} {name}", kind, parent, step, created, modified
                )
                for step, name in enumerate(("Repair", "Install", "Maintenance"))
            ]
            top = _category(parent, f"{trade} {kind}", kind, None, index, created, modified)
            top |= {"active": active or place == 0, "subcategories": children}
            table.add_fields(top, created, modified, bool(top["active"]))
            for child in children:
                table.add_fields(child, created, modified)


def _category(
    identifier: int,
    name: str,
    kind: str,
    parent: int | None,
    position: int,
    created: int,
    modified: int,
) -> dict[str, Any]:
    return {
        "id": identifier,
        "name": name,
        "active": True,
        "description": f"All of {name.lower()}" if parent is None else None,
        "image": None,
        "parentId": parent,
        "position": position,
        "categoryType": kind,
        "subcategories": [],
        "businessUnitIds": [],
        "skuImages": [],
        "skuVideos": None,
        "source": None,
        "externalId": None,
        "hideInMobile": False,
        **audit_fields(created, modified),
    }


def _prices(dollars: int) -> dict[str, Any]:
    """The four prices of an entry."""
    return {
        "price": number(dollars * 100),
        "memberPrice": number(dollars * 90),
        "addOnPrice": number(dollars * 85),
        "addOnMemberPrice": number(dollars * 80),
    }


def _rewards(rng: Rng) -> dict[str, Any]:
    return {
        "bonus": number(rng.below(20) * 100),
        "commissionBonus": number(rng.below(9)),
        "paysCommission": rng.chance(0.8),
    }


def _service(
    dataset: Dataset, rng: Rng, opened: int, trade: str, name: str, dollars: int, hours: int
) -> Sku:
    table = dataset.table("pricebook/services")
    created, modified, active = _audit_times(dataset, rng, opened)
    sku = Sku(
        FIRST_SERVICE + len(table),
        "Service",
        f"S{1000 + len(table)}",
        name,
        dollars * 100,
        dollars * 20,
        hours,
        taxable=False,
    )
    category = FIRST_CATEGORY + TRADES.index(trade) * 20
    table.add_fields(
        {
            "id": sku.id,
            "code": sku.code,
            "displayName": name,
            "description": f"<p>{name} &ndash; {trade}</p>",
            "warranty": {"duration": 12, "description": "One year"} if hours > 1 else None,
            "categories": [{"id": category, "name": f"{trade} Services", "active": True}],
            **_prices(dollars),
            "taxable": False,
            "account": f"{trade} Income",
            "hours": number(hours * 100),
            "isLabor": hours > 2,
            "recommendations": [],
            "upgrades": [],
            "assets": [],
            "serviceMaterials": [{"skuId": FIRST_MATERIAL, "quantity": number(150)}],
            "serviceEquipment": [],
            "active": active,
            "crossSaleGroup": None,
            **_rewards(rng),
            "modifiedOn": audit_fields(created, modified)["modifiedOn"],
            "source": None,
            "externalId": None,
            "externalData": None,
            "businessUnitId": None,
            "cost": number(sku.cost),
            "createdOn": audit_fields(created, modified)["createdOn"],
            "soldByCommission": number(0),
            "defaultAssetUrl": None,
            "budgetCostCode": None,
            "budgetCostType": None,
            "calculatedPrice": None,
            "useStaticPrices": True,
        },
        created,
        modified,
        active,
    )
    return sku


def _stock(dollars: int) -> dict[str, Any]:
    """What materials and equipment have in common."""
    return {
        "account": "Sales",
        "costOfSaleAccount": "Cost of Goods Sold",
        "assetAccount": "Inventory",
        "unitOfMeasure": "Each",
        "isInventory": dollars > 20,
        "taxable": True,
        "cost": number(dollars * 55),
        "source": None,
        "externalId": None,
        "externalData": [],
        "displayInAmount": False,
        "generalLedgerAccountId": None,
        "defaultAssetUrl": None,
        "budgetCostCode": None,
        "budgetCostType": None,
        "assets": [],
        "primaryVendor": {
            "id": 31,
            "vendorName": "Copper State Supply",
            "vendorId": 1,
            "memo": None,
            "vendorPart": f"CS-{dollars}",
            "cost": number(dollars * 55),
            "active": True,
            "primarySubAccount": None,
            "otherSubAccounts": [],
        }
        if dollars % 2
        else None,
        "otherVendors": [],
    }


def _material(dataset: Dataset, rng: Rng, opened: int, trade: str, name: str, dollars: int) -> Sku:
    table = dataset.table("pricebook/materials")
    created, modified, active = _audit_times(dataset, rng, opened)
    sku = Sku(
        FIRST_MATERIAL + len(table),
        "Material",
        f"M{1000 + len(table)}",
        name,
        dollars * 100,
        dollars * 55,
        0,
        taxable=True,
    )
    fields = {
        "id": sku.id,
        "code": sku.code,
        "displayName": name,
        "description": name,
        "active": active,
        **_prices(dollars),
        "hours": number(0),
        **_rewards(rng),
        "deductAsJobCost": True,
        **_stock(dollars),
        "categories": [FIRST_CATEGORY + TRADES.index(trade) * 20 + 10],
        "isConfigurableMaterial": False,
        "chargeableByDefault": True,
        "variationsOrConfigurableMaterials": [],
        "businessUnitId": None,
        "createdById": dataset.employees[0].id,
        "isOtherDirectCost": False,
        "costTypeId": None,
        **audit_fields(created, modified),
    }
    table.add_fields(fields, created, modified, active)
    return sku


def _equipment(dataset: Dataset, rng: Rng, opened: int, trade: str, name: str, dollars: int) -> Sku:
    table = dataset.table("pricebook/equipment")
    created, modified, active = _audit_times(dataset, rng, opened)
    sku = Sku(
        FIRST_EQUIPMENT + len(table),
        "Equipment",
        f"E{1000 + len(table)}",
        name,
        dollars * 100,
        dollars * 55,
        2,
        taxable=True,
    )
    fields = {
        "id": sku.id,
        "code": sku.code,
        "displayName": name,
        "description": f"<p>{name}</p>",
        "active": active,
        **_prices(dollars),
        "manufacturer": name.split()[0],
        "model": f"{trade[:2].upper()}{dollars}",
        "manufacturerWarranty": {"duration": 120, "description": "Ten years, parts"},
        "serviceProviderWarranty": {"duration": 12, "description": "One year, labor"},
        "recommendations": [],
        "upgrades": [],
        "equipmentMaterials": [],
        "crossSaleGroup": None,
        **_rewards(rng),
        "hours": number(200),
        **_stock(dollars),
        "categories": [FIRST_CATEGORY + TRADES.index(trade) * 20 + 11],
        "isConfigurableEquipment": False,
        "variationsOrConfigurableEquipment": None,
        "typeId": 51 + TRADES.index(trade),
        "dimensions": {"height": number(3650), "width": number(2900), "depth": number(2900)},
        **audit_fields(created, modified),
    }
    table.add_fields(fields, created, modified, active)
    return sku
