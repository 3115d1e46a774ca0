"""Who may look: names and passwords of LAKE_DASHBOARD_USERS, each with the companies it sees."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from shared.errors import SettingsError


@dataclass(frozen=True)
class User:
    """`companies`: None for all of the lake."""

    name: str
    password: str
    companies: tuple[int, ...] | None


def read_users(text: str) -> tuple[User, ...]:
    """`name:password,name:password:1+2`; the numbers are ids of companies. Raises `SettingsError`."""
    users = []
    for entry in (part.strip() for part in text.split(",") if part.strip()):
        name, _, rest = entry.partition(":")
        password, _, companies = rest.partition(":")
        ids = [one for one in companies.split("+") if one]
        if not name or len(password) < 8 or not all(one.isdigit() for one in ids):
            raise SettingsError(
                ["LAKE_DASHBOARD_USERS must be name:password or name:password:1+2, passwords of 8 characters or more"]
            )
        users.append(User(name, password, tuple(map(int, ids)) or None))
    return tuple(users)


def recognised(users: tuple[User, ...], name: str, password: str) -> User | None:
    """Compared in the same time, right or wrong."""
    found = [
        user
        for user in users
        if hmac.compare_digest(user.name.encode(), name.encode())
        & hmac.compare_digest(user.password.encode(), password.encode())
    ]
    return found[0] if found else None
