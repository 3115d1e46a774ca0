"""`ops.health_facts()`: what the warehouse tells of itself, on a real PostgreSQL."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from shared.monitoring.health.health_facts import Facts, Unseen
from shared.monitoring.health.warehouse_checks import LONG_FUNCTIONS
from tests.warehouse.retail import Db, column

PARTS = ("server", "sync", "silver", "gold", "outbox", "schedules")


def facts(db: Db) -> Facts:
    return Facts(column(db, "select ops.health_facts()")[0])


def told(db: Db, part: str) -> Any:
    found = getattr(facts(db), part)
    assert not isinstance(found, Unseen), found
    return found


@pytest.mark.parametrize("role", ["postgres", "service_role"])
def test_every_part_is_told_to_owner_and_service_role(db: Db, role: str) -> None:
    db.execute(f"set role {role}")
    assert told(db, "server").user == role
    assert told(db, "server").may_write
    for part in PARTS:
        told(db, part)


def test_as_delivered_nothing_is_missing_and_no_trigger_is_off(db: Db) -> None:
    """A new function or table that service_role needs must be granted; what only the owner calls is named create_…."""
    assert told(db, "server").missing_grants == []
    assert told(db, "silver").silent_triggers == {}


def test_every_function_with_a_time_limit_of_its_own_has_as_long_as_a_page_needs(db: Db) -> None:
    limits = told(db, "server").function_timeouts
    assert limits.keys() >= set(LONG_FUNCTIONS)
    assert min(limits.values()) >= 25_000


@pytest.mark.parametrize(
    ("taken", "missing"),
    [
        ("usage on schema ops", "usage on schema ops"),
        ("select on scout.v_tx_trends", "select on scout.v_tx_trends"),
        ("update on scout.bronze_pos_order", "update on scout.bronze_pos_order"),
        ("delete on scout.typed_product_product", "delete on scout.typed_product_product"),
        ("execute on function scout.sync_status()", "execute on function scout.sync_status()"),
    ],
)
def test_what_service_role_lost_is_told_as_the_grant_that_gives_it_back(db: Db, taken: str, missing: str) -> None:
    db.execute(f"revoke {taken} from service_role")
    assert told(db, "server").missing_grants == [missing]
    db.execute(f"grant {missing} to service_role")
    assert told(db, "server").missing_grants == []


@pytest.mark.parametrize(
    ("setting", "milliseconds"), [("25s", 25_000), ("2min", 120_000), ("500ms", 500), ("8000", 8000), ("0", 0)]
)
def test_times_are_read_as_postgres_writes_them(db: Db, setting: str, milliseconds: int) -> None:
    assert column(db, f"select ops.milliseconds('{setting}')") == [milliseconds]


def test_the_limit_of_small_calls_is_the_data_apis_own(db: Db) -> None:
    assert told(db, "server").role_timeout == 8000
    name = db.info.dbname
    db.execute(f"alter role authenticator in database \"{name}\" set statement_timeout = '3s'")
    assert told(db, "server").role_timeout == 3000


@pytest.mark.parametrize(
    "how",
    [
        "alter table scout.bronze_pos_order disable trigger type_updated",
        "alter table scout.bronze_pos_order disable trigger all",
        "drop trigger type_updated on scout.bronze_pos_order",
    ],
)
def test_a_trigger_that_is_off_or_gone_is_told_with_its_table(db: Db, how: str) -> None:
    db.execute(how)
    silent = told(db, "silver").silent_triggers
    assert silent.keys() == {"bronze_pos_order"}
    assert "type_updated" in silent["bronze_pos_order"]


def test_rows_are_counted_to_a_hundred_times_the_quarantined_and_tombstones_are_not(db: Db) -> None:
    db.execute(
        "insert into scout.bronze_res_partner (odoo_id, payload, payload_hash, deleted_at) "
        "select n, '{\"name\": \"x\"}', '', case when n > 150 then now() end from generate_series(1, 200) n"
    )
    for ids in ("(1)", "(2)"):
        db.execute(
            f"insert into scout.quarantine (model, odoo_id, reasons) select 'res.partner', id, '{{why}}' from (values {ids}) as v (id)"
        )
        found = told(db, "silver").quarantine["res.partner"]
        assert (found.count, found.rows_at_least) == ((1, 100) if ids == "(1)" else (2, 150))


def test_the_list_of_migrations_is_told_to_service_role_who_may_not_read_it(db: Db) -> None:
    assert told(db, "server").migrations is None
    db.execute("create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text)")
    db.execute("insert into supabase_migrations.schema_migrations values ('2'), ('1')")
    db.execute("set role service_role")
    assert told(db, "server").migrations == ["1", "2"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("select from supabase_migrations.schema_migrations")


CRON = """
create schema cron;
create table cron.job (jobid bigint, schedule text, command text, database text, active boolean, jobname text);
create table cron.job_run_details (jobid bigint, runid bigint, status text, return_message text, start_time timestamptz);
insert into cron.job values
    (1, '5 * * * *', 'select scout.refresh_gold()', current_database(), true, 'scout-refresh-gold'),
    (2, '* * * * *', 'select net.http_post(…, ''Bearer a-secret'')', current_database(), false, 'scout-kick'),
    (3, '* * * * *', 'select ops.purge_messages(''90 days'')', current_database(), true, null),
    (4, '* * * * *', 'select 1', current_database(), true, 'not ours'),
    (5, '* * * * *', 'select scout.refresh_gold()', 'another', true, 'scout-refresh-gold');
insert into cron.job_run_details values
    (1, 1, 'succeeded', '1 row', now() - interval '2 hours'),
    (1, 2, 'failed', E'ERROR:  invalid input "a-secret"\\nCONTEXT:  a-secret', now() - interval '1 hour'),
    (1, 3, 'running', null, now());
"""


def test_jobs_of_pg_cron_are_told_without_their_commands(db: Db) -> None:
    """pg_cron is not in the embedded PostgreSQL: its two tables, as its README shows them."""
    assert told(db, "schedules").jobs is None
    db.execute(CRON)
    db.execute("set role service_role")
    jobs = told(db, "schedules").jobs
    assert [(job.name, job.active, job.last_status) for job in jobs] == [
        ("scout-refresh-gold", True, "failed"), ("scout-kick", False, None), ("job 3", True, None),
    ]  # fmt: skip
    assert jobs[0].last_message == 'ERROR:  invalid input "…"'
    assert "a-secret" not in str(facts(db).answer)


def test_a_part_that_may_not_be_told_hides_no_other(db: Db) -> None:
    db.execute("revoke select on scout.reconciliations from service_role")
    db.execute("set role service_role")
    seen = facts(db)
    assert {part for part in PARTS if isinstance(getattr(seen, part), Unseen)} == {"sync", "schedules"}
    assert isinstance(seen.sync, Unseen)
    assert "permission denied for table reconciliations" in seen.sync.why


def test_orders_that_changed_tell_when_and_other_streams_do_not(db: Db) -> None:
    for stream in ("pos.order", "res.partner"):
        db.execute(f"insert into scout.sync_checkpoints (id, stream) values ('{stream}', '{stream}')")
    add = """insert into scout.sync_logs (run_id, checkpoint_id, fence, started_at, completed_at, status, inserted, begin_answer)
             values (gen_random_uuid(), %s, 1, %s, %s, 'completed', %s, '{}')"""
    db.execute(add, ["pos.order", "2026-11-01 00:00Z", "2026-11-01 00:01Z", 3])
    db.execute(add, ["pos.order", "2026-11-02 00:00Z", "2026-11-02 00:01Z", 0])
    db.execute(add, ["res.partner", "2026-11-03 00:00Z", "2026-11-03 00:01Z", 3])
    assert told(db, "gold").changed_at.isoformat() == "2026-11-01T00:01:00+00:00"
    assert told(db, "schedules").sync.isoformat() == "2026-11-03T00:00:00+00:00"


def test_the_latest_whole_reconcile_is_the_proof(db: Db) -> None:
    db.execute("insert into scout.sync_checkpoints (id, stream) values ('pos.order', 'pos.order')")
    for status, day in (("equal", 1), ("refused", 2), ("abandoned", 3)):
        db.execute(
            "insert into scout.reconciliations (checkpoint_id, stream, status, started_at, checked_at, warehouse_checksum) "
            f"values ('pos.order', 'pos.order', '{status}', '2026-11-0{day} 00:00Z', '2026-11-0{day} 00:05Z', 0)"
        )
    assert told(db, "sync").proofs["pos.order"].status == "refused"
    assert told(db, "schedules").reconcile.isoformat() == "2026-11-02T00:05:00+00:00"
