"""An error as reports show it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from shared.errors import ScoutError


class ErrorReport(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    kind: str
    message: str
    fix: str = ""
    http_status: int = Field(502, exclude=True)

    @classmethod
    def of(cls, error: ScoutError) -> ErrorReport:
        return cls(
            code=error.code, kind=error.kind, message=error.message, fix=error.fix, http_status=error.http_status
        )
