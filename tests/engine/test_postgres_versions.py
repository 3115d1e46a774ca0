"""Each PostgreSQL that is promised, as it comes: no Supabase, no roles, nothing prepared."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from demo.odoo import serve
from demo.postgres import embedded_postgres
from tests.engine.conftest import World
from tests.unit.cli_support import scout

TOOLS = Path(__file__).resolve().parents[2] / ".tools"


@pytest.mark.postgres_versions
@pytest.mark.parametrize("version", [15, 16, 17, 18])
def test_an_empty_postgres_is_set_up_filled_and_proven_equal(world: World, version: int) -> None:
    """`scripts/install-postgres` brings the programs."""
    binaries = TOOLS / f"postgres-{version}" / "bin"
    with (
        serve(world.odoo) as odoo_url,
        embedded_postgres(binaries=binaries, tcp=True, roles=False) as server,
        psycopg.connect(server.url(), autocommit=True) as db,
    ):
        assert db.info.server_version // 10_000 == version
        variables = world.variables(odoo_url) | {"SUPABASE_DB_URL": server.url()}
        for words in ("init --non-interactive", "migrate", "migrate", "sync", "gold", "reconcile --deep"):
            done = scout(*words.split(), variables=variables)
            assert done.exit_code == 0, (words, done.output)
        months = db.execute("select count(*), bool_and(is_equal) from scout.reconcile_months").fetchone()
        sold = db.execute("select sum(gross_amount) from scout.transactions").fetchone()
        assert months is not None
        assert (months[0] > 0, months[1]) == (True, True)
        assert sold is not None
        assert sold[0] > 0
