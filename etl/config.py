"""What the lake is told from outside: where Odoo is, where the files go, whose records are in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from shared.errors import SettingsError
from shared.odoo.personal_data import PersonalData
from shared.settings import Settings

_SCHEMES = {"jsonrpc": "http", "jsonrpc+ssl": "https", "json2": "https", "": "https"}
_DEFAULT_PORTS = {"http": "8069", "https": "443"}
_ROOT = "./lake"
SOFT_LIMIT_SECONDS = 1800
HARD_LIMIT_SECONDS = 1900


@dataclass(frozen=True)
class LakeConfig:
    """`companies`: the ids whose records may be in this lake; empty: all that Odoo's user sees.

    `zone`: SYNC_TIME_ZONE, in which a till's day begins and ends; empty: that of its company.
    `personal`: what becomes of personal fields; files have no row security, so they are left out unless somebody asks.
    """

    settings: Settings
    root: Path
    catalogue_url: str
    redis_url: str
    companies: tuple[int, ...]
    personal: PersonalData
    zone: str
    worker_concurrency: int | None
    soft_limit_seconds: int
    hard_limit_seconds: int

    @classmethod
    def of(cls, settings: Settings) -> LakeConfig:
        """Raises `SettingsError` that names each variable that is wrong."""
        problems: list[str] = []
        root = Path(settings.value("DATA_LAKE_ROOT") or _ROOT).absolute()
        companies = _numbers(settings, "LAKE_COMPANIES", problems)
        limits = {
            name: _number(settings, name, default, problems)
            for name, default in (
                ("CELERY_TASK_SOFT_TIME_LIMIT", SOFT_LIMIT_SECONDS),
                ("CELERY_TASK_TIME_LIMIT", HARD_LIMIT_SECONDS),
                ("CELERY_WORKER_CONCURRENCY", 0),
            )
        }
        treatment = settings.value("LAKE_PERSONAL") or "omit"
        if treatment not in ("keep", "hash", "omit"):
            problems.append("LAKE_PERSONAL must be 'keep', 'hash' or 'omit'")
        if treatment == "hash" and not settings.value("SYNC_PERSONAL_KEY"):
            problems.append("SYNC_PERSONAL_KEY is missing; LAKE_PERSONAL=hash needs it")
        if "://" in settings.value("DATA_LAKE_ROOT"):
            problems.append("DATA_LAKE_ROOT must be a folder")
        if problems:
            raise SettingsError(problems)
        return cls(
            settings=_with_odoo(settings),
            root=root,
            catalogue_url=settings.value("LAKE_CATALOGUE_URL") or f"sqlite:///{root}/metadata/catalogue.db?timeout=60",
            redis_url=settings.value("REDIS_URL") or "redis://localhost:6379/0",
            companies=companies,
            personal=PersonalData(
                cast(Literal["keep", "hash", "omit"], treatment), settings.value("SYNC_PERSONAL_KEY")
            ),
            zone=settings.migration.time_zone or "",
            worker_concurrency=limits["CELERY_WORKER_CONCURRENCY"] or None,
            soft_limit_seconds=limits["CELERY_TASK_SOFT_TIME_LIMIT"],
            hard_limit_seconds=limits["CELERY_TASK_TIME_LIMIT"],
        )

    @property
    def star_path(self) -> Path:
        """What DuckDB opens: a view for each table of the lake."""
        return self.root / "star.duckdb"

    @property
    def metadata(self) -> Path:
        return self.root / "metadata"


def _with_odoo(settings: Settings) -> Settings:
    """ODOO_HOST, ODOO_PORT and ODOO_PROTOCOL=jsonrpc+ssl, as older documents name them, in our own names."""
    host, spoken = settings.value("ODOO_HOST"), settings.value("ODOO_PROTOCOL")
    if settings.value("ODOO_BASE_URL") or not host:
        return settings
    if spoken not in _SCHEMES:
        raise SettingsError(["ODOO_PROTOCOL must be 'jsonrpc+ssl', 'jsonrpc' or 'json2' where ODOO_HOST is set"])
    scheme = _SCHEMES[spoken]
    port = settings.value("ODOO_PORT") or _DEFAULT_PORTS[scheme]
    named = {"ODOO_BASE_URL": f"{scheme}://{host}:{port}", "ODOO_PROTOCOL": spoken.partition("+")[0] or "auto"}
    return settings.with_values(**named)


def _number(settings: Settings, name: str, default: int, problems: list[str]) -> int:
    text = settings.value(name) or str(default)
    if text.isdigit():
        return int(text)
    problems.append(f"{name} must be a whole number")
    return default


def _numbers(settings: Settings, name: str, problems: list[str]) -> tuple[int, ...]:
    parts = [part.strip() for part in settings.value(name).split(",") if part.strip()]
    if all(part.isdigit() for part in parts):
        return tuple(sorted({int(part) for part in parts}))
    problems.append(f"{name} takes ids of companies, separated by commas")
    return ()
