"""n8n's way in: odoo_mirror.get_pending_expenses() over a real Data API, by its own role and for its companies."""

from __future__ import annotations

from typing import Any

import httpx
import psycopg
import pytest

from tests.contract.postgrest import postgrest
from tests.warehouse.mirror import EXPENSE, expense, mirror

ROLE = "n8n_reader"
PATH = "/rpc/get_pending_expenses"
PROFILE = {"Content-Profile": "odoo_mirror"}


@pytest.mark.postgrest
def test_only_its_role_gets_rows_and_of_its_companies_alone(db: psycopg.Connection[Any], database_url: str) -> None:
    many = (expense(number, company_id=2) for number in range(10, 1020))
    mirror(db, "hr_expense", EXPENSE, expense(1), expense(2, state="draft"), *many)
    with (
        postgrest(database_url, schemas="public,scout,ops,odoo_mirror") as api,
        httpx.Client(base_url=api.own_url) as client,
    ):
        signed = {"Authorization": f"Bearer {api.token_for(ROLE)}", **PROFILE}
        assert client.post(PATH, json={}, headers=PROFILE).status_code == 401, "nobody who does not sign in"
        for role in ("anon", "authenticated"):
            answer = client.post(PATH, json={}, headers=PROFILE | {"Authorization": f"Bearer {api.token_for(role)}"})
            assert (answer.status_code, answer.json()["code"]) in {(401, "42501"), (403, "42501")}
        assert client.post(PATH, json={}, headers=signed).json() == [], "no company was granted yet"
        db.execute("insert into scout.company_access values (%s, 1)", [ROLE])
        [row] = client.post(PATH, json={}, headers=signed).json()
        assert (row["id"], row["total_amount"], row["company_id"]) == (1, 20, 1)
        db.execute("insert into scout.company_access values (%s, 2)", [ROLE])
        assert len(client.post(PATH, json={}, headers=signed).json()) == 1000, "the API's own limit; the rest by offset"
        rest = client.post(f"{PATH}?offset=1000", json={}, headers=signed).json()
        assert len(rest) == 11
        # The older form names the schema in the path.
        assert client.post("/rpc/odoo_mirror.get_pending_expenses", json={}, headers=signed).status_code == 404
        reading = {"Authorization": signed["Authorization"], "Accept-Profile": "odoo_mirror"}
        assert client.get("/hr_expense", headers=reading).status_code in {401, 403, 404}
        assert [row["id"] for row in client.get(f"{PATH}?id=eq.1", headers=reading).json()] == [1]
