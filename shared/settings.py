"""The environment, read once, checked whole, frozen.

A missing or malformed variable stops the start with one message that lists every problem. Secrets are `SecretStr`:
they appear in no repr, log or error. An empty variable counts as not set.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypeVar
from zoneinfo import available_timezones

from cronsim import CronSim, CronSimError
from dotenv import dotenv_values
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from shared.addresses import has_a_port_or_none, http_url, odoo_root, split_address
from shared.errors import SettingsError
from shared.foreign_text import keep_secret


class _Group(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over: the environment is read in one place, `Settings.read`."""
        return (init_settings,)

    def model_post_init(self, context: object, /) -> None:
        """From here on no text of somebody else shows what is secret here."""
        for value in dict(self).values():
            if isinstance(value, SecretStr):
                keep_secret(value.get_secret_value())

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        """What no single variable's check can see: combinations that leave no way in. One sentence each."""
        return []


class OdooSettings(_Group):
    """Where Odoo is and who reads it."""

    base_url: str = Field(alias="ODOO_BASE_URL")
    db: str = Field(alias="ODOO_DB")
    username: str | None = Field(None, alias="ODOO_USERNAME")
    password: SecretStr | None = Field(None, alias="ODOO_PASSWORD")
    api_key: SecretStr | None = Field(None, alias="ODOO_API_KEY")
    protocol: Literal["auto", "json2", "jsonrpc"] = Field("auto", alias="ODOO_PROTOCOL")
    max_calls_per_second: float | None = Field(None, alias="ODOO_MAX_CALLS_PER_SECOND", gt=0)
    largest_answer_mb: int = Field(64, alias="ODOO_LARGEST_ANSWER_MB", ge=1, le=4096)

    _root = field_validator("base_url")(odoo_root)

    @classmethod
    def at(cls, address: str) -> Self:
        """For what Odoo tells anybody. Raises `SettingsError`."""
        try:
            return cls.model_validate({"ODOO_BASE_URL": address, "ODOO_DB": ""})
        except ValidationError as error:
            raise SettingsError([_sentence(detail) for detail in error.errors()]) from None

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if "ODOO_API_KEY" not in given and "ODOO_PASSWORD" not in given:
            return ["ODOO_API_KEY (or ODOO_USERNAME with ODOO_PASSWORD) is missing"]
        problems = []
        if "ODOO_API_KEY" not in given and "ODOO_USERNAME" not in given:
            problems.append("ODOO_USERNAME is missing; ODOO_PASSWORD needs it")
        elif protocol == "jsonrpc" and "ODOO_USERNAME" not in given:
            problems.append("ODOO_USERNAME is missing; ODOO_PROTOCOL=jsonrpc needs it")
        if protocol == "json2" and "ODOO_API_KEY" not in given:
            problems.append("ODOO_API_KEY is missing; ODOO_PROTOCOL=json2 accepts no password")
        return problems


_URL_NAMES = ("SUPABASE_URL", "SUPABASE_PROJECT_URL")
"""Two names of one address; the first is ours, the second that of older documents."""


class WarehouseSettings(_Group):
    """Where the warehouse is. With `SUPABASE_DB_URL` the direct adapter is used, otherwise REST."""

    url: str | None = Field(None, alias="SUPABASE_URL", validation_alias=AliasChoices(*_URL_NAMES))
    service_role_key: SecretStr | None = Field(None, alias="SUPABASE_SERVICE_ROLE_KEY")
    db_url: SecretStr | None = Field(None, alias="SUPABASE_DB_URL")

    @field_validator("url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        return None if value is None else http_url(value)

    @field_validator("db_url")
    @classmethod
    def _db_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and "[YOUR-PASSWORD]" in value.get_secret_value():
            raise ValueError("still says [YOUR-PASSWORD] where the database's password belongs")
        if value is not None and split_address(value.get_secret_value()).scheme not in {"postgres", "postgresql"}:
            raise ValueError("must be an address such as postgresql://user:password@host:5432/postgres")
        return value

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if len({given[name].rstrip("/") for name in _URL_NAMES if name in given}) > 1:
            return ["SUPABASE_URL and SUPABASE_PROJECT_URL differ, and mean the same; set only SUPABASE_URL"]
        if "SUPABASE_DB_URL" in given:
            return []
        if not set(_URL_NAMES) & set(given):
            return ["SUPABASE_URL with SUPABASE_SERVICE_ROLE_KEY (or SUPABASE_DB_URL) is missing"]
        if "SUPABASE_SERVICE_ROLE_KEY" not in given:
            return ["SUPABASE_SERVICE_ROLE_KEY is missing; SUPABASE_URL needs it"]
        return []


DEFAULT_SCHEDULE = "*/15 * * * *"


class SyncSettings(_Group):
    """How to sync. `SYNC_TIME_BUDGET_SECONDS` unset: no limit from the command line, 240 s in a function.

    `SYNC_COUNT_EVERY_SECONDS`: how often at most a stream is counted against Odoo; unset: in every run, hourly where
    calls are limited. `SYNC_CLOCK_SKEW_SECONDS`: how far Odoo's clock and the warehouse's may be apart.
    `SYNC_PERSONAL`: what becomes of personal fields before they reach the warehouse.
    `SYNC_GROUPS`: names separated by commas; the catalogue knows them.
    """

    batch_size: int | None = Field(None, alias="SYNC_BATCH_SIZE", ge=1, le=50_000)
    checkpoint_key: str = Field("", alias="SYNC_CHECKPOINT_KEY")
    schedule: str = Field(DEFAULT_SCHEDULE, alias="SYNC_SCHEDULE")
    overlap_seconds: int = Field(20 * 60, alias="SYNC_OVERLAP_SECONDS", ge=0, le=86_400)
    lease_seconds: int = Field(300, alias="SYNC_LEASE_SECONDS", ge=10, le=86_400)
    time_budget_seconds: float | None = Field(None, alias="SYNC_TIME_BUDGET_SECONDS", gt=0)
    parallel_streams: int = Field(3, alias="SYNC_PARALLEL_STREAMS", ge=1, le=16)
    clock_skew_seconds: int = Field(300, alias="SYNC_CLOCK_SKEW_SECONDS", ge=1, le=10 * 366 * 86_400)
    count_every_seconds: int | None = Field(None, alias="SYNC_COUNT_EVERY_SECONDS", ge=0, le=7 * 86_400)
    deletion_share: float = Field(0.05, alias="SYNC_DELETION_SHARE", gt=0, le=1)
    streams_file: Path | None = Field(None, alias="SYNC_STREAMS_FILE")
    personal: Literal["keep", "hash", "omit"] = Field("keep", alias="SYNC_PERSONAL")
    personal_key: SecretStr | None = Field(None, alias="SYNC_PERSONAL_KEY", min_length=16)
    groups: tuple[str, ...] = Field((), alias="SYNC_GROUPS")
    secret: SecretStr | None = Field(None, alias="SYNC_SECRET")
    platform_authenticates: bool = Field(False, alias="SYNC_PLATFORM_AUTHENTICATES")

    @property
    def accepted_secrets(self) -> tuple[str, ...]:
        """One secret, or two while it is being rotated (`SYNC_SECRET=new,old`)."""
        value = self.secret.get_secret_value() if self.secret else ""
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @property
    def secret_problem(self) -> str | None:
        """What keeps a function from being called safely; the command line needs no secret."""
        if len(self.accepted_secrets) > 2:
            return "SYNC_SECRET takes one secret, or two separated by a comma while rotating"
        if any(len(secret) < 16 for secret in self.accepted_secrets):
            return "SYNC_SECRET is too short: each secret needs at least 16 characters"
        return None

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if given.get("SYNC_PERSONAL") == "hash" and "SYNC_PERSONAL_KEY" not in given:
            return ["SYNC_PERSONAL_KEY is missing; SYNC_PERSONAL=hash needs it"]
        return []

    @field_validator("groups", mode="before")
    @classmethod
    def _groups(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("checkpoint_key")
    @classmethod
    def _key(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_-]*", value):
            raise ValueError("may hold letters, digits, - and _ only")
        return value

    @field_validator("schedule")
    @classmethod
    def _cron(cls, value: str) -> str:
        try:
            next(CronSim(value, datetime(2026, 1, 1, tzinfo=UTC)))
        except (CronSimError, StopIteration):
            raise ValueError(
                f"must be a cron expression (minute, hour, day, month, weekday) such as {DEFAULT_SCHEDULE}"
            ) from None
        return value


class MigrationSettings(_Group):
    """What `scout migrate` tells a warehouse that does not know it yet: the shops' time zone."""

    time_zone: str | None = Field(None, alias="SYNC_TIME_ZONE")

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        known = available_timezones()
        if value is not None and known and value not in known:  # a slim container knows none; the warehouse does
            near = get_close_matches(value, known, n=1)
            raise ValueError(f"must be a time zone such as {near[0] if near else 'Asia/Manila'}")
        return value


class OutboxSettings(_Group):
    """How to push. `ODOO_REQUEST_LIMIT_SECONDS`: after how long Odoo ends a request (its `--limit-time-real`)."""

    batch_size: int = Field(50, alias="OUTBOX_BATCH_SIZE", ge=1, le=1000)
    lease_seconds: int = Field(300, alias="OUTBOX_LEASE_SECONDS", ge=30, le=86_400)
    request_limit_seconds: int = Field(120, alias="ODOO_REQUEST_LIMIT_SECONDS", ge=1, le=7200)

    @property
    def doubt_seconds(self) -> int:
        """How long a lost answer's message stays where it is: the limit, and a margin for what waits in a queue."""
        return self.request_limit_seconds + _DOUBT_MARGIN_SECONDS


class AlertSettings(_Group):
    """Who is told when something is wrong, and how often of the same cause at most."""

    slack_webhook_url: SecretStr | None = Field(None, alias="ALERT_SLACK_WEBHOOK_URL")
    smtp_url: SecretStr | None = Field(None, alias="ALERT_SMTP_URL")
    mail_from: str | None = Field(None, alias="ALERT_MAIL_FROM")
    mail_to: str | None = Field(None, alias="ALERT_MAIL_TO")
    repeat_seconds: int = Field(4 * 3600, alias="ALERT_REPEAT_SECONDS", ge=60, le=30 * 86_400)

    @property
    def receivers(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in (self.mail_to or "").split(",") if part.strip())

    @field_validator("slack_webhook_url")
    @classmethod
    def _webhook(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and split_address(value.get_secret_value()).scheme not in {"http", "https"}:
            raise ValueError("must be the address that Slack showed, https://hooks.slack.com/…")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        parts = split_address(value.get_secret_value())
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("must be an address such as smtp://user:password@mail.example.com:587")
        if parts.path.strip("/") or parts.query or parts.fragment or not has_a_port_or_none(parts):
            raise ValueError("must end with the host and its port; percent-encode special characters of the password")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"\S+@\S+", value):
            raise ValueError("must be a mail address")
        return value

    @field_validator("mail_to")
    @classmethod
    def _addresses(cls, value: str | None) -> str | None:
        if value and not all("@" in part for part in value.split(",") if part.strip()):
            raise ValueError("takes mail addresses separated by commas")
        return value

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if "ALERT_SMTP_URL" not in given:
            return []
        return [
            f"{name} is missing; ALERT_SMTP_URL needs it"
            for name in ("ALERT_MAIL_FROM", "ALERT_MAIL_TO")
            if name not in given
        ]


_DOUBT_MARGIN_SECONDS = 40
"""The seconds in which a noted request may leave (10), connect (10), and wait for a free worker of Odoo (20)."""


class HealthSettings(_Group):
    """When to worry. Unset: what SYNC_SCHEDULE allows."""

    allowed_lag_seconds: int | None = Field(None, alias="HEALTH_ALLOWED_LAG_SECONDS", ge=60, le=30 * 86_400)


_SOURCE_NAMES = ("ODOO_DB_HOST", "ODOO_DB_NAME", "ODOO_DB_USER")


class MirrorSettings(_Group):
    """Odoo's own database, and how its changes are taken. `ODOO_DB_URL`, or its parts one by one.

    `ETL_FLUSH_INTERVAL`: seconds that changes are collected at most while more of them come.
    """

    db_url: SecretStr | None = Field(None, alias="ODOO_DB_URL")
    db_host: str = Field("", alias="ODOO_DB_HOST")
    db_port: int = Field(5432, alias="ODOO_DB_PORT", ge=1, le=65_535)
    db_name: str = Field("", alias="ODOO_DB_NAME")
    db_user: str = Field("", alias="ODOO_DB_USER")
    db_password: SecretStr | None = Field(None, alias="ODOO_DB_PASSWORD")
    slot: str = Field("odoo_pub_scout", alias="SCOUT_MIRROR_SLOT")
    more_tables: tuple[str, ...] = Field((), alias="SCOUT_MIRROR_TABLES")
    batch_size: int = Field(50_000, alias="ETL_BATCH_SIZE", ge=1, le=1_000_000)
    flush_seconds: float = Field(1.0, alias="ETL_FLUSH_INTERVAL", ge=0, le=60)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", alias="ETL_LOG_LEVEL")
    pooler_host: str = Field("", alias="SUPABASE_POOLER_HOST")
    pooler_port: int | None = Field(None, alias="SUPABASE_POOLER_PORT", ge=1, le=65_535)

    @property
    def publication(self) -> str:
        """It has the slot's name, so that one word names both."""
        return self.slot

    @property
    def source_url(self) -> str:
        if self.db_url is not None:
            return self.db_url.get_secret_value()
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - `scout --help` does not wait for the driver

        password = self.db_password.get_secret_value() if self.db_password else None
        return make_conninfo(
            host=self.db_host, port=self.db_port, dbname=self.db_name, user=self.db_user, password=password
        )

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*MIRRORED_TABLES, *self.more_tables)))

    @field_validator("db_url")
    @classmethod
    def _db_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and split_address(value.get_secret_value()).scheme not in {"postgres", "postgresql"}:
            raise ValueError("must be an address such as postgresql://user:password@host:5432/odoo")
        return value

    @field_validator("more_tables", mode="before")
    @classmethod
    def _tables(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("more_tables")
    @classmethod
    def _table_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[a-z_][a-z0-9_]{0,55}", name) for name in value):
            raise ValueError("takes names of Odoo's tables separated by commas, such as sale_order,stock_move")
        return value

    @field_validator("slot")
    @classmethod
    def _slot(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9_]{1,63}", value):
            raise ValueError("may hold lower-case letters, digits and _ only")
        return value

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if "ODOO_DB_URL" in given or all(name in given for name in _SOURCE_NAMES):
            return []
        if not any(name in given for name in _SOURCE_NAMES):
            return ["ODOO_DB_URL (or ODOO_DB_HOST, ODOO_DB_NAME, ODOO_DB_USER and ODOO_DB_PASSWORD) is missing"]
        return [f"{name} is missing; without ODOO_DB_URL it is needed" for name in _SOURCE_NAMES if name not in given]


MIRRORED_TABLES = ("account_move", "account_move_line", "res_partner", "project_task", "hr_expense", "hr_expense_sheet")
"""What is mirrored of Odoo's database; SCOUT_MIRROR_TABLES adds to it."""


class SupersetSettings(_Group):
    """Where Superset is, who makes the dashboards there, and the login that they read the warehouse with."""

    url: str = Field("", alias="SUPERSET_URL")
    username: str = Field("", alias="SUPERSET_USERNAME")
    password: SecretStr = Field(SecretStr(""), alias="SUPERSET_PASSWORD")
    warehouse_url: SecretStr | None = Field(None, alias="SUPERSET_WAREHOUSE_URL")

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        return http_url(value) if value else value

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        problems = [f"{name} is not set" for name in ("SUPERSET_USERNAME", "SUPERSET_PASSWORD") if name not in given]
        return problems if "SUPERSET_URL" in given else ["SUPERSET_URL is not set; --url names it too", *problems]


class LineageSettings(_Group):
    """Where OpenLineage events go; unset: nowhere. The names are OpenLineage's own."""

    url: str | None = Field(None, alias="OPENLINEAGE_URL")
    api_key: SecretStr | None = Field(None, alias="OPENLINEAGE_API_KEY")
    namespace: str = Field("scout-sync", alias="OPENLINEAGE_NAMESPACE")

    @field_validator("url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is None or re.match(r"file:(//)?/[^/]", value):
            return value
        try:
            return http_url(value)
        except ValueError as error:
            raise ValueError(f"{error}, or a file such as file:///var/log/lineage.jsonl") from None


class KnowledgeSettings(_Group):
    """How documents are read, judged and embedded. Without `KNOWLEDGE_EMBED_URL` search is full text alone."""

    least_score: int = Field(50, alias="KNOWLEDGE_LEAST_SCORE", ge=0, le=100)
    most_alike: float = Field(0.8, alias="KNOWLEDGE_MOST_ALIKE", gt=0, le=1)
    user_agent: str = Field("scout-sync", alias="KNOWLEDGE_USER_AGENT", min_length=3)
    embed_url: str | None = Field(None, alias="KNOWLEDGE_EMBED_URL")
    embed_model: str = Field("", alias="KNOWLEDGE_EMBED_MODEL")
    embed_key: SecretStr | None = Field(None, alias="KNOWLEDGE_EMBED_KEY")
    firecrawl_url: str = Field("https://api.firecrawl.dev/v2/scrape", alias="KNOWLEDGE_FIRECRAWL_URL")
    firecrawl_key: SecretStr | None = Field(None, alias="KNOWLEDGE_FIRECRAWL_KEY")

    @field_validator("embed_url", "firecrawl_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        return None if value is None else http_url(value)

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if "KNOWLEDGE_EMBED_URL" in given and "KNOWLEDGE_EMBED_MODEL" not in given:
            return ["KNOWLEDGE_EMBED_MODEL is missing; KNOWLEDGE_EMBED_URL needs it"]
        return []


class LakeSettings(_Group):
    """Where the lake's files are, whose records are in them, and what its pipelines run with.

    `ODOO_HOST`, `ODOO_PORT` and `ODOO_PROTOCOL=jsonrpc+ssl` are the names of older documents for `ODOO_BASE_URL`.
    """

    host: str = Field("", alias="ODOO_HOST")
    port: int | None = Field(None, alias="ODOO_PORT", ge=1, le=65_535)
    root: Path = Field(Path("lake"), alias="DATA_LAKE_ROOT")
    catalogue_url: SecretStr | None = Field(None, alias="LAKE_CATALOGUE_URL")
    companies: tuple[int, ...] = Field((), alias="LAKE_COMPANIES")
    personal: Literal["keep", "hash", "omit"] = Field("omit", alias="LAKE_PERSONAL")
    dashboard_users: SecretStr | None = Field(None, alias="LAKE_DASHBOARD_USERS")
    redis_url: SecretStr = Field(SecretStr("redis://localhost:6379/0"), alias="REDIS_URL")
    worker_concurrency: int | None = Field(None, alias="CELERY_WORKER_CONCURRENCY", ge=1, le=256)
    soft_limit_seconds: int = Field(1800, alias="CELERY_TASK_SOFT_TIME_LIMIT", ge=1, le=86_400)
    hard_limit_seconds: int = Field(1900, alias="CELERY_TASK_TIME_LIMIT", ge=1, le=86_400)

    @field_validator("root")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        if ":/" in str(value):
            raise ValueError("must be a folder")
        return value.absolute()

    @field_validator("companies", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        parts = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else []
        if not all(part.isdigit() for part in parts):
            raise ValueError("takes ids of companies, separated by commas")
        return tuple(sorted({int(part) for part in parts}))

    @classmethod
    def missing(cls, given: Mapping[str, str], protocol: str) -> list[str]:
        if given.get("LAKE_PERSONAL") == "hash" and "SYNC_PERSONAL_KEY" not in given:
            return ["SYNC_PERSONAL_KEY is missing; LAKE_PERSONAL=hash needs it"]
        return []


class AgentSettings(_Group):
    """The login that `scout mcp` asks with over stdio; never service_role's."""

    db_url: SecretStr | None = Field(None, alias="MCP_DB_URL")


GroupT = TypeVar("GroupT", bound=_Group)


_CHECKED = ("odoo", "warehouse", "sync", "migration", "outbox", "alerts", "health", "lineage")
"""The groups that everything but the mirror needs."""


class Settings:
    """The groups, each read when it is first asked for: `scout migrate` works without Odoo's variables."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = {name: value for name, value in variables.items() if value.strip()}

    @classmethod
    def from_environment(cls) -> Settings:
        return cls(os.environ)

    @classmethod
    def read(cls, variables: Mapping[str, str], *, env_file: Path | None) -> Settings:
        """`variables`, and from the file (there or not) those that are not set; nothing in it is expanded."""
        try:
            stored = dotenv_values(env_file, interpolate=False) if env_file else {}
        except (OSError, UnicodeError) as error:
            raise SettingsError([f"{env_file} cannot be read: {type(error).__name__}"]) from error
        given = {name: value for name, value in variables.items() if value.strip()}
        return cls({name: value for name, value in stored.items() if value} | given)

    def with_values(self, **variables: str) -> Settings:
        """These settings with other values of some variables; an empty one changes nothing."""
        return Settings(self._variables | {name: value for name, value in variables.items() if value})

    def value(self, name: str) -> str:
        """A variable as it was given, unchecked; empty where it is not set."""
        return self._variables.get(name, "")

    @cached_property
    def odoo(self) -> OdooSettings:
        return self._read(OdooSettings)

    @cached_property
    def warehouse(self) -> WarehouseSettings:
        return self._read(WarehouseSettings)

    @cached_property
    def sync(self) -> SyncSettings:
        return self._read(SyncSettings)

    @cached_property
    def migration(self) -> MigrationSettings:
        return self._read(MigrationSettings)

    @cached_property
    def outbox(self) -> OutboxSettings:
        return self._read(OutboxSettings)

    @cached_property
    def alerts(self) -> AlertSettings:
        return self._read(AlertSettings)

    @cached_property
    def health(self) -> HealthSettings:
        return self._read(HealthSettings)

    @cached_property
    def mirror(self) -> MirrorSettings:
        """Asked for by the mirror alone, so `check` leaves it out."""
        return self._read(MirrorSettings)

    @property
    def shown_tables(self) -> tuple[str, ...]:
        """What schema odoo_mirror shows, also where nothing leads to Odoo's own database. Raises `SettingsError`."""
        try:
            return MirrorSettings.model_validate(self._variables).tables
        except ValidationError as error:
            raise SettingsError([_sentence(detail) for detail in error.errors()]) from None

    @cached_property
    def knowledge(self) -> KnowledgeSettings:
        """Asked for by `scout knowledge` alone, so `check` leaves it out."""
        return self._read(KnowledgeSettings)

    @cached_property
    def agents(self) -> AgentSettings:
        """Asked for by `scout mcp` alone, so `check` leaves it out."""
        return self._read(AgentSettings)

    @cached_property
    def superset(self) -> SupersetSettings:
        """Asked for by `scout superset` alone, so `check` leaves it out."""
        return self._read(SupersetSettings)

    @cached_property
    def lineage(self) -> LineageSettings:
        return self._read(LineageSettings)

    @cached_property
    def lake(self) -> LakeSettings:
        """Asked for by `scout lake` and its workers alone, so `check` leaves it out."""
        return self._read(LakeSettings)

    def check(self, *, serving: bool = False, groups: Sequence[str] = _CHECKED) -> Settings:
        """Reads these groups; raises one `SettingsError` that lists every problem of all of them.

        `serving`: also what only a function needs that others call.
        """
        problems = self.problems(groups)
        if serving and not problems and self.sync.secret_problem:
            problems = [self.sync.secret_problem]
        if problems:
            raise SettingsError(problems)
        return self

    def problems(self, groups: Sequence[str] = _CHECKED) -> list[str]:
        """One sentence for each missing or malformed variable of these groups; it begins with the variable's name."""
        problems: list[str] = []
        for name in groups:
            try:
                getattr(self, name)
            except SettingsError as error:
                problems += error.problems
        return problems

    @property
    def notice(self) -> str:
        """What was understood otherwise than it was written; empty, or a sentence."""
        with contextlib.suppress(SettingsError):
            if self.value("ODOO_BASE_URL").strip().rstrip("/") != self.odoo.base_url:
                return f"ODOO_BASE_URL is read as {self.odoo.base_url}."
        return ""

    def _read(self, group: type[GroupT]) -> GroupT:
        problems = group.missing(self._variables, self._variables.get("ODOO_PROTOCOL", "auto"))
        try:
            settings = group.model_validate(self._variables)
        except ValidationError as error:
            problems += [_sentence(detail) for detail in error.errors()]
        if problems:
            raise SettingsError(problems)
        return settings


_SENTENCES = {
    "missing": "is missing",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "float_parsing": "must be a number",
    "bool_parsing": "must be true or false",
    "too_short": "needs at least {min_length} characters",
    "literal_error": "must be {expected}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
}
"""By pydantic's kind of problem. What a value was is never told: it may be a secret."""


def _sentence(detail: ErrorDetails) -> str:
    """One problem in words, beginning with the variable's name."""
    said = _SENTENCES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    return f"{detail['loc'][0]} {said.format(**detail.get('ctx', {}))}"
