"""A record stops no page and no stream: what cannot be taken is parked at the smallest size there is, and the rest commits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from demo.odoo import Fault
from tests.engine.conftest import World, error_of, of, reconciled

STREAM = "res.partner"
MARK = "@@"
Row = dict[str, Any]


class Garbled(httpx.BaseTransport):
    """Odoo's answers, changed on their way: `change(rows)` alters a page's rows, `raw` stands for the text of `@@`."""

    def __init__(self, inner: httpx.BaseTransport, change: Callable[[list[Row]], None], raw: str) -> None:
        self._inner, self._change, self._raw = inner, change, raw

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        content = answer.read()
        if not request.url.path.endswith(f"/{STREAM}/search_read"):
            return httpx.Response(answer.status_code, headers=answer.headers, content=content)
        rows = json.loads(content)
        self._change(rows)
        text = json.dumps(rows).replace(f'"{MARK}"', self._raw)
        return httpx.Response(answer.status_code, headers={"Date": answer.headers["Date"]}, content=text.encode())


def garble(world: World, change: Callable[[list[Row]], None], raw: str = "null") -> Callable[[], None]:
    """Answers whose call undoes it."""
    transport = world.odoo.transport
    world.odoo.transport = lambda: Garbled(transport(), change, raw)  # type: ignore[method-assign]

    def undo() -> None:
        world.odoo.transport = transport  # type: ignore[method-assign]

    return undo


def value(field: str, shown: Any = MARK) -> Callable[[list[Row], int], None]:
    def put(rows: list[Row], record_id: int) -> None:
        for row in rows:
            if row["id"] == record_id:
                row[field] = shown

    return put


def twice(rows: list[Row], record_id: int) -> None:
    for place, row in enumerate(list(rows)):
        if row["id"] == record_id:
            rows.insert(place, {**row, "name": "An older copy"})


BAD: dict[str, tuple[Callable[[list[Row], int], None], str, str]] = {
    # what is wrong: how, the raw text, and where the record ends: parked, quarantined (bronze has it), or stored
    "an id beyond 2^63": (value("id"), "9223372036854775808", "parked"),
    "a fractional id": (value("id"), "7.5", "parked"),
    "no id": (value("id"), "null", "parked"),
    "an id below 1": (value("id"), "-4", "parked"),
    "a thirteenth month": (value("write_date", "2026-13-01 00:00:00"), "", "quarantined"),
    "1e400": (value("partner_latitude"), "1e400", "quarantined"),
    "an id twice": (twice, "", "stored"),
    "half a surrogate pair": (value("name"), '"Ann \\ud83d"', "stored"),
    "5,000 digits": (value("parent_id"), "9" * 5000, "quarantined"),
    "a company beyond 2^63": (value("company_id"), "9" * 20, "quarantined"),
    "NUL": (value("name"), '"Ann\\u0000"', "stored"),
}


def partners(world: World) -> list[int]:
    world.customers(40)
    return sorted(world.odoo.stored(STREAM))


def quarantined(world: World) -> list[tuple[int, str | None, list[str]]]:
    return world.db.execute(
        "select odoo_id, content, reasons from scout.quarantine where model = %s order by odoo_id", [STREAM]
    ).fetchall()


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", ["in the middle", "last"])
def test_one_bad_record_is_parked_and_all_others_commit(world: World, bad: str, place: str) -> None:
    put, raw, ends = BAD[bad]
    ids = partners(world)
    victim = ids[-1] if place == "last" else ids[20]
    undo = garble(world, lambda rows: put(rows, victim), raw)
    report = of(world.sync(), STREAM)
    assert report.status in {"completed", "failed"}, report.error
    assert set(ids) - {victim} <= world.ids("bronze_res_partner")
    assert (victim in world.ids("bronze_res_partner")) == (ends != "parked")
    parked = quarantined(world)
    assert len(parked) == (ends != "stored")
    if ends == "parked":
        ((_, content, reasons),) = parked
        assert content is not None
        assert '"name": "Customer ' in content
        assert raw.strip('"')[:15] in reasons[0]
    if ends == "quarantined":
        assert parked[0][0] == victim
        assert parked[0][1] is None
    undo()
    world.odoo.write(STREAM, victim, {"ref": "mended"})
    world.later()
    assert of(world.sync(mode="full"), STREAM).status == "completed"
    assert world.ids("bronze_res_partner") == set(ids)
    assert [one for one in quarantined(world) if one[0] > 0] == []


def test_a_bad_record_does_not_have_the_stream_read_again(world: World) -> None:
    ids = partners(world)
    garble(world, lambda rows: value("id")(rows, ids[-1]), "9223372036854775808")
    for _ in range(2):
        world.sync()
        world.later(hours=2)
    assert of(world.sync(), STREAM).fetched == 0


OWN_RULE = "alter table scout.bronze_res_partner add constraint own check (payload ->> 'ref' is distinct from 'X')"


@pytest.mark.parametrize("mode", ["incremental", "reconcile"])
@pytest.mark.parametrize("then", ["mended", "deleted"])
def test_what_only_the_warehouse_refuses_is_parked_too_and_leaves_when_it_is_mended_or_deleted(
    world: World, mode: str, then: str
) -> None:
    """A trigger of one's own, an index over a value: nobody could know before."""
    ids = partners(world)
    world.db.execute(OWN_RULE)
    world.odoo.write(STREAM, ids[7], {"ref": "X"})
    world.later()
    report = of(world.sync(mode=mode), STREAM)
    assert report.status in {"completed", "failed"}, report.error
    assert world.ids("bronze_res_partner") == set(ids) - {ids[7]}
    ((parked, content, reasons),) = quarantined(world)
    assert (parked, json.loads(str(content))["ref"]) == (ids[7], "X")
    assert "own" in reasons[0]
    assert any("is in quarantine" in notice for notice in report.notices)
    assert world.value("select ops.health_facts()")["silver"]["quarantine"][STREAM]["count"] == 1
    world.db.execute("select scout.rebuild_silver()")
    assert len(quarantined(world)) == 1
    if then == "mended":
        world.odoo.write(STREAM, ids[7], {"ref": "Y"})
    else:
        world.odoo.unlink(STREAM, ids[7])
    world.later()
    world.sync(mode="incremental" if then == "mended" else "reconcile")
    assert quarantined(world) == []
    assert world.ids("bronze_res_partner") == set(world.odoo.stored(STREAM))


def test_a_parked_newer_version_stays_parked_while_bronze_holds_the_older_one(world: World) -> None:
    """Its write_date did not move, so an ordinary sweep sees nothing of it."""
    changed = partners(world)[3]
    world.sync()
    world.db.execute(OWN_RULE)
    world.odoo.write_raw(STREAM, changed, {"ref": "X"})
    for deep in (True, False):
        assert reconciled(world.sync(mode="reconcile", deep=deep), STREAM).result == "differs"
    assert [row[0] for row in quarantined(world)] == [changed]
    world.db.execute("alter table scout.bronze_res_partner drop constraint own")
    assert reconciled(world.sync(mode="reconcile", deep=True), STREAM).result == "equal"
    assert quarantined(world) == []


def test_a_record_is_in_silver_or_in_quarantine_whatever_it_went_through(world: World) -> None:
    """Refused by silver, then by bronze too, then as it was before: that changes no row of bronze."""
    changed = partners(world)[3]
    world.odoo.write_raw(STREAM, changed, {"active": {"no": "boolean"}})
    world.sync(mode="full")
    assert [(row[0], row[1]) for row in quarantined(world)] == [(changed, None)]
    world.db.execute(OWN_RULE)
    world.odoo.write_raw(STREAM, changed, {"ref": "X"})
    world.sync(mode="full")
    assert quarantined(world)[0][1] is not None
    world.odoo.write_raw(STREAM, changed, {"ref": False})
    world.sync(mode="full")
    assert [(row[0], row[1]) for row in quarantined(world)] == [(changed, None)]


def test_more_bad_records_than_one_run_may_park_are_parked_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.sync.page_committer._MOST_PARKED", 10)
    world.sync()
    world.db.execute(OWN_RULE)
    for number in range(15):
        world.odoo.create(STREAM, {"name": f"Refused {number}", "ref": "X"})
    good = world.odoo.create(STREAM, {"name": "Good"})
    statuses = []
    for _ in range(4):
        world.later()
        statuses.append(of(world.sync(), STREAM).status)
    assert statuses == ["failed", "completed", "completed", "completed"]
    assert (len(quarantined(world)), good in world.ids("bronze_res_partner")) == (15, True)


def test_a_table_that_refuses_everything_stops_the_stream_and_is_not_taken_for_bad_records(world: World) -> None:
    world.customers(300)
    world.db.execute("alter table scout.bronze_res_partner add constraint none check (odoo_id < 0) not valid")
    assert error_of(world.sync(), STREAM).kind == "warehouse refused"
    assert len(quarantined(world)) == 100


def test_a_server_that_answers_the_same_page_for_ever_ends_the_run_with_a_clear_error(world: World) -> None:
    partners(world)
    first: list[Row] = []

    def same_again(rows: list[Row]) -> None:
        first[:] = first or rows
        rows[:] = [dict(row) for row in first]

    garble(world, same_again)
    world.odoo.calls.clear()
    error = error_of(world.sync(engine=world.engine(batch_size=10)), STREAM)
    assert (error.kind, "ids must grow" in error.message) == ("odoo refused", True)
    assert len([call for call in world.odoo.calls if call.model == STREAM]) < 10


def test_a_sweep_of_a_server_that_answers_the_same_chunk_for_ever_ends_too(world: World) -> None:
    partners(world)
    world.sync()
    chunk = json.dumps([{"id:array_agg": list(range(1, 20)), "write_date:array_agg": [None] * 19}])
    world.odoo.inject(Fault.answer(200, chunk), model=STREAM, method="formatted_read_group", times=1000)
    world.odoo.inject(Fault.answer(200, "[19]"), model=STREAM, method="search", times=1000)
    assert "ids must grow" in error_of(world.sync(mode="reconcile", streams=[STREAM]), STREAM).message
