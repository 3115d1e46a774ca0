"""What a proof found: one row a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

Verdict = Literal["equal", "differs", "not provable", "failed"]


class MetricProof(BaseModel):
    """One figure, in Odoo and here.

    `period`: a month's first day; None: as of now. `currency`: ISO code, None for quantities and counts. `company_id`
    None: nobody has any of it, or nobody could be asked. `as_of`: until when the model's changes had been read.
    """

    model_config = ConfigDict(frozen=True)

    metric: str
    company_id: int | None = None
    company_name: str | None = None
    currency: str | None = None
    period: date | None = None
    odoo: Decimal | None = None
    warehouse: Decimal | None = None
    difference: Decimal | None = None
    verdict: Verdict
    reason: str = ""
    as_of: AwareDatetime | None = None


class ProofReport(BaseModel):
    """All figures, by metric, company and period."""

    odoo: str
    warehouse: str
    months: list[date]
    checked_at: AwareDatetime
    proofs: list[MetricProof]

    @property
    def bad(self) -> Sequence[MetricProof]:
        return [proof for proof in self.proofs if proof.verdict in {"differs", "failed"}]
