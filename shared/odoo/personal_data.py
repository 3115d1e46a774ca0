"""What becomes of fields marked personal on their way from Odoo: kept, hashed or omitted (`SYNC_PERSONAL`)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import Literal

from shared.models.stream import Stream
from shared.odoo.columns import Columns, Replacement

_TEXTS = frozenset({"char", "text", "html"})
_HASH_DIGITS = 32
_SHOWN_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Hashed:
    """A keyed hash: equal texts have equal hashes, in all fields and runs, and nobody without the key can try names.

    Case and blanks make no difference, as they make none in an e-mail address.
    """

    key: bytes = field(repr=False)

    @property
    def words(self) -> str:
        return f"hashed with key {self._digits('')[:_SHOWN_DIGITS]}"

    def of(self, text: str) -> str:
        plain = " ".join(text.replace("\x00", "").split()).casefold()
        return self._digits(plain)[:_HASH_DIGITS] if plain else ""

    def _digits(self, text: str) -> str:
        return hmac.new(self.key, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Omitted:
    """In the place of a text that its stream or typed table cannot be without."""

    words: str = "omitted"

    def of(self, text: str) -> str:
        return "omitted"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`key`: for `hash` only."""

    treatment: Literal["keep", "hash", "omit"] = "keep"
    key: str = field(default="", repr=False)

    def columns(self, stream: Stream, columns: Columns) -> Columns:
        """The columns as this treatment reads them. What is personal and no text is not asked of Odoo at all."""
        marked = [name for name in stream.personal if name in columns.fields]
        if self.treatment == "keep" or not marked:
            return columns
        replacement: Replacement = Hashed(self.key.encode()) if self.treatment == "hash" else Omitted()
        told = set(marked) if self.treatment == "hash" else _required(stream) & set(marked)
        replaced = {name: replacement for name in marked if name in told and columns.fields[name].type in _TEXTS}
        left_out = set(marked) - replaced.keys()
        return replace(
            columns,
            names=tuple(name for name in columns.names if name not in left_out),
            fields={name: one for name, one in columns.fields.items() if name not in left_out},
            replaced=replaced,
        )


def _required(stream: Stream) -> set[str]:
    in_table = (column.field for column in stream.table.columns if column.required) if stream.table else ()
    return {*stream.required, *in_table}
