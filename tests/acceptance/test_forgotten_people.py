"""Somebody asked to be forgotten, on a real Odoo 19. What a test makes there it takes away again."""

from __future__ import annotations

from typing import Any

import pytest

from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from tests.acceptance.conftest import RealWorld
from tests.acceptance.test_a_run import of
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo

PERSON = {
    "name": "Zenaida Quimpo", "email": "zenaida.quimpo@example.com", "phone": "+63 917 555 0199", "street": "Quimpo Street 7",
    "vat": False, "website": "https://quimpo.example.com", "function": "Quimpo of all trades", "comment": "<p>Quimpo</p>",
}  # fmt: skip


def quoting(real: RealWorld) -> list[str]:
    tables = real.rows("select schemaname || '.' || tablename from pg_tables where schemaname in ('scout', 'ops')")
    return [
        name
        for (name,) in tables
        if real.value(f"select exists (select from {name} t where t::text ilike '%%quimpo%%')")
    ]


def test_a_forgotten_partner_stays_so_and_everything_still_equals_odoo(real: RealWorld) -> None:
    """Every field of a real partner that quotes its name is gone, also those of its contact's."""
    made: Any = real.odoo.call("res.partner", "create", vals_list=[PERSON])
    contact: Any = real.odoo.call("res.partner", "create", vals_list=[{"name": "Child", "parent_id": made[0]}])
    settled()
    try:
        real.sync(streams=["res.partner"])
        assert "scout.bronze_res_partner" in quoting(real)
        with open_warehouse(Settings(real.variables).warehouse) as warehouse:
            done: Any = warehouse.call("forget_record", {"p_model": "res.partner", "p_odoo_id": made[0]})
        assert done["ids"] == [*made, *contact]
        assert quoting(real) == []
        late: Any = real.odoo.call("res.partner", "create", vals_list=[{"name": "Late child", "parent_id": made[0]}])
        contact += late
        real.odoo.call("res.partner", "write", ids=made, vals={"city": "Quimpo City"})
        settled()
        for request in ({"mode": "full"}, {"mode": "replay", "ids": made}, {"mode": "reconcile", "deep": True}):
            report = of(real.sync(streams=["res.partner"], **request), "res.partner")
            assert report.error is None, request
            assert quoting(real) == [], request
        assert report.reconcile is not None
        assert report.reconcile.result == "equal"
        assert late[0] in real.bronze("res.partner"), "what is added later is here, without what it repeats"
        assert real.value(
            "select source_id_sum = warehouse_id_sum from scout.count_proofs where checkpoint_id = 'res.partner'"
        )
    finally:
        real.odoo.call("res.partner", "unlink", ids=[*contact, *made])


@pytest.mark.parametrize("personal", ["hash", "omit"])
def test_nothing_personal_of_a_real_partner_reaches_the_warehouse(real: RealWorld, personal: str) -> None:
    """The record itself came, and no field quotes its name."""
    variables = {"SYNC_PERSONAL": personal, "SYNC_PERSONAL_KEY": "a key of sixteen characters or more"}
    made: Any = real.odoo.call("res.partner", "create", vals_list=[PERSON])
    settled()
    try:
        assert of(real.sync(streams=["res.partner"], variables=variables), "res.partner").error is None
        assert made[0] in real.bronze("res.partner")
        assert quoting(real) == []
    finally:
        real.odoo.call("res.partner", "unlink", ids=made)
