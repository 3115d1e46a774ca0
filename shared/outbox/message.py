"""What a worker gets from the outbox and gives back: messages, what the record was like before, outcomes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

Operation = Literal["upsert", "write", "unlink", "call"]

OWN_MODULE = "__outbox__"
"""The word before the dot in the external ids of records that upserts made."""


class Reading(BaseModel):
    """A record as it was read: `values` by path, `name` or, of a line, `order_line/first/product_id`.

    `id` None: there is no such record. `readable` False: whether there is one could not be told, because Odoo's user
    may not read external ids. `write_date` is Odoo's text, naive UTC in whole seconds; None for models without one.
    `read_at` is Odoo's clock in its answer, in the same form.
    """

    model_config = ConfigDict(frozen=True)

    readable: bool = True
    id: int | None = None
    write_date: str | None = None
    read_at: str | None = None
    values: dict[str, JsonValue] = {}

    @property
    def is_too_fresh(self) -> bool:
        """Whether a change right after it need not show in `write_date`, which has whole seconds."""
        return self.write_date is not None and (self.read_at is None or self.write_date >= self.read_at)


class Message(BaseModel):
    """One message as `ops.claim_messages` answers it. `sent_seconds_ago`: since a call was last about to be sent.

    `limited`: its author may change what `ops.author_rights` allows; of that, `named_fields` are the fields it names.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    idempotency_key: str
    model: str
    operation: Operation
    external_id: str | None = None
    record_id: int | None = None
    payload: dict[str, Any] = {}
    guard: list[Any] | None = None
    if_unmodified_since: AwareDatetime | None = None
    company_id: int | None = None
    attempts: int = 0
    fence: int
    in_doubt: bool = False
    before: Reading | None = None
    sent_seconds_ago: float | None = None
    limited: bool = False
    named_fields: list[str] = []

    @property
    def method(self) -> str:
        """The button of a `call`."""
        return str(self.payload.get("method", ""))

    @property
    def place(self) -> str:
        """For people: `sale.order 7` or `res.partner __outbox__.ann`."""
        return f"{self.model} {self.external_id or self.record_id}"

    @property
    def context(self) -> dict[str, JsonValue]:
        """A message of a company sees and changes that company's records and the shared ones (invariant 14)."""
        return {} if self.company_id is None else {"allowed_company_ids": [self.company_id]}

    def refused(self, kind: str, error: str) -> Outcome:
        """Parked; in doubt it stays as it was: only a person can say that it should be sent all the same."""
        return Outcome.dead(kind, error, in_doubt=self.in_doubt)


class Outcome(BaseModel):
    """What became of a message.

    `done`: Odoo is as the message asks. `skipped`: its guard no longer holds. `retry`: Odoo answered with something
    that passes, or its answer was lost (`in_doubt`). `wait`: Odoo was not reached; tried again for ever. `dead`: a
    person has to look. `kind` sorts errors, `error` tells them, `note` says what is worth knowing of a success.
    """

    model_config = ConfigDict(frozen=True)

    result: Literal["done", "skipped", "retry", "wait", "dead"]
    odoo_id: int | None = None
    write_date: str | None = None
    note: str | None = None
    kind: str | None = None
    error: str | None = None
    in_doubt: bool = False

    @classmethod
    def done(cls, odoo_id: int | None, write_date: str | None, *, note: str | None = None) -> Outcome:
        """`write_date`: Odoo's naive UTC."""
        stamp = None if write_date is None else f"{write_date.replace(' ', 'T')}Z"
        return cls(result="done", odoo_id=odoo_id, write_date=stamp, note=note)

    @classmethod
    def dead(cls, kind: str, error: str, *, in_doubt: bool = False) -> Outcome:
        return cls(result="dead", kind=kind, error=error, in_doubt=in_doubt)

    @classmethod
    def retry(cls, kind: str, error: str, *, in_doubt: bool = False) -> Outcome:
        return cls(result="retry", kind=kind, error=error, in_doubt=in_doubt)


def external_id_of(key: str, company_id: int | None = None) -> str:
    """The external id of the record that a company's upsert makes under this key; as `ops.external_id` spells it."""
    letters = (
        letter if letter.isascii() and (letter.isalnum() or letter in "_-") else _spelled(letter) for letter in key
    )
    of_company = "" if company_id is None else f"{company_id}@"  # no spelled key has an @ in it
    return f"{OWN_MODULE}.{of_company}{''.join(letters)}"


def _spelled(letter: str) -> str:
    """Odoo refuses blanks in external ids, and takes a dot or a comma for more than a letter."""
    return "".join(f"={byte:02X}" for byte in letter.encode())
