"""The dashboard's pages as data: what each shows, over which rows of the lake (`queries/<name>.sql`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`name`: of its query, address and filters. `amount`, `quantity`, `top`: what its columns are called."""

    name: str
    title: str
    amount: str
    quantity: str
    top: str
    has_stores: bool = False

    @property
    def path(self) -> str:
        return "/" if self.name == "sales" else f"/{self.name}"


PAGES = (
    Page("sales", "Sales", "Sales with tax", "Quantity", "Products", has_stores=True),
    Page("invoices", "Invoices", "Invoiced without tax", "Quantity", "Products"),
    Page("purchases", "Purchases", "Billed without tax", "Quantity", "Products"),
    Page("inventory", "Inventory", "Value moved, in less out", "Quantity moved, in less out", "Products"),
)
