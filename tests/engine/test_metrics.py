"""What a monitoring system scrapes says what the warehouse knows, and rules and dashboard ask for nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.monitoring.metrics import metrics_text
from tests.engine.conftest import World

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"


def samples(world: World) -> dict[tuple[str, tuple[str, ...]], float]:
    """Values by name and labels, those in the order of their names."""
    families = text_string_to_metric_families(metrics_text(world.warehouse).decode())
    return {
        (s.name, tuple(s.labels[one] for one in sorted(s.labels))): s.value
        for family in families
        for s in family.samples
    }


def test_metrics_count_records_lag_runs_and_proofs_per_stream(world: World) -> None:
    world.odoo.write_raw("pos.order", min(world.odoo.stored("pos.order")), {"date_order": False})
    world.sync()
    world.sync(mode="reconcile")
    found = samples(world)
    orders = ("pos.order",)
    total = len(world.odoo.stored("pos.order"))
    assert found["etl_records_processed_total", orders] >= total
    assert found["etl_quarantined_records", orders] == 1
    assert found["etl_records_failed_total", orders] >= 1
    assert found["etl_batch_duration_seconds_count", orders] == 2
    assert found["etl_batch_duration_seconds_sum", orders] > 0
    assert found["etl_runs_failed_total", orders] == 0
    assert ("etl_lag_seconds", orders) in found
    assert found["etl_reconcile_equal", orders] == 1
    assert found["etl_reconcile_records", ("missing", "pos.order")] == 0
    assert found["etl_proven_equal_timestamp_seconds", orders] > 1.7e9


def test_metrics_tell_the_outbox_queue_and_what_is_parked(world: World) -> None:
    enqueue = "select ops.enqueue_odoo(%s, 'res.partner', 'upsert', '{\"name\": \"Ann\"}', p_ordering_key => 'one')"
    for key in ("first", "second"):
        world.db.execute(enqueue, [key])
    world.db.execute("update ops.odoo_outbox set status = 'dead', last_error = 'x' where idempotency_key = 'first'")
    found = samples(world)
    assert found["outbox_depth", ()] == 1
    assert found["outbox_dead", ()] == 1
    assert found["outbox_held_back", ()] == 1
    assert found["outbox_recent_results", ("done",)] == 0


def test_an_empty_warehouse_has_metrics_too(world: World) -> None:
    found = samples(world)
    assert found["outbox_depth", ()] == 0
    assert not any(name.startswith("etl_") for name, _ in found)


def test_metrics_count_calls_to_odoo_and_the_days_a_key_has_left(world: World) -> None:
    for call in (1, 2, 2):
        world.db.execute(f"select ops.note_odoo_calls('00000000-0000-0000-0000-00000000000{call}', 'sync', 20)")
    world.db.execute("select ops.note_odoo_key(now() + interval '10 days')")
    found = samples(world)
    assert found["odoo_calls_total", ("sync",)] == 40
    assert 9.9 < found["odoo_key_days_left", ()] < 10


def mirrored(world: World, **slot: str) -> None:
    """A slot that a run has just looked at, with a table of each kind; `slot`: columns as SQL."""
    well = {"slot": "'s'", "publication": "'s'", "position": "'0/1'", "caught_up_at": "now()", "records": "1200", "failed": "3",
            "batches": "4", "batch_seconds": "1.5", "retained_bytes": "1000", "safe_bytes": "2000", "resyncs": "1"}  # fmt: skip
    columns = well | slot
    world.db.execute(f"insert into cdc.slots ({', '.join(columns)}) values ({', '.join(columns.values())})".encode())
    world.db.execute(
        "insert into cdc.relations (table_name, slot, state, columns) values ('account_move', 's', 'live', '[]')"
    )
    world.db.execute("insert into cdc.relations (table_name, slot, state) values ('x_odd', 's', 'blocked')")


def test_metrics_of_the_mirror_have_the_same_names_as_its_daemons(world: World) -> None:
    world.sync(streams=["res.partner"])
    mirrored(world)
    found = samples(world)
    assert {name: found[f"etl_{name}", ("mirror",)] for name in (
        "lag_seconds", "records_processed_total", "records_failed_total", "batch_duration_seconds_count",
        "batch_duration_seconds_sum", "slot_retained_bytes", "slot_safe_bytes", "resyncs_total",
    )} == {
        "lag_seconds": 0, "records_processed_total": 1200, "records_failed_total": 3, "batch_duration_seconds_count": 4,
        "batch_duration_seconds_sum": 1.5, "slot_retained_bytes": 1000, "slot_safe_bytes": 2000, "resyncs_total": 1,
    }  # fmt: skip
    assert found["etl_mirror_tables", ("blocked", "mirror")] == 1
    assert ("etl_lag_seconds", ("res.partner",)) in found


@pytest.mark.parametrize(
    ("slot", "least", "most"),
    [
        ({"updated_at": "now() - interval '20 minutes'", "caught_up_at": "now() - interval '20 minutes'"}, 1200, 1260),
        ({"caught_up_at": "now() - interval '9 minutes'", "committed_at": "now() - interval '90 seconds'"}, 90, 120),
        ({"caught_up_at": "now() - interval '20 seconds'", "committed_at": "now() - interval '3 days'"}, 0, 0),
    ],
)
def test_a_quiet_database_has_no_lag_and_one_that_nobody_asks_does(
    world: World, slot: dict[str, str], least: float, most: float
) -> None:
    mirrored(world, **slot)
    assert least <= samples(world)["etl_lag_seconds", ("mirror",)] <= most


def expressions() -> list[str]:
    rules = re.findall(r"^\s+expr: (.+)$", (MONITORING / "prometheus-rules.yml").read_text(), re.MULTILINE)
    dashboard: Any = json.loads((MONITORING / "grafana-dashboard.json").read_text())
    return rules + [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def test_rules_and_dashboard_ask_for_metrics_that_are_there(world: World) -> None:
    world.sync(streams=["res.partner"])
    world.sync(mode="reconcile", streams=["res.partner"])
    mirrored(world)
    known = {name for name, _ in samples(world)}
    asked = {name for expression in expressions() for name in re.findall(r"\b(?:etl|outbox)_[a-z_]+", expression)}
    assert asked <= known
    assert len(asked) > 10
