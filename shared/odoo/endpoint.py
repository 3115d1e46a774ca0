"""Which Odoo, which database, as whom: what messages may name."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from shared.settings import OdooSettings


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` has no trailing slash; `host` is its host and port; `login` is empty when only an API key is set."""

    url: str
    host: str
    db: str
    login: str

    @classmethod
    def of(cls, settings: OdooSettings) -> Endpoint:
        return cls(
            url=settings.base_url,
            host=urlsplit(settings.base_url).netloc,
            db=settings.db,
            login=settings.username or "",
        )
