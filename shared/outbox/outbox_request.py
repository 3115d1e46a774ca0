"""What a caller can ask the outbox's worker for: the same words in the HTTP body and on the command line."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import InputError


class OutboxRequest(BaseModel):
    """`batch_size`: messages claimed at once; None takes `OUTBOX_BATCH_SIZE`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    batch_size: int | None = Field(None, ge=1, le=1000)
    dry_run: bool = False


def parse_outbox_request(body: Any) -> OutboxRequest:
    """A decoded JSON body → request. Raises `InputError` with every problem by name."""
    if not isinstance(body, dict):
        raise InputError(['the body must be a JSON object such as {"batch_size": 50, "dry_run": true}'])
    try:
        return OutboxRequest.model_validate(body)
    except ValidationError as error:
        known = ", ".join(OutboxRequest.model_fields)
        problems = [
            f"{one['loc'][0]}: " + (f"unknown key; known: {known}" if one["type"] == "extra_forbidden" else one["msg"])
            for one in error.errors()
        ]
    raise InputError(problems)
