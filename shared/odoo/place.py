"""Which Odoo, which database, whose credentials: what messages may name, and what they must never show."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from shared.settings import OdooSettings

_LONGEST_MESSAGE = 300
"""Characters of Odoo's own message that are worth showing; the rest is lists of records and stack traces."""


@dataclass(frozen=True, slots=True)
class Place:
    """`url` has no trailing slash; `host` is its host and port; `login` is empty when only an API key is set."""

    url: str
    host: str
    db: str
    login: str
    secrets: tuple[SecretStr, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, settings: OdooSettings) -> Place:
        return cls(
            url=settings.base_url,
            host=urlsplit(settings.base_url).netloc,
            db=settings.db,
            login=settings.username or "",
            secrets=tuple(secret for secret in (settings.password, settings.api_key) if secret),
        )

    def quote(self, text: str) -> str:
        """Somebody else's text in one line of sane length, with our own secrets blotted out should they be in it."""
        text = storable(text)  # first: what is left out may stand within a secret
        for secret in self.secrets:
            text = text.replace(secret.get_secret_value(), "***")
        text = " ".join(text.split())
        return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def storable(text: str) -> str:
    """Without what PostgreSQL's text cannot hold and Odoo's words may: NUL, and halves of a surrogate pair."""
    return text.replace("\x00", "").encode(errors="ignore").decode()
