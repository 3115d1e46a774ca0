"""The worker is called as soon as a message is committed, where Supabase's pg_net and vault are; never at the author's cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.warehouse.conftest import SECRET, STAND_INS
from tests.warehouse.outbox import enqueue
from tests.warehouse.retail import Db, column, one, refused, rows

URL = "https://functions.example.com/outbox_worker"


@pytest.fixture
def kicking(supabase: Db) -> Db:
    assert enable(supabase) == {"enabled": True, "url": URL}
    return supabase


def enable(db: Db, url: str = URL, name: str = "scout_sync_secret") -> Any:
    return one(db, "select ops.enable_kick(%s, %s)", url, name)


def calls(db: Db) -> list[dict[str, Any]]:
    return rows(db, "select url, body, params, headers, timeout_milliseconds from net.sent order by id")


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


def test_only_while_it_is_enabled_is_the_worker_called_and_at_the_latest_address(supabase: Db) -> None:
    enqueue(supabase, "before")
    for url in (URL, "https://elsewhere.example.com/"):
        assert enable(supabase, url) == {"enabled": True, "url": url}
    enqueue(supabase, "enabled")
    assert one(supabase, "select count(*) from ops.outbox_kick") == 1
    assert one(supabase, "select ops.disable_kick()") == {"enabled": False}
    enqueue(supabase, "after")
    assert [call["url"] for call in calls(supabase)] == ["https://elsewhere.example.com/"]


def several_statements(db: Db) -> None:
    with db.transaction():
        enqueue(db, "a")
        enqueue(db, "b")


def a_savepoint_rolled_back(db: Db) -> None:
    with db.transaction():
        with db.transaction(force_rollback=True):
            enqueue(db, "a")
        enqueue(db, "b")


def a_message_that_was_there_already(db: Db) -> None:
    enqueue(db, "a")
    assert not enqueue(db, "a")["created"]


def rows_put_in_past_the_function(db: Db) -> None:
    db.execute("set role service_role")
    db.execute(
        """insert into ops.odoo_outbox (idempotency_key, content_hash, model, operation, record_id, ordering_key, requested_by)
           select 'key ' || n, '', 'res.partner', 'unlink', n, 'res.partner ' || n, 'test' from generate_series(1, 5) n"""
    )
    db.execute("reset role")


def by_an_author_who_may_read_no_secret(db: Db) -> None:
    db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 1)")
    db.execute("set role outbox_author")
    assert enqueue(db, "a", company_id=1)["created"]
    db.execute("reset role")


@pytest.mark.parametrize(
    "messages",
    [
        several_statements,
        a_savepoint_rolled_back,
        a_message_that_was_there_already,
        rows_put_in_past_the_function,
        by_an_author_who_may_read_no_secret,
    ],
)
def test_whatever_a_transaction_enqueues_is_one_call_and_the_next_transaction_is_another(
    kicking: Db, messages: Callable[[Db], None]
) -> None:
    """pg_net sends after the commit, when all of them can be seen."""
    messages(kicking)
    assert len(calls(kicking)) == 1
    enqueue(kicking, "another")
    assert len(calls(kicking)) == 2


def test_without_pg_net_nothing_happens(kicking: Db) -> None:
    """As when the extension is dropped, or the database restored elsewhere."""
    kicking.execute("drop schema net cascade")
    with warnings(kicking) as heard:
        assert enqueue(kicking, "a")["created"]
    assert heard == []


@pytest.mark.parametrize(
    ("breakage", "named"),
    [
        ("delete from vault.secrets", "the vault has no secret named 'scout_sync_secret'"),
        ("update vault.secrets set secret = ' '", "the vault has no secret named 'scout_sync_secret'"),
        ("drop table net.sent", "net.sent"),
        (
            "create or replace function net.http_post(url text, body jsonb default '{}'::jsonb, params jsonb default '{}'::jsonb,"
            " headers jsonb default '{}'::jsonb, timeout_milliseconds int default 5000) returns bigint"
            " language plpgsql as $$ begin raise exception 'no worker'; end $$",
            "no worker",
        ),
    ],
)
def test_an_error_inside_is_a_warning_and_the_message_stands(kicking: Db, breakage: str, named: str) -> None:
    kicking.execute(breakage.encode())
    with warnings(kicking) as heard:
        assert enqueue(kicking, "a")["created"]
    assert len(heard) == 1
    assert heard[0].startswith("WARNING: The outbox's worker could not be called")
    assert named in heard[0]
    assert SECRET not in heard[0]
    assert one(kicking, "select count(*) from ops.odoo_outbox") == 1


def test_enabling_without_pg_net_the_vault_or_the_secret_names_what_is_missing(db: Db) -> None:
    with refused("PT422", "pg_net", "vault"):
        enable(db)
    db.execute(STAND_INS)
    with refused("PT422", "no secret named 'other'"):
        enable(db, name="other")


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
