"""Schema drift on a real Odoo 19: fields made and taken away by hand, rights given and taken. All of it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.models.catalogue import load_catalogue
from shared.settings import Settings
from shared.sync.open_engine import started_engine
from shared.sync.run_report import RunReport, StreamReport
from shared.sync.sync_request import parse_request
from tests.acceptance.conftest import RealWorld, record_id
from tests.acceptance.test_a_run import of
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo

FIELD = "x_scout_code"


def make_field(real: RealWorld, type_: str) -> None:
    values: dict[str, Any] = {"name": FIELD, "field_description": "Code", "ttype": type_}
    values["model_id"] = record_id(real, "base.model_res_company")
    real.odoo.call("ir.model.fields", "create", vals_list=[values])


def drop_field(real: RealWorld) -> None:
    found: Any = real.odoo.call(
        "ir.model.fields", "search", domain=[["model", "=", "res.company"], ["name", "=", FIELD]]
    )
    if found:
        real.odoo.call("ir.model.fields", "unlink", ids=found)


@pytest.fixture
def own_field(real: RealWorld) -> Iterator[None]:
    yield
    drop_field(real)


def changes(real: RealWorld) -> list[tuple[Any, ...]]:
    return real.rows("select stream, field, change from scout.field_changes order by id")


def companies(real: RealWorld, **request: Any) -> StreamReport:
    settled()
    return of(real.sync(streams=["res.company"], **request), "res.company")


@pytest.mark.usefixtures("own_field")
def test_a_custom_field_comes_along_changes_its_type_and_goes_each_told_and_recorded_once(real: RealWorld) -> None:
    companies(real)
    assert changes(real) == []
    make_field(real, "char")
    real.odoo.call("res.company", "write", ids=[1], vals={FIELD: "17"})

    dry = companies(real, dry_run=True)
    assert (dry.status, f"field {FIELD} is new" in dry.notices, changes(real)) == ("completed", True, [])
    added = companies(real)
    assert added.notices.count(f"field {FIELD} is new") == 1
    assert (added.mode, real.bronze("res.company")[1][FIELD]) == ("full", "17")
    assert companies(real).notices == []

    drop_field(real)
    make_field(real, "integer")
    real.odoo.call("res.company", "write", ids=[1], vals={FIELD: 17})
    changed = companies(real)
    assert changed.notices.count(f"field {FIELD} changed from char to integer") == 1
    assert (changed.mode, real.bronze("res.company")[1][FIELD]) == ("full", 17)

    drop_field(real)
    removed = companies(real)
    assert removed.notices.count(f"field {FIELD} is no longer shown") == 1
    assert (removed.status, removed.mode, FIELD in real.bronze("res.company")[1]) == ("completed", "full", False)
    assert companies(real).notices == []
    assert changes(real) == [
        ("res.company", FIELD, "added"),
        ("res.company", FIELD, "type changed"),
        ("res.company", FIELD, "removed"),
    ]
    assert real.value("select gone_at is not null from scout.stream_fields where field = %s", FIELD) is True


@pytest.mark.usefixtures("own_field")
def test_a_removed_field_that_the_stream_requires_stops_that_stream_only(real: RealWorld) -> None:
    catalogue = load_catalogue().streams
    demanding = catalogue["res.company"].model_copy(update={"required": ("name", FIELD)})

    def run() -> RunReport:
        settled()
        with started_engine(Settings(real.variables)) as engine:
            return engine.run([demanding, catalogue["res.currency"]], parse_request({}))

    make_field(real, "char")
    assert run().status == "completed"
    drop_field(real)
    report = run()
    stopped = of(report, "res.company")
    assert stopped.error is not None
    assert (stopped.status, stopped.error.kind, FIELD in stopped.error.message) == ("failed", "field missing", True)
    assert of(report, "res.currency").status == "completed"
    assert changes(real) == [("res.company", FIELD, "removed")]
    assert real.value("select required from scout.stream_fields where field = %s", FIELD) is True
    make_field(real, "char")
    assert run().status == "completed"
    assert changes(real)[1:] == [("res.company", FIELD, "added")]


@pytest.mark.parametrize("protocol", ["jsonrpc"], indirect=True)  # only Odoo itself can make another user's API key
def test_a_lost_right_is_recorded_once_and_stops_that_stream_only_until_it_comes_back(
    real: RealWorld, cashier: dict[str, str]
) -> None:
    user, variables = int(cashier["id"]), {**cashier, "id": ""}
    pos_group = record_id(real, "point_of_sale.group_pos_user")

    def run() -> RunReport:
        settled()
        return real.sync(variables=variables, streams=["res.company", "pos.order", "res.partner"])

    first = run()
    assert first.status == "completed", [stream.error for stream in first.streams]
    assert changes(real) == []
    real.odoo.call("res.users", "write", ids=[user], vals={"group_ids": [(3, pos_group)]})
    for _ in range(2):
        report = run()
        refused = of(report, "pos.order")
        assert refused.error is not None
        assert (refused.error.kind, "pos.order" in refused.error.message) == ("access refused", True)
        assert {of(report, name).status for name in ("res.company", "res.partner")} == {"completed"}
        assert [change for change in changes(real) if change[0] == "pos.order"] == [("pos.order", None, "access lost")]
    assert real.value("select count(*) from scout.bronze_pos_order where deleted_at is not null") == 0
    real.odoo.call("res.users", "write", ids=[user], vals={"group_ids": [(4, pos_group)]})
    back = of(run(), "pos.order")
    assert (back.status, "pos.order can be read again" in back.notices) == ("completed", True)
    assert [change[2] for change in changes(real) if change[0] == "pos.order"] == ["access lost", "access regained"]
