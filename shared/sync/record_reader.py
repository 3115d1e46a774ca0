"""Reading a model's records whole: what one call to Odoo cannot show is asked for by further ones."""

from __future__ import annotations

from dataclasses import dataclass

from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.model import Domain, Page
from shared.odoo.normalise import Normaliser
from shared.sync.row_validation import Rows, Unusable, usable


@dataclass(frozen=True, slots=True)
class Records:
    """`rows`: normalised, in the order of their ids. `shown`: how many records Odoo answered, usable or not."""

    rows: Rows
    unusable: list[Unusable]
    shown: int
    bytes: int


class RecordReader:
    """Records of one model, normalised. One reader serves one stream's pages one after the other.

    A company-dependent field (Odoo reference, *Company-dependent fields*) reads as the value of the company a call
    names first. Here it becomes one value for each company of the user, by the company's id as text:
    `"standard_price": {"1": 8.0, "2": 0.0}`, also where there is but one company.
    """

    def __init__(self, model: str, odoo: Odoo, columns: Columns) -> None:
        self._model = model
        self._odoo = odoo
        self._names = columns.names
        self._normaliser = Normaliser(columns)
        self._replaced = columns.replaced
        self._dependent = columns.company_dependent
        fields = {name: columns.fields[name] for name in self._dependent}
        self._dependent_normaliser = Normaliser(Columns(self._dependent, fields, (), ()))

    @property
    def nul_characters(self) -> int:
        """How many were taken out so far."""
        return self._normaliser.nul_characters + self._dependent_normaliser.nul_characters

    def read(self, domain: Domain, *, limit: int, after_id: int = 0) -> Records:
        """Up to `limit` records, which must lie behind `after_id`; `bytes` is the size of Odoo's answers.

        One call, and where there are company-dependent fields one more for each company but the first. Raises
        `OdooRefused` when ids do not grow.
        """
        page = self._odoo.page(self._model, domain=domain, fields=self._names, limit=limit, order="id")
        self._replace(page.rows)
        shown = len(page.rows)
        kept, unusable = usable(self._model, page.rows, after_id=after_id)
        rows = self._normaliser.rows(Page(kept, page.bytes, page.may_hold_nul))
        more = self._by_company(rows) if rows and self._dependent else 0
        return Records(rows, unusable, shown, page.bytes + more)

    def _replace(self, rows: Rows) -> None:
        """Before anything else, for unusable records are kept as text. What should be a text and is none, goes."""
        for name, replacement in self._replaced.items():
            for row in rows:
                if (value := row.get(name)) is not None:
                    row[name] = replacement.of(value) if isinstance(value, str) else None

    def _by_company(self, rows: Rows) -> int:
        """Puts each company's value into the rows, which hold those of the first. Answers the bytes it took.

        A record that is gone by then has null for the companies left. What changed in between comes again with the
        next window, by its write_date.
        """
        first, *others = self._odoo.identity.company_ids
        for row in rows:
            for name in self._dependent:
                row[name] = {str(first): row[name]}
        ids = [row["id"] for row in rows]
        size_bytes = 0
        for company_id in others:
            page = self._odoo.page(
                self._model,
                domain=[["id", "in", ids]],
                fields=("id", *self._dependent),
                limit=len(ids),
                order="id",
                company_id=company_id,
            )
            size_bytes += page.bytes
            self._replace(page.rows)
            theirs = {row["id"]: row for row in self._dependent_normaliser.rows(page)}
            for row in rows:
                shown = theirs.get(row["id"], {})
                for name in self._dependent:
                    row[name][str(company_id)] = shown.get(name)
        return size_bytes
