"""Which adapter: the direct one when `SUPABASE_DB_URL` is set, REST otherwise."""

from __future__ import annotations

from collections.abc import Callable

from shared.errors import TransientError
from shared.retries import RetryPolicy
from shared.settings import WarehouseSettings
from shared.warehouse.protocol import Warehouse


def open_warehouse(
    settings: WarehouseSettings,
    *,
    retry_policy: RetryPolicy | None = None,
    on_retry: Callable[[TransientError, float], None] = lambda error, wait_seconds: None,
) -> Warehouse:
    """Nothing is sent yet. Only the adapter needed is imported: `supabase` alone takes 0.3 s of a cold start."""
    if settings.db_url is not None:
        from shared.warehouse.postgres import PostgresWarehouse  # noqa: PLC0415

        return PostgresWarehouse(settings.db_url.get_secret_value(), retry_policy=retry_policy, on_retry=on_retry)
    from shared.warehouse.rest import RestWarehouse  # noqa: PLC0415

    assert settings.url is not None and settings.service_role_key is not None  # noqa: S101, PT018 - settings saw to it
    return RestWarehouse(settings.url, settings.service_role_key, retry_policy=retry_policy, on_retry=on_retry)
