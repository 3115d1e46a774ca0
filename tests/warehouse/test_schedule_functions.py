"""pg_cron and pg_net as the scheduler: what a job calls, when its secret is read, who may, what is missing."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.warehouse.conftest import SECRET
from tests.warehouse.retail import Db

URL = "https://scout.example.com/"


def rows(db: Db, query: Any, *arguments: Any) -> list[Any]:
    return db.execute(query, arguments).fetchall()


def run_jobs(db: Db) -> None:
    """What pg_cron does when a job is due."""
    for (command,) in rows(db, "select command from cron.job where active order by jobid"):
        db.execute(command)


def test_a_scheduled_function_is_called_with_the_secret_and_an_empty_body(supabase: Db) -> None:
    supabase.execute("select scout.schedule_function(%s, '*/15 * * * *')", (URL,))
    run_jobs(supabase)
    ((url, body, headers, milliseconds),) = rows(
        supabase, "select url, body, headers, timeout_milliseconds from net.sent"
    )
    assert (url, body, milliseconds) == (URL, {}, 5000)
    assert headers == {"Content-Type": "application/json", "Authorization": f"Bearer {SECRET}"}


def test_the_secret_is_read_when_the_job_runs_and_stands_in_no_job(supabase: Db) -> None:
    supabase.execute("select scout.schedule_function(%s, '*/15 * * * *')", (URL,))
    assert SECRET not in str(rows(supabase, "select * from cron.job"))
    supabase.execute("update vault.secrets set secret = 'a-newer-secret-for-it, ' || secret")
    run_jobs(supabase)
    assert rows(supabase, "select headers ->> 'Authorization' from net.sent") == [("Bearer a-newer-secret-for-it",)]


def test_scheduling_again_changes_when_and_leaves_no_twin(supabase: Db) -> None:
    for every in ("*/15 * * * *", "*/5 * * * *"):
        supabase.execute("select scout.schedule_function(%s, %s)", (URL, every))
    assert rows(supabase, "select schedule from cron.job") == [("*/5 * * * *",)]


def test_one_address_has_a_job_for_each_body_and_unscheduling_takes_them_all(supabase: Db) -> None:
    supabase.execute("select cron.schedule('scout-refresh-gold', '5 * * * *', 'select 1')")
    supabase.execute("select scout.schedule_function(%s, '5 * * * *')", (URL + "other",))
    supabase.execute("select scout.schedule_function(%s, '*/15 * * * *')", (URL,))
    supabase.execute("""select scout.schedule_function(%s, '20 2 * * *', p_body => '{"mode": "reconcile"}')""", (URL,))
    run_jobs(supabase)
    assert [body for (body,) in rows(supabase, "select body from net.sent where url = %s order by id", URL)] == [
        {},
        {"mode": "reconcile"},
    ]
    ((answer,),) = rows(supabase, "select scout.unschedule_function(%s)", URL)
    assert answer["unscheduled"] == [f"scout {URL}", f'scout {URL} {{"mode": "reconcile"}}']
    left = rows(supabase, "select jobname from cron.job order by 1")
    assert left == [(f"scout {URL}other",), ("scout-refresh-gold",)]


@pytest.mark.parametrize(("schema", "extension"), [("cron", "pg_cron"), ("net", "pg_net"), ("vault", "supabase_vault")])
def test_what_is_missing_is_named_with_the_command_that_brings_it(supabase: Db, schema: str, extension: str) -> None:
    supabase.execute(f"drop schema {schema} cascade")  # type: ignore[arg-type]
    with pytest.raises(psycopg.Error, match=f"This database lacks {extension}:") as caught:
        supabase.execute("select scout.schedule_function(%s, '*/15 * * * *')", (URL,))
    assert caught.value.sqlstate == "PT422"
    assert f"create extension {extension}" in (caught.value.diag.message_hint or "")


def test_without_pg_cron_there_is_nothing_to_unschedule(db: Db) -> None:
    assert rows(db, "select scout.unschedule_function(%s)", URL) == [({"unscheduled": []},)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((URL, "*/15 * * * *", "another", "{}"), "The vault has no secret named 'another'"),
        (("https://user:pass@scout.example.com/", "*/15 * * * *", "scout_sync_secret", "{}"), "without credentials"),
        (("ftp://scout.example.com/", "*/15 * * * *", "scout_sync_secret", "{}"), "plain address"),
        ((None, "*/15 * * * *", "scout_sync_secret", "{}"), "plain address"),
        ((URL, "*/15 * * * *", "scout_sync_secret", "[]"), "must be a JSON object"),
        ((URL, "every quarter", "scout_sync_secret", "{}"), "invalid schedule"),
    ],
)
def test_a_job_that_could_not_work_is_refused(supabase: Db, arguments: tuple[Any, ...], told: str) -> None:
    with pytest.raises(psycopg.Error, match=told) as caught:
        supabase.execute("select scout.schedule_function(%s, %s, %s, %s::jsonb)", arguments)
    assert "pass@" not in str(caught.value)
    assert rows(supabase, "select * from cron.job") == []


def test_a_secret_that_is_gone_fails_the_job_by_name_and_sends_nothing(supabase: Db) -> None:
    supabase.execute("select scout.schedule_function(%s, '*/15 * * * *')", (URL,))
    supabase.execute("delete from vault.secrets")
    with pytest.raises(psycopg.Error, match="The vault has no secret named 'scout_sync_secret'"):
        run_jobs(supabase)
    assert rows(supabase, "select * from net.sent") == []


def test_names_with_quotes_stay_names(supabase: Db) -> None:
    supabase.execute("insert into vault.secrets values ('it''s; drop schema scout', %s)", (SECRET,))
    supabase.execute("select scout.schedule_function(%s, '5 * * * *', %s)", (URL + "a'b", "it's; drop schema scout"))
    run_jobs(supabase)
    assert rows(supabase, "select url from net.sent") == [(URL + "a'b",)]


def test_service_role_schedules_only_what_it_could_itself(supabase: Db) -> None:
    """The functions lend nobody their owner's rights."""
    supabase.execute("set role service_role")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        supabase.execute("select scout.schedule_function(%s, '5 * * * *')", (URL,))
