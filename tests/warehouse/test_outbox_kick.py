"""The worker is called as soon as a message is committed, where Supabase's pg_net and vault are; never at the author's cost.

Both extensions are stood in for: `net.http_post` with the signature of supabase/pg_net (sql/pg_net.sql), and
`vault.decrypted_secrets` with the columns of supabase/vault that matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.warehouse.outbox import enqueue
from tests.warehouse.retail import Db, column, one, rows

URL = "https://functions.example.com/outbox_worker"
SECRET = "a-secret-in-the-vault"

_NET = """
create schema net;
create table net.http_request_queue (id bigserial, url text, body jsonb, params jsonb, headers jsonb, timeout_milliseconds int);
create function net.http_post(url text, body jsonb default '{}'::jsonb, params jsonb default '{}'::jsonb,
    headers jsonb default '{"Content-Type": "application/json"}'::jsonb, timeout_milliseconds int default 5000) returns bigint
language sql as $$ insert into net.http_request_queue (url, body, params, headers, timeout_milliseconds)
                   values ($1, $2, $3, $4, $5) returning id $$;
"""
_VAULT = """
create schema vault;
create table vault.secrets (id uuid primary key default gen_random_uuid(), name text unique, secret text not null);
create view vault.decrypted_secrets as select id, name, secret as decrypted_secret from vault.secrets;
"""


@pytest.fixture
def supabase(db: Db) -> Db:
    """The database with stand-ins for pg_net and the vault, and a secret."""
    db.execute(_NET + _VAULT)
    db.execute("insert into vault.secrets (name, secret) values ('scout_sync_secret', %s)", [SECRET])
    return db


@pytest.fixture
def kicking(supabase: Db) -> Db:
    assert enable(supabase) == {"enabled": True, "url": URL}
    return supabase


def enable(db: Db, url: str = URL, name: str = "scout_sync_secret") -> Any:
    return one(db, "select ops.enable_kick(%s, %s)", url, name)


def calls(db: Db) -> list[dict[str, Any]]:
    return rows(db, "select url, body, params, headers, timeout_milliseconds from net.http_request_queue order by id")


@contextmanager
def warnings(db: Db) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(diagnostic: psycopg.errors.Diagnostic) -> None:
        heard.append(f"{diagnostic.severity}: {diagnostic.message_primary}")

    db.add_notice_handler(hear)
    yield heard
    db.remove_notice_handler(hear)


def test_an_enqueued_message_calls_the_worker_with_the_secret_from_the_vault(kicking: Db) -> None:
    enqueue(kicking, "a")
    assert calls(kicking) == [
        {
            "url": URL, "body": {}, "params": {}, "timeout_milliseconds": 5000,
            "headers": {"Content-Type": "application/json", "Authorization": f"Bearer {SECRET}"},
        }
    ]  # fmt: skip


def test_while_a_secret_is_rotated_the_new_one_is_sent(kicking: Db) -> None:
    """The vault holds what SYNC_SECRET holds: `new,old`."""
    kicking.execute("update vault.secrets set secret = ' a-new-secret-of-ours , ' || secret")
    enqueue(kicking, "a")
    assert [call["headers"]["Authorization"] for call in calls(kicking)] == ["Bearer a-new-secret-of-ours"]


def test_the_secret_is_not_kept_here(kicking: Db) -> None:
    enqueue(kicking, "a")
    for table in column(
        kicking, "select schemaname || '.' || tablename from pg_tables where schemaname in ('ops', 'scout')"
    ):
        row = kicking.execute(f"select count(*) from {table} t where t::text like '%{SECRET}%'").fetchone()
        assert row == (0,), table


def test_until_it_is_enabled_nobody_is_called(supabase: Db) -> None:
    enqueue(supabase, "a")
    assert calls(supabase) == []


def test_disabled_again_nobody_is_called(kicking: Db) -> None:
    assert one(kicking, "select ops.disable_kick()") == {"enabled": False}
    enqueue(kicking, "a")
    assert calls(kicking) == []


def test_enabling_again_moves_the_call_and_keeps_one_row(kicking: Db) -> None:
    enable(kicking, "https://elsewhere.example.com/")
    enqueue(kicking, "a")
    assert [call["url"] for call in calls(kicking)] == ["https://elsewhere.example.com/"]
    assert one(kicking, "select count(*) from ops.outbox_kick") == 1


def test_several_rows_in_one_statement_are_one_call(kicking: Db) -> None:
    kicking.execute(
        "select ops.enqueue_odoo('key ' || n, 'res.partner', 'upsert', '{\"name\": \"Ann\"}') from generate_series(1, 5) n"
    )
    assert len(calls(kicking)) == 1


def test_several_statements_of_one_transaction_are_one_call_and_the_next_transaction_is_another(kicking: Db) -> None:
    """pg_net sends after the commit, when all of them can be seen."""
    with kicking.transaction():
        enqueue(kicking, "a")
        enqueue(kicking, "b")
    assert len(calls(kicking)) == 1
    enqueue(kicking, "c")
    assert len(calls(kicking)) == 2


def test_a_savepoint_that_is_rolled_back_takes_its_call_with_it_and_the_next_message_calls_again(kicking: Db) -> None:
    with kicking.transaction():
        with kicking.transaction(force_rollback=True):
            enqueue(kicking, "a")
        enqueue(kicking, "b")
    assert len(calls(kicking)) == 1


def test_a_message_that_was_there_already_calls_nobody(kicking: Db) -> None:
    enqueue(kicking, "a")
    assert not enqueue(kicking, "a")["created"]
    assert len(calls(kicking)) == 1


def test_without_pg_net_nothing_happens(kicking: Db) -> None:
    """As when the extension is dropped, or the database restored elsewhere."""
    kicking.execute("drop schema net cascade")
    with warnings(kicking) as heard:
        assert enqueue(kicking, "a")["created"]
    assert heard == []


@pytest.mark.parametrize(
    ("breakage", "told"),
    [
        ("delete from vault.secrets", "the vault has no secret named 'scout_sync_secret'"),
        ("update vault.secrets set secret = ' '", "the vault has no secret named 'scout_sync_secret'"),
        ("drop table net.http_request_queue", "http_request_queue"),
        (
            "create or replace function net.http_post(url text, body jsonb default '{}'::jsonb, params jsonb default '{}'::jsonb,"
            " headers jsonb default '{}'::jsonb, timeout_milliseconds int default 5000) returns bigint"
            " language plpgsql as $$ begin raise exception 'no worker'; end $$",
            "no worker",
        ),
    ],
)
def test_an_error_inside_is_a_warning_and_the_message_stands(kicking: Db, breakage: str, told: str) -> None:
    kicking.execute(breakage.encode())
    with warnings(kicking) as heard:
        assert enqueue(kicking, "a")["created"]
    assert len(heard) == 1
    assert heard[0].startswith("WARNING: The outbox's worker could not be called")
    assert told in heard[0]
    assert SECRET not in heard[0]
    assert one(kicking, "select count(*) from ops.odoo_outbox") == 1


def test_an_author_who_may_read_no_secret_still_calls_the_worker(kicking: Db) -> None:
    kicking.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 1)")
    kicking.execute("set role outbox_author")
    assert enqueue(kicking, "a", company_id=1)["created"]
    kicking.execute("reset role")
    assert len(calls(kicking)) == 1


def test_rows_put_in_past_the_function_are_one_call_too_whoever_put_them_in(kicking: Db) -> None:
    kicking.execute("set role service_role")
    kicking.execute(
        """insert into ops.odoo_outbox (idempotency_key, content_hash, model, operation, record_id, ordering_key, requested_by)
           select 'key ' || n, '', 'res.partner', 'unlink', n, 'res.partner ' || n, 'test' from generate_series(1, 5) n"""
    )
    kicking.execute("reset role")
    assert len(calls(kicking)) == 1


def test_enabling_where_pg_net_or_the_vault_is_missing_says_what_to_do(db: Db) -> None:
    with pytest.raises(psycopg.Error, match="lacks pg_net or the vault") as caught:
        enable(db)
    assert caught.value.sqlstate == "PT422"


def test_enabling_with_a_secret_that_the_vault_lacks_is_refused(supabase: Db) -> None:
    with pytest.raises(psycopg.Error, match="no secret named 'other'") as caught:
        enable(supabase, name="other")
    assert caught.value.sqlstate == "PT422"


@pytest.mark.parametrize(
    "url", ["functions.example.com", "ftp://x.example.com/", "https://user:pass@x.example.com/", "https://"]
)
def test_an_address_that_is_none_or_carries_credentials_is_refused(supabase: Db, url: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="outbox_kick_url_is_plain"):
        enable(supabase, url)


def test_whoever_may_not_read_the_vault_may_not_have_a_secret_sent_anywhere(supabase: Db) -> None:
    supabase.execute("set role service_role")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="may not have a secret sent"):
        enable(supabase)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        supabase.execute(
            "insert into ops.outbox_kick (url, secret_name) values ('https://x.example.com', 'scout_sync_secret')"
        )
    supabase.execute("reset role")
    supabase.execute(
        "grant usage on schema vault to service_role; grant select on vault.decrypted_secrets to service_role"
    )
    supabase.execute("set role service_role")
    assert enable(supabase)["enabled"]
