"""A sweep's reading: ids and write_dates in chunks by id, the same from every version of Odoo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.odoo import SimulatedOdoo
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.retries import NO_RETRIES
from shared.sync.chunks import LAST_ID, Chunk, ChunkReader

PARTNERS = Stream(model="res.partner")


@pytest.fixture(params=[16, 19, 20])
def simulated(request: pytest.FixtureRequest) -> SimulatedOdoo:
    """Twelve partners with ids from 1, one of them without a write_date, one archived."""
    odoo = SimulatedOdoo(version=request.param)
    for number in range(10):
        odoo.clock.advance(seconds=1.7)
        odoo.create("res.partner", {"name": f"Customer {number}"})
    odoo.write_raw("res.partner", 5, {"write_date": False})
    odoo.write_raw("res.partner", 7, {"active": False})
    return odoo


@pytest.fixture
def client(simulated: SimulatedOdoo) -> Iterator[Odoo]:
    settings = simulated.settings(protocol="json2" if simulated.version >= 19 else "jsonrpc")
    with Odoo.connect(settings, transport=simulated.transport(), retry_policy=NO_RETRIES) as odoo:
        yield odoo


def read(client: Odoo, stream: Stream = PARTNERS, *, rows: int, after_id: int = 0) -> list[Chunk]:
    with ChunkReader(stream, client, rows=rows).ahead(after_id) as chunks:
        return list(chunks)


def test_every_record_comes_once_with_its_write_date_in_utc(simulated: SimulatedOdoo, client: Odoo) -> None:
    chunks = read(client, rows=5)
    read_dates = {one: instant for chunk in chunks for one, instant in zip(chunk.ids, chunk.write_dates, strict=True)}
    stored = simulated.stored("res.partner")
    assert read_dates == {
        one: f"{row['write_date'][:19]}Z" if row["write_date"] else None for one, row in stored.items()
    }
    assert [len(chunk.ids) for chunk in chunks] == [5, 5, 2]
    assert [chunk.to_id for chunk in chunks] == [5, 10, LAST_ID]


@pytest.mark.parametrize(("rows", "sizes"), [(12, [12, 0]), (6, [6, 6, 0]), (13, [12]), (100, [12])])
def test_only_a_chunk_that_is_not_full_is_the_last(client: Odoo, rows: int, sizes: list[int]) -> None:
    chunks = read(client, rows=rows)
    assert [len(chunk.ids) for chunk in chunks] == sizes
    assert [chunk.is_last for chunk in chunks] == [False] * (len(sizes) - 1) + [True]


def test_it_goes_on_behind_an_id_and_keeps_to_the_streams_domain(client: Odoo) -> None:
    even = PARTNERS.model_copy(update={"domain": (["id", "not in", [8, 9]],)})
    assert [chunk.ids for chunk in read(client, even, rows=3, after_id=6)] == [[7, 10, 11], [12]]


def test_a_stream_without_write_date_has_ids_alone(client: Odoo) -> None:
    [chunk] = read(client, PARTNERS.model_copy(update={"has_write_date": False}), rows=100)
    assert (chunk.ids, set(chunk.write_dates)) == (list(range(1, 13)), {None})


def test_of_an_empty_model_there_is_one_empty_chunk(client: Odoo) -> None:
    assert read(client, Stream(model="pos.payment"), rows=10) == [Chunk([], [], LAST_ID)]
