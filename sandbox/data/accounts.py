"""The general ledger accounts that invoice lines and payments post to."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.data.dataset import Dataset, audit_fields, audit_times
from sandbox.encoding import Json, encode
from sandbox.timestamps import TICKS_PER_DAY


class Account(NamedTuple):
    """An account; ``kind`` decides whether a line that posts to it is revenue."""

    id: int
    name: str
    number: str
    kind: str
    detail: str

    @property
    def reference(self) -> Json:
        """The account as invoice lines and payments carry it, encoded once."""
        return Json(
            encode(
                {
                    "id": self.id,
                    "name": self.name,
                    "number": self.number,
                    "type": self.kind,
                    "detailType": self.detail,
                }
            )
        )


_ACCOUNTS = (
    Account(951, "Service Income", "4000", "Income", "Sales"),
    Account(952, "Undeposited Funds", "1200", "Asset", "Bank"),
    Account(953, "Install Income", "4100", "Income", "Sales"),
    Account(954, "Membership Income", "4200", "Income", "Sales"),
    Account(955, "Deferred Membership Revenue", "2400", "Liability", "OtherCurrentLiabilities"),
    Account(956, "Customer Deposits", "2300", "Liability", "OtherCurrentLiabilities"),
    Account(957, "Bad Debt", "6400", "Expense", "BadDebts"),
    Account(958, "Discounts Given", "4900", "Income", "DiscountsRefundsGiven"),
    Account(959, "Finance Charges", "7010", "OtherIncome", "OtherMiscellaneousIncome"),
    Account(960, "Cost of Goods Sold", "5000", "Expense", "SuppliesMaterialsCogs"),
)
(
    SERVICE_INCOME,
    UNDEPOSITED,
    INSTALL_INCOME,
    MEMBERSHIP_INCOME,
    DEFERRED_MEMBERSHIPS,
    DEPOSITS,
    BAD_DEBT,
    DISCOUNTS,
    FINANCE_CHARGES,
    _,
) = (account.reference for account in _ACCOUNTS)


def make(dataset: Dataset) -> None:
    """Make the chart of accounts."""
    rng = dataset.rng("accounts")
    opened = dataset.start - 2000 * TICKS_PER_DAY
    for account in _ACCOUNTS:
        created, modified = audit_times(dataset, rng, opened)
        dataset.table("accounting/gl-accounts").add_fields(
            {
                "id": account.id,
                "name": account.name,
                "number": account.number,
                "description": None,
                "type": account.kind,
                "subtype": account.detail,
                "active": True,
                "isIntacctGroup": False,
                "isIntacctBankAccount": False,
                "source": "ServiceTitan",
                "defaultAccountType": None,
                **audit_fields(created, modified),
            },
            created,
            modified,
        )
