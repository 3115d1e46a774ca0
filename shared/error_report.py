"""An error as reports show it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from shared.errors import ScoutError


class ErrorReport(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: str
    message: str
    fix: str = ""

    @classmethod
    def of(cls, error: ScoutError) -> ErrorReport:
        return cls(kind=error.kind, message=error.message, fix=error.fix)
