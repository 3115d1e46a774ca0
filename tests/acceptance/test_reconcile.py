"""A user who sees less than before deletes nothing here, on a real Odoo 19. What a test makes there it takes away again.

That a deep reconcile mends all else is shown at size (test_reconcile_at_size.py).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.conftest import RealWorld
from tests.acceptance.test_a_run import of
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo


def test_a_user_who_lost_the_right_to_see_half_the_partners_deletes_nothing_here(real: RealWorld) -> None:
    """Invariant 7: a record rule hides them; the message says what to check."""
    partners: Any = real.odoo.call("res.partner", "create", vals_list=[{"name": f"Hidden {n}"} for n in range(60)])
    model: Any = real.odoo.call("ir.model", "search_read", domain=[["model", "=", "res.partner"]], fields=["id"])
    hidden = {
        "name": "half of them",
        "model_id": model[0]["id"],
        "domain_force": f"[('id', 'not in', {partners[:40]})]",
    }
    settled()
    try:
        real.sync(streams=["res.partner"])
        rule: Any = real.odoo.call("ir.rule", "create", vals_list=[hidden])
        try:
            report = of(real.sync(mode="reconcile", streams=["res.partner"]), "res.partner")
        finally:
            real.odoo.call("ir.rule", "unlink", ids=rule)
        assert report.error is not None
        assert (report.error.kind, "record rules" in report.error.fix) == ("mass disappearance", True)
        assert real.value("select count(*) from scout.bronze_res_partner where deleted_at is not null") == 0
        again = of(real.sync(mode="reconcile", streams=["res.partner"]), "res.partner").reconcile
        assert again is not None
        assert again.result == "equal"
    finally:
        real.odoo.call("res.partner", "unlink", ids=partners)
