"""The file `.env`: what `scout init` writes, and every command reads where a variable is not set otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from dotenv import dotenv_values, set_key, unset_key

_ALTERNATIVES = (
    "ODOO_API_KEY", "ODOO_USERNAME", "ODOO_PASSWORD",
    "SUPABASE_DB_URL", "SUPABASE_URL", "SUPABASE_SERVICE_ROLE_KEY",
)  # fmt: skip
"""One way in shuts out another: what is left of an earlier one would be used."""


def write_env_file(path: Path, answers: Mapping[str, str], *, may_replace: Callable[[str], bool]) -> bool:
    """Puts the answers in, readable by the owner alone; other lines stay. False: `may_replace(names)` said no."""
    stored = dotenv_values(path, interpolate=False)
    gone = [name for name in _ALTERNATIVES if stored.get(name) and name not in answers]
    other = [name for name, value in answers.items() if stored.get(name) not in {None, "", value}]
    if (gone or other) and not may_replace(", ".join([*gone, *other])):
        return False
    path.touch(mode=0o600)
    path.chmod(0o600)
    for name in gone:
        unset_key(path, name)
    for name, value in answers.items():
        set_key(path, name, value)
    return True
