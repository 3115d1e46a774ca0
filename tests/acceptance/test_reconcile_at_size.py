"""One deep reconcile over all streams of a real Odoo 19 of whatever size: 4 orders in CI, 100,000 elsewhere.

What is deleted, archived and changed are records of the test's own. Odoo's records are held against bronze here value by
value, by a reading and a normalising of the test's own, not by the sweep's counts and checksums. Run it with -s to see
how many records there were and what they took.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from shared.models.catalogue import load_catalogue
from shared.models.stream import Stream
from shared.odoo.model import Field
from shared.sync.run_report import RunReport
from tests.acceptance.conftest import RealWorld
from tests.acceptance.test_a_run import of
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo

PAGE_ROWS = 5000
Record = dict[str, Any]


def as_bronze_tells_it(value: Any, field: Field) -> Any:
    """Invariant 8, said once more: false is null but for a boolean, an instant has a zone."""
    if value is False and field.type != "boolean":
        return None
    return f"{value.replace(' ', 'T')}Z" if field.type == "datetime" else value


class Original:
    """One model of Odoo, read page by page as its user would: every field that bronze holds, of every company."""

    def __init__(self, real: RealWorld, stream: Stream) -> None:
        self._odoo = real.odoo
        self._stream = stream
        self._fields = real.odoo.fields(stream.model)

    def pages(self, names: list[str]) -> Iterator[tuple[int, dict[int, Record]]]:
        """(the highest id up to here, the records by id)."""
        last = 0
        while True:
            rows = self._read([["id", ">", last]], names, self._odoo.identity.company_ids)
            dependent = [name for name in names if self._fields[name].company_dependent]
            last = max(rows, default=last) if len(rows) == PAGE_ROWS else 2**63 - 1
            if rows and dependent:
                self._add_companies(rows, dependent)
            yield last, rows
            if last == 2**63 - 1:
                return

    def _add_companies(self, rows: dict[int, Record], names: list[str]) -> None:
        """Odoo tells the values of the company that is named first."""
        companies = self._odoo.identity.company_ids
        values: dict[int, dict[str, Record]] = {one: {name: {} for name in names} for one in rows}
        for company in companies:
            first = (company, *(one for one in companies if one != company))
            for one, row in self._read([["id", "in", list(rows)]], names, first).items():
                for name in names:
                    values[one][name][str(company)] = row[name]
        for one, row in rows.items():
            row.update(values[one])

    def _read(self, domain: list[Any], names: list[str], companies: tuple[int, ...]) -> dict[int, Record]:
        answer: Any = self._odoo.call(
            self._stream.model, "search_read", domain=domain, fields=names, limit=PAGE_ROWS, order="id", load=None,
            context={"allowed_company_ids": list(companies)},
        )  # fmt: skip
        return {
            row["id"]: {name: as_bronze_tells_it(row[name], self._fields[name]) for name in names} for row in answer
        }


def differences(real: RealWorld, stream: Stream) -> tuple[int, list[str]]:
    """How many records Odoo has, and in words each id or value that bronze tells otherwise."""
    [[names]] = real.rows(
        f"select coalesce(array_agg(distinct key), array['id']) from scout.{stream.bronze_table}, jsonb_object_keys(payload) key "
        "where deleted_at is null"
    )
    bronze = (
        f"select odoo_id, payload, to_char(write_date at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
        f"from scout.{stream.bronze_table} where deleted_at is null and odoo_id > %s and odoo_id <= %s"
    )
    count, found, after = 0, [], 0
    for up_to, records in Original(real, stream).pages(names):
        held = {row[0]: row[1:] for row in real.rows(bronze, after, up_to)}
        found += [f"{stream.model} {one} is only on one side" for one in records.keys() ^ held.keys()]
        for one in records.keys() & held.keys():
            record, (payload, write_date) = records[one], held[one]
            found += [
                f"{stream.model} {one}.{name}: {value!r} in Odoo, {payload.get(name)!r} here"
                for name, value in record.items()
                if not alike(payload.get(name), value)
            ]
            if write_date != record["write_date"]:
                found.append(f"{stream.model} {one}: write_date {record['write_date']} in Odoo, {write_date} here")
        count, after = count + len(records), up_to
    return count, found


def alike(held: Any, shown: Any) -> bool:
    """A company-dependent value may be held for each company or for the first one only."""
    if isinstance(shown, dict) and not isinstance(held, dict):
        return bool(held == next(iter(shown.values())))
    return bool(held == shown)


@dataclass
class Doomed:
    """Records of the test's own. The orders are unpaid and have two lines each."""

    partners: list[int]
    products: list[int]
    orders: list[int]
    lines: dict[int, list[int]]


@pytest.fixture
def doomed(real: RealWorld) -> Iterator[Doomed]:
    call = real.odoo.call
    session: Any = call("pos.session", "search_read", domain=[], fields=["company_id"], limit=1, order="id")
    partners: Any = call("res.partner", "create", vals_list=[{"name": f"At size {n}"} for n in range(29)])
    products: Any = call("product.product", "create", vals_list=[{"name": f"At size {n}"} for n in range(5)])
    line = {"product_id": products[0], "qty": 1, "price_unit": 10, "price_subtotal": 10, "price_subtotal_incl": 10}
    order = {
        "session_id": session[0]["id"], "company_id": session[0]["company_id"][0],
        "amount_total": 20, "amount_tax": 0, "amount_paid": 0, "amount_return": 0,
        "lines": [(0, 0, line), (0, 0, line)],
    }  # fmt: skip
    orders: Any = call("pos.order", "create", vals_list=[order] * 8)
    read: Any = call("pos.order", "read", ids=orders, fields=["lines"])
    yield Doomed(partners, products, orders, {one["id"]: one["lines"] for one in read})
    for model, domain in (
        ("pos.order", [["id", "in", orders]]),
        ("product.product", [["id", "in", products]]),
        ("res.partner", [["name", "like", "At size"]]),
    ):
        call(model, "unlink", ids=call(model, "search", domain=domain))


def versions(real: RealWorld) -> dict[str, Any]:
    """Of each bronze and silver table: the number of its rows, and a sum over where and by whom each was written."""
    tables = real.rows(
        "select relname from pg_class "
        "where relnamespace = 'scout'::regnamespace and relkind = 'r' and relname ~ '^(bronze|silver)_' and relname !~ '_tables$'"
    )
    stamp = "select count(*), sum(hashtextextended(concat_ws(' ', ctid, xmin, xmax), 0)) from scout.{}"
    return {name: real.rows(stamp.format(name))[0] for (name,) in tables}


def tell(words: str, report: RunReport) -> None:
    total = {
        name: sum(getattr(stream, name) for stream in report.streams)
        for name in ("fetched", "inserted", "updated", "deleted")
    }
    shown = ", ".join(f"{count:,} {name}" for name, count in total.items())
    print(f"\n{words}: {shown}; {report.seconds:.1f} s, {report.odoo_calls} calls to Odoo")  # noqa: T201


@pytest.mark.parametrize("protocol", ["json2"], indirect=True)
def test_one_deep_reconcile_mends_every_stream_and_a_second_finds_and_writes_nothing(
    real: RealWorld, doomed: Doomed
) -> None:
    """Invariant 7: 37 deleted, 11 archived, 5 changed by raw SQL, 3 that came two hours late."""
    call = real.odoo.call
    settled()
    first = real.sync()
    assert first.status == "completed"
    tell("full sync", first)

    gone, archived, raw = doomed.partners[:20], doomed.partners[20:26], doomed.partners[26:]
    call("res.partner", "unlink", ids=gone)
    call("pos.order", "unlink", ids=doomed.orders[:5])
    kept = doomed.orders[5]
    call("pos.order.line", "unlink", ids=doomed.lines[kept])
    call("res.partner", "write", ids=archived, vals={"active": False})
    call("product.product", "write", ids=doomed.products, vals={"active": False})
    real.odoo_db.execute("update res_partner set ref = 'raw SQL' where id = any(%s)", [raw])
    real.odoo_db.execute(
        "update pos_order set general_customer_note = 'raw SQL' where id = any(%s)", [doomed.orders[6:]]
    )
    late: Any = call("res.partner", "create", vals_list=[{"name": f"At size, late {n}"} for n in range(3)])
    real.odoo_db.execute(
        "update res_partner set write_date = write_date - interval '2 hours' where id = any(%s)", [late]
    )
    settled()

    report = real.sync(mode="reconcile", deep=True)
    tell("reconcile --deep", report)
    assert report.status == "completed"
    assert {one.stream: one.reconcile.result for one in report.streams if one.reconcile} == {
        one.stream: "equal" for one in report.streams if one.status != "absent"
    }
    deleted = {one.stream: one.deleted for one in report.streams if one.deleted}
    assert deleted == {"res.partner": 20, "pos.order": 5, "pos.order.line": 12}
    assert (of(report, "res.partner").inserted, of(report, "res.partner").updated) == (3, 6 + 3)
    assert (of(report, "pos.order").inserted, of(report, "pos.order").updated) == (0, 2 + 1)
    assert of(report, "product.product").updated == 5

    present = [stream for stream in load_catalogue().select(None) if of(report, stream.model).status != "absent"]
    records = 0
    for stream in present:
        count, found = differences(real, stream)
        assert found == [], f"{len(found)} in {stream.model}, such as: {found[:5]}"
        records += count
    print(f"{records:,} records of {len(present)} streams equal Odoo's, value by value")  # noqa: T201

    before = versions(real)
    second = real.sync(mode="reconcile", deep=True)
    tell("reconcile --deep again", second)
    for one in second.streams:
        if one.reconcile is not None:
            assert (one.inserted, one.updated, one.deleted) == (0, 0, 0), one.stream
            assert (one.reconcile.missing, one.reconcile.stale, one.reconcile.extra) == (0, 0, 0), one.stream
            assert one.reconcile.result == "equal", one.stream
    assert versions(real) == before
