"""A reader without a login: the Data API shows it its companies' rows, and no plan that counts those of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from tests.contract.postgrest import postgrest

READER = "one_shop"
FILTERED = "Rows Removed by Filter"
QUESTION = "select * from scout.stores"


@pytest.fixture
def reader(db: psycopg.Connection[Any], database_url: str) -> Iterator[str]:
    """As the README makes one; two shops of two companies, of which it may see the first."""
    db.execute(
        f"do $$ begin if not exists (select from pg_roles where rolname = '{READER}') then create role {READER} nologin; "
        "end if; end $$;"
        f"grant superset_readonly to {READER}; grant usage on schema scout to {READER}; grant {READER} to authenticator;"
    )
    db.execute("insert into scout.company_access (role_name, company_id) values (%s, 1)", [READER])
    shops = [{"id": number, "name": f"Shop {number}", "company_id": number} for number in (1, 2)]
    db.execute("select scout.ingest_rows('pos.config', %s)", [psycopg.types.json.Jsonb(shops)])
    yield database_url
    db.execute(f"drop owned by {READER}; drop role {READER}")


def test_a_login_can_have_the_rows_of_other_companies_counted(db: psycopg.Connection[Any], reader: str) -> None:
    """PostgreSQL's own limit, which the README names: a plan tells how many rows its filter removed."""
    db.execute(f"set role {READER}")
    plan = "\n".join(row[0] for row in db.execute(f"explain (analyze, costs off, timing off) {QUESTION}"))
    db.execute("reset role")
    assert f"{FILTERED}: 1" in plan


@pytest.mark.postgrest
def test_over_the_data_api_it_sees_its_rows_and_gets_no_plan(reader: str) -> None:
    with postgrest(reader) as api:
        headers = {"Authorization": f"Bearer {api.token_for(READER)}", "Accept-Profile": "scout"}
        with httpx.Client(base_url=api.own_url, headers=headers) as client:
            assert [row["name"] for row in client.get("/stores").json()] == ["Shop 1"]
            for kind in ("application/vnd.pgrst.plan", "application/vnd.pgrst.plan+json; options=analyze"):
                answer = client.get("/stores", headers={"Accept": kind})
                assert FILTERED not in answer.text
                assert answer.status_code >= 400
            assert client.get("/silver_stores").status_code in {401, 403, 404}
            assert client.post("/rpc/sync_status", json={}).status_code in {401, 403, 404}
