"""What a caller can ask for: the same words in the HTTP body and on the command line."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from dateutil.parser import isoparse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from shared.errors import InputError
from shared.models.catalogue import Catalogue
from shared.models.stream import Stream
from shared.sync.row_validation import HIGHEST_ID

Mode = Literal["incremental", "full", "reconcile", "replay"]


_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def _aware(value: object) -> object:
    """ISO 8601 text with an offset → aware datetime. A date without a zone would mean another day elsewhere."""
    if not isinstance(value, str):
        raise ValueError("must be text such as 2026-11-01T00:00:00+08:00")  # noqa: TRY004 - pydantic collects ValueErrors
    try:
        instant = isoparse(value)
    except ValueError:
        raise ValueError(f"{value!r} is not a date; write it as 2026-11-01T00:00:00+08:00") from None
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise ValueError(f"{value!r} is no date of this business; years {_FIRST_YEAR} to {_LAST_YEAR} are")
    if instant.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone; write it as 2026-11-01T00:00:00+08:00")
    return instant


Instant = Annotated[datetime, BeforeValidator(_aware)]


class SyncRequest(BaseModel):
    """`streams` or `groups`: what to read; without either, the groups of the settings.

    `since` (included) and `until` (excluded) are business dates; with either, no checkpoint moves.

    `ids` belong to mode `replay`: single records of one stream, read again whatever their write_date.
    `deep` and `force` belong to mode `reconcile`: read all content again too; delete what is gone, however much it is.
    `exact` false belongs to `dry_run` of a sync: Odoo only counts what would be read.
    `sample` goes with `deep`: of each stream so many records chosen at random are read again instead of all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    streams: list[str] | None = None
    groups: list[str] | None = None
    mode: Mode = "incremental"
    dry_run: bool = False
    since: Instant | None = None
    until: Instant | None = None
    deep: bool = False
    exact: bool = True
    sample: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    force: bool = False
    ids: list[Annotated[int, Field(ge=1, le=HIGHEST_ID)]] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> SyncRequest:
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ValueError("since must be before until")
        if self.streams is not None and self.groups is not None:
            raise ValueError("streams and groups do not go together: name the streams, or the groups that hold them")
        if self.mode == "reconcile" and self.by_business_date:
            raise ValueError("since and until do not go with mode reconcile: it holds the whole stream against Odoo")
        if self.mode != "reconcile" and (self.deep or self.force):
            raise ValueError("deep and force go with mode reconcile only")
        if not self.exact and (not self.dry_run or self.mode not in {"incremental", "full"}):
            raise ValueError("exact false goes with dry_run of mode incremental or full: Odoo only counts")
        if self.sample is not None and not self.deep:
            raise ValueError("sample goes with deep: how many records of each stream to read again, instead of all")
        if (self.mode == "replay") != bool(self.ids):
            raise ValueError("ids go with mode replay, and that needs them: a list of Odoo ids")
        if self.mode == "replay" and (self.by_business_date or len(set(self.streams or [])) != 1):
            raise ValueError("mode replay reads records of one stream: name it, without since and until")
        return self

    @property
    def by_business_date(self) -> bool:
        return self.since is not None or self.until is not None

    def select(self, catalogue: Catalogue) -> tuple[Stream, ...]:
        """The streams this request means. With business dates and no names: those that have such a date."""
        dated = [model for model, stream in catalogue.known.items() if stream.business_date is not None]
        known = [model for model in self.streams or () if model in catalogue.known]
        without = [model for model in known if model not in dated]
        problems: list[str] = []
        if self.by_business_date and without:
            problems = [f"since/until: {', '.join(without)} has no business date; these have: {', '.join(dated)}"]
        try:
            streams = catalogue.select(self.streams, self.groups)
        except InputError as error:
            problems = [*error.problems, *problems]
        if problems:
            raise InputError(problems)
        return tuple(one for one in streams if not self.by_business_date or one.model in dated)


def parse_request(body: Any) -> SyncRequest:
    """A decoded JSON body → request. Raises `InputError` with every problem by name."""
    if not isinstance(body, dict):
        raise InputError(['the body must be a JSON object such as {"streams": ["pos.order"], "dry_run": true}'])
    known = ", ".join(SyncRequest.model_fields)
    problems = []
    try:
        return SyncRequest.model_validate(body)
    except ValidationError as error:
        for one in error.errors():
            name = ".".join(str(part) for part in one["loc"])
            message = one["msg"].removeprefix("Value error, ")
            if one["type"] == "extra_forbidden":
                problems.append(f"{name}: unknown key; known: {known}")
            else:
                problems.append(f"{name}: {message}" if name else message)
    raise InputError(problems)
