"""knowledge: what is kept of documents, who finds what, and what becomes of it when its source loses it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.warehouse.retail import Db, Payload, column, ingest, one, refused, rows
from tests.warehouse.test_relations import acting_as, declare

ROLE = "agent_reader"


def add(db: Db, name: str = "handbook", **values: Any) -> None:
    source = {"name": name, "kind": "web", "address": "http://docs.example.com/", **values}
    one(db, "select knowledge.add_source(%s)", json.dumps(source))


def store(db: Db, uri: str, body: str, *, source: str = "handbook", least_score: int = 50, **values: Any) -> Payload:
    page = {"uri": uri, "title": uri, "body": body, "score": 90, "reasons": [], "signature": [], "bands": [], **values}
    chunk = {"position": 0, "heading": "", "page_number": None, "starts_at": 0, "ends_at": len(body), "body": body}
    answer: Payload = one(
        db, "select knowledge.store_page(%s, %s, %s, %s)", source, json.dumps(page), json.dumps([chunk]), least_score
    )
    return answer


def end(db: Db, begun: Payload, *, gone: list[str] | None = None, whole: bool = True) -> int:
    removed: int = one(
        db, "select knowledge.end_run(%s, %s, %s, %s, '{}') -> 'removed'",
        begun["name"], begun["started_at"], json.dumps(gone or []), whole,
    )  # fmt: skip
    return removed


def begin(db: Db, source: str = "handbook") -> Payload:
    begun: Payload = one(db, "select knowledge.begin_run(%s)", source)
    return begun


def found(db: Db, question: str, **asked: Any) -> list[str]:
    answer = one(
        db, "select knowledge.search(%s, p_sources => %s, p_company_ids => %s, p_vector => %s, p_model => %s, p_by => %s)",
        question, *(None if asked.get(name) is None else json.dumps(asked[name]) for name in ("sources", "companies", "vector")),
        asked.get("model"), asked.get("by", "both"),
    )  # fmt: skip
    return [hit["uri"] for hit in answer["results"]]


@pytest.fixture
def handbook(db: Db) -> Db:
    add(db)
    begun = begin(db)
    store(db, "warranty", "The warranty of a grinder is two years. A grinder is repaired.")
    store(db, "returns", "Returns are taken within thirty days, with the bill of the grinder.")
    store(db, "opening", "The shop is open from nine to five, and closed on Sunday.")
    end(db, begun)
    return db


def test_a_question_is_met_by_any_of_its_words_the_rarest_first_and_operators_mean_what_they_say(handbook: Db) -> None:
    assert found(handbook, "how long is the warranty of my grinder?") == ["warranty", "returns"]
    assert found(handbook, '"thirty days" grinder') == ["returns"]
    assert found(handbook, "grinder -returns") == ["warranty"]
    assert found(handbook, "sunday or warranty") in (["opening", "warranty"], ["warranty", "opening"])
    assert found(handbook, "the of and") == []
    assert found(handbook, "'; drop table x; -- \\ & | ! ( <-> :* \x01 ") == []
    assert found(handbook, "") == []


def test_a_hit_says_where_it_stands(handbook: Db) -> None:
    hit = one(handbook, "select knowledge.search('warranty') -> 'results' -> 0")
    text = one(
        handbook, "select body from knowledge.versions join knowledge.pages p on p.id = page_id where uri = 'warranty'"
    )
    assert text[hit["from"] : hit["to"]] == hit["text"]
    assert (hit["source"], hit["version"], hit["text_rank"], hit["vector_rank"]) == ("handbook", 1, 1, None)
    assert "«warranty»" in hit["snippet"]


def test_what_was_stored_already_changes_nothing_and_a_new_text_is_a_new_version(handbook: Db) -> None:
    before = rows(handbook, "select id, words::text from knowledge.chunks order by id")
    same = store(handbook, "warranty", "The warranty of a grinder is two years. A grinder is repaired.", etag="other")
    assert (same["outcome"], rows(handbook, "select id, words::text from knowledge.chunks order by id")) == (
        "unchanged",
        before,
    )
    for year in range(7):
        assert store(handbook, "warranty", f"The warranty is {year} years.")["outcome"] == "changed"
    assert found(handbook, "grinder") == ["returns"]
    kept = column(
        handbook,
        "select v.version from knowledge.versions v join knowledge.pages p on p.id = page_id where uri = 'warranty' order by 1",
    )
    assert kept == [4, 5, 6, 7, 8]


def test_poor_and_repeated_documents_are_kept_apart_with_their_reason_and_come_back(handbook: Db) -> None:
    poor = store(
        handbook, "poor", "grinder " * 9, score=30, reasons=[{"code": "short", "detail": "9 words", "points": 60}]
    )
    assert (poor["outcome"], poor["reasons"][0]["code"]) == ("quarantined", "short")
    alike = {"signature": list(range(64)), "bands": [7]}
    assert store(handbook, "first", "A page about a grinder.", **alike)["outcome"] == "new"
    again = {"signature": [0] * 10 + list(range(10, 64)), "bands": [7]}
    second = store(handbook, "second", "A page about a grinder!", **again)
    assert (second["outcome"], second["reasons"][-1]["detail"]) == ("quarantined", "repeats first")
    assert store(handbook, "other", "Other.", signature=[9] * 64, bands=[7])["outcome"] == "new"
    assert set(found(handbook, "grinder page")) == {"first", "warranty", "returns"}
    assert end(handbook, begin(handbook), gone=["first"], whole=False) == 1
    assert begin(handbook)["pages"]["second"]["hash"] is None, "its turn has come: it is to be read again"
    assert store(handbook, "second", "A page about a grinder!", **again)["status"] == "live"
    assert store(handbook, "poor", "grinder " * 9, score=80)["status"] == "live"
    assert {row["uri"] for row in one(handbook, "select knowledge.status() -> 'quarantined'")} == set()


def test_a_duplicate_of_what_others_may_not_read_is_no_duplicate(handbook: Db) -> None:
    alike = {"signature": list(range(64)), "bands": [7]}
    store(handbook, "ones", "For company one.", company_ids=[1], **alike)
    assert store(handbook, "twos", "For company one.", company_ids=[2], **alike)["outcome"] == "new"
    assert store(handbook, "all", "For company one.", company_ids=None, **alike)["outcome"] == "new"
    assert store(handbook, "more", "For company one.", company_ids=[1], **alike)["outcome"] == "quarantined"


def test_what_a_whole_run_did_not_see_is_gone_and_of_a_part_nothing_is(handbook: Db) -> None:
    begun = begin(handbook)
    one(handbook, "select knowledge.note_seen('handbook', '[\"warranty\"]')")
    store(handbook, "opening", "The shop is open from nine to five, and closed on Sunday.")
    assert end(handbook, begun, whole=False) == 0
    assert end(handbook, begun, whole=True) == 1
    assert column(handbook, "select uri from knowledge.v_documents order by 1") == ["opening", "warranty"]
    assert one(handbook, "select chunks from knowledge.sources") == 2


@pytest.fixture(params=["without pgvector", "with pgvector"])
def vectors(handbook: Db, request: pytest.FixtureRequest) -> Db:
    if request.param == "with pgvector":
        if not one(handbook, "select count(*) from pg_available_extensions where name = 'vector'"):
            pytest.skip("this PostgreSQL has no pgvector")
        handbook.execute("create schema extensions")
        handbook.execute("create extension vector schema extensions")
    places = {"warranty": [1.0, 0.0], "returns": [0.0, 1.0], "opening": [0.6, 0.8]}
    for missing in one(handbook, "select knowledge.missing_embeddings('tiny')"):
        vector = places[missing["text"].partition("\n")[0]]
        one(
            handbook,
            "select knowledge.store_embeddings('tiny', %s)",
            json.dumps([{"hash": missing["hash"], "vector": vector}]),
        )
    return handbook


def test_vectors_find_what_words_do_not_and_both_are_fused(vectors: Db) -> None:
    asked = {"vector": [0.8, 0.6], "model": "tiny"}
    assert found(vectors, "nothing of that", by="vector", **asked) == ["opening", "warranty", "returns"]
    assert found(vectors, "warranty", **asked)[0] == "warranty"
    assert set(found(vectors, "warranty", **asked)) == {"warranty", "opening", "returns"}
    assert found(vectors, "warranty", vector=[1.0, 0.0], model="another") == ["warranty"]
    assert found(vectors, "warranty", vector=[1.0, 0.0, 0.0], model="tiny") == ["warranty"]


def test_a_text_is_embedded_once_a_model_and_again_only_when_it_changes(vectors: Db) -> None:
    assert one(vectors, "select knowledge.missing_embeddings('tiny')") == []
    assert len(one(vectors, "select knowledge.missing_embeddings('another')")) == 3
    store(vectors, "warranty", "The warranty is three years now.")
    assert [one["text"] for one in one(vectors, "select knowledge.missing_embeddings('tiny')")] == [
        "warranty\nThe warranty is three years now."
    ]
    end(vectors, begin(vectors), whole=False)
    assert one(vectors, "select count(*) from knowledge.embeddings") == 2
    with refused("PT422", "another name"):
        vectors.execute('select knowledge.store_embeddings(\'tiny\', \'[{"hash": "00", "vector": [1, 2, 3]}]\')')


def test_an_agent_finds_its_companies_documents_and_everyones_and_no_others(db: Db) -> None:
    """By words and by vector, whatever it asks for; and search is all that it may call."""
    for company_id, path in ((1, "1/"), (2, "2/"), (3, "1/3/")):
        ingest(db, "res.company", {"id": company_id, "name": "x", "parent_path": path})
    add(db)
    add(db, "ones", company_ids=[1])
    begun = begin(db)
    for uri, companies in (
        ("all", None),
        ("one", [1]),
        ("branch", [3]),
        ("two", [2]),
        ("both", [1, 2]),
        ("nobody", []),
    ):
        store(db, uri, f"A grinder of {uri}.", company_ids=companies)
    end(db, begun)
    store(db, "by-source", "A grinder too.", source="ones")
    for missing in one(db, "select knowledge.missing_embeddings('tiny')"):
        one(
            db,
            "select knowledge.store_embeddings('tiny', %s)",
            json.dumps([{"hash": missing["hash"], "vector": [1.0]}]),
        )
    everything = {"all", "one", "branch", "two", "both", "nobody", "by-source"}
    by_vector: dict[str, Any] = {"vector": [1.0], "model": "tiny", "by": "vector"}
    with acting_as(db, "service_role"):
        assert set(found(db, "grinder")) == everything
        assert set(found(db, "grinder", companies=[2])) == {"all", "two", "both"}
    with acting_as(db, ROLE):
        assert found(db, "grinder") == ["all"]
    db.execute(
        "insert into scout.company_access (role_name, company_id) values (%s, 1), ('superset_readonly', 2)", [ROLE]
    )
    ours = {"all", "one", "branch", "both", "by-source"}
    with acting_as(db, ROLE):
        assert set(found(db, "grinder")) == ours
        assert set(found(db, "", **by_vector)) == ours
        assert set(found(db, "grinder", companies=[1, 2, 3])) == ours
        assert set(found(db, "grinder", companies=[2])) == {"all"}
        assert found(db, "grinder", sources=["ones"]) == ["by-source"]
        assert set(column(db, "select uri from knowledge.v_documents")) == ours
    may = column(
        db,
        """select p.oid::regproc::text from pg_proc p where pronamespace in ('knowledge'::regnamespace, 'scout'::regnamespace, 'ops'::regnamespace)
              and has_function_privilege(%s, p.oid, 'execute')
            union all
           select c.oid::regclass::text from pg_class c where relnamespace in ('knowledge'::regnamespace, 'scout'::regnamespace)
              and relkind in ('r', 'v', 'm') and has_table_privilege(%s, c.oid, 'select, insert, update, delete') order by 1""",
        ROLE, ROLE,
    )  # fmt: skip
    calls = ["ops.agent_problems", "ops.begin_agent_call", "ops.end_agent_call"]
    assert may == ["knowledge.search", "knowledge.v_documents", *calls]


def test_what_odoo_deletes_or_forgets_is_found_no_more_its_attachments_included(db: Db) -> None:
    declare(db, "sale.order")
    ingest(db, "sale.order", {"id": 1, "name": "S1", "company_id": 1}, {"id": 2, "name": "S2", "company_id": 1})
    add(db, kind="odoo", address="sale.order")
    for uri, record_id in (("odoo:sale.order/1", 1), ("odoo:ir.attachment/9", 1), ("odoo:sale.order/2", 2)):
        store(db, uri, f"A grinder of {uri}.", model="sale.order", record_id=record_id, company_ids=[1])
    db.execute("update scout.bronze_sale_order set deleted_at = now() where odoo_id = 1")
    assert found(db, "grinder") == ["odoo:sale.order/2"]
    db.execute("insert into scout.erasures (model, odoo_id, is_counted) values ('sale.order', 2, true)")
    assert found(db, "grinder") == []
    assert (
        store(db, "odoo:sale.order/2", "Again.", model="sale.order", record_id=2, company_ids=[1])["outcome"]
        == "forgotten"
    )
    assert one(db, "select count(*) from knowledge.versions") == 0


def test_sources_are_declared_whole_and_removed_with_all_they_brought(handbook: Db) -> None:
    with refused("PT422", "english"):
        add(handbook, language="klingon")
    with refused("PT422", "handbook"):
        begin(handbook, "nothing")
    add(handbook, company_ids=[2])
    assert set(column(handbook, "select company_ids from knowledge.v_documents")[0]) == {2}, "hidden at once"
    assert one(handbook, "select knowledge.remove_source('handbook')") == {"removed": 1, "pages": 3}
    assert one(handbook, "select count(*) from knowledge.chunks") == 0
