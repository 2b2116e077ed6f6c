"""Payments, applied to invoices.

A payment's total is what it applies plus its unapplied amount.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.data import accounts, geography
from sandbox.data.dataset import Dataset
from sandbox.data.ids import FIRST_APPLICATION, FIRST_PAYMENT
from sandbox.data.model import Invoice
from sandbox.encoding import dollars
from sandbox.timestamps import TICKS_PER_DAY, text_from

_TYPES = (("1", "Cash"), ("2", "Check"), ("3", "Credit Card"), ("4", "ACH"), ("5", "Financing"))


class Payments:
    """Makes payments. Commercial customers often pay several invoices at once.

    Args:
        store: Called with each invoice once its payments are known.
    """

    def __init__(self, dataset: Dataset, store: Callable[[Invoice], None]) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("payments")
        self._table = dataset.table("accounting/payments")
        self._store = store
        self._waiting: dict[int, list[Invoice]] = {}
        self._applications = 0

    def settle(self, invoice: Invoice) -> None:
        """Pay an invoice in one of the ways that occur, or leave it open."""
        rng, draw = self._rng, self._rng.random()
        if invoice.total <= 0:
            self._store(invoice)
        elif invoice.customer.commercial:
            self._collect(invoice)
        else:
            if draw < 0.8:
                self._pay([(invoice, invoice.total)], unapplied=500 if draw < 0.01 else 0)
            elif draw < 0.88:
                self._pay([(invoice, invoice.total * rng.between(2, 8) // 10)])
                self._pay([(invoice, invoice.balance)])
            elif draw < 0.91:
                self._pay([(invoice, invoice.total // 3)])
                self._pay_late(invoice)
            else:
                if draw < 0.925:
                    self._pay([(invoice, invoice.total)], is_void=True)
                self._pay_late(invoice)
            self._store(invoice)
        if draw > 0.985:
            self._pay([], unapplied=rng.between(1, 20) * 2500, deposit_of=invoice)

    def _pay_late(self, invoice: Invoice) -> None:
        """Pay what is left of an invoice weeks after it was due.

        Hardly anybody never pays: receivables over 30 days, less open credits, stay near a tenth of
        what the shop earns in a month, or below.
        """
        days = invoice.customer.terms_days + self._rng.between(12, 48)
        paid = invoice.created + days * TICKS_PER_DAY
        if paid <= self._dataset.now and self._rng.random() < 0.99:
            invoice.modified = max(invoice.modified, paid)
            self._pay([(invoice, invoice.balance)])

    def refund(self, credit: Invoice, original: Invoice) -> None:
        """Pay a negative invoice back where its original was paid, or leave the credit open.

        Were paid ones left open too, the credits of two years would outweigh what customers owe.
        """
        if original.payment is not None:
            self._pay([(credit, credit.total)], refunds=original.payment)
        self._store(credit)

    def close(self) -> None:
        """Store the invoices of commercial customers that are not paid yet, or were paid alone."""
        for waiting in self._waiting.values():
            for invoice in waiting:
                self._pay_late(invoice)
                self._store(invoice)
        self._waiting.clear()

    def _collect(self, invoice: Invoice) -> None:
        waiting = self._waiting.setdefault(invoice.customer.id, [])
        waiting.append(invoice)
        if len(waiting) > self._rng.below(4):
            del self._waiting[invoice.customer.id]
            if self._rng.random() < 0.95:
                self._pay([(one, one.balance) for one in waiting])
            for one in waiting:
                if one.balance:
                    self._pay_late(one)
                self._store(one)

    def _pay(
        self,
        parts: list[tuple[Invoice, int]],
        *,
        unapplied: int = 0,
        is_void: bool = False,
        deposit_of: Invoice | None = None,
        refunds: int | None = None,
    ) -> None:
        """Make one payment; a void one changes no balance.

        Args:
            parts: The invoices it is applied to, with the amount for each in cents.
            unapplied: What is left, in cents.
            deposit_of: The invoice whose customer pays, where the payment is applied to none.
            refunds: The id of the payment that this one pays back.
        """
        rng, dataset, table = self._rng, self._dataset, self._table
        invoice = deposit_of or parts[-1][0]
        paid = rng.after(max(invoice.created, invoice.modified), 3, dataset.now)
        type_id, type_name = rng.pick(_TYPES)
        total = unapplied + sum(amount for _, amount in parts)
        customer = invoice.customer
        when = text_from(paid)
        identifier = FIRST_PAYMENT + len(table)
        table.add_fields(
            {
                "active": not is_void,
                "appliedTo": [self._application(one, amount, when) for one, amount in parts],
                "authCode": f"{paid % 1_000_000:06}" if type_id == "3" else None,
                "batch": None,
                "businessUnit": {"id": invoice.unit.id, "name": invoice.unit.name},
                "checkNumber": str(1000 + identifier % 8999) if type_id == "2" else None,
                "createdBy": "system",
                "createdOn": when,
                "customer": {"id": customer.id, "name": customer.name},
                "customFields": [],
                "date": geography.calendar_day(paid),
                "deposit": None,
                "generalLedgerAccount": accounts.UNDEPOSITED,
                "id": identifier,
                "memo": "Thank you 🙏" if rng.random() < 0.05 else None,
                "modifiedOn": when,
                "referenceNumber": f"PMT{identifier}",
                "refundedPaymentId": refunds,
                "syncStatus": "Pending",
                "total": dollars(total),
                "type": type_name,
                "typeId": type_id,
                "unappliedAmount": dollars(unapplied),
            },
            paid,
            paid,
            not is_void,
        )
        if is_void:
            return
        for one, amount in parts:
            one.applied += amount
            one.modified = max(one.modified, paid)
            one.payment = identifier
        customer.balance -= unapplied
        customer.modified = max(customer.modified, paid)

    def _application(self, invoice: Invoice, amount: int, when: str) -> dict[str, Any]:
        self._applications += 1
        return {
            "appliedAmount": dollars(amount),
            "appliedBy": "system",
            "appliedId": FIRST_APPLICATION + self._applications,
            "appliedOn": when,
            "appliedTo": invoice.id,
            "appliedToReferenceNumber": invoice.number,
        }
