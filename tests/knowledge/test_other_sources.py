"""Folders, Odoo's texts and attachments; the command line; an embedder behind HTTP."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.errors import InputError, KnowledgeRefused
from shared.knowledge.embed import HttpEmbedder
from shared.knowledge.ingest import IngestReport, ingest
from shared.knowledge.read_file import read_file
from shared.settings import Settings
from shared.warehouse.protocol import Warehouse
from tests.knowledge.site import PROSE, plain, prose
from tests.warehouse.retail import Db
from tests.warehouse.retail import ingest as ingest_rows
from tests.warehouse.test_field_drift import described
from tests.warehouse.test_relations import declare, keep

ROOT = Path(__file__).parents[2]
NO_EMBEDDER = Settings({}).knowledge


def add(warehouse: Warehouse, kind: str, address: str, **options: Any) -> None:
    warehouse.call(
        "knowledge.add_source", {"p_source": {"name": "ours", "kind": kind, "address": address, "options": options}}
    )


def run(warehouse: Warehouse, odoo: Any = None, embedder: Any = None) -> IngestReport:
    @contextmanager
    def opened() -> Iterator[Any]:
        yield odoo

    return ingest("ours", warehouse=warehouse, settings=NO_EMBEDDER, embedder=embedder, open_odoo=opened)


def found(warehouse: Warehouse, question: str) -> list[str]:
    answer: Any = warehouse.call("knowledge.search", {"p_question": question})
    return [hit["uri"] for hit in answer["results"]]


def docx(text: str) -> bytes:
    """The smallest document that Word opens."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>',
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_folder_is_followed_file_by_file_and_no_link_leads_out_of_it(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (folder / "deep").mkdir(parents=True)
    (tmp_path / "secret.md").write_text(plain("secret"))
    (folder / "a.md").write_text(f"# About\n\n{PROSE}\n\nThe zebra is here.")
    (folder / "deep" / "b.html").write_text(
        f"<html><title>B</title><body><main>{prose('giraffe')}</main></body></html>"
    )
    (folder / "c.docx").write_bytes(
        docx(f"{PROSE} The okapi is in Word, and it is written about in one more sentence here.")
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "linked").symlink_to(tmp_path, target_is_directory=True)
    (folder / "program.exe").write_bytes(b"MZ")
    add(warehouse, "files", str(folder))
    first = run(warehouse)
    assert first.outcomes["new"] == 3, first
    assert (found(warehouse, "zebra"), found(warehouse, "giraffe7"), found(warehouse, "okapi")) == (
        ["a.md"],
        ["deep/b.html"],
        ["c.docx"],
    )
    assert found(warehouse, "secret7") == []
    again = run(warehouse)
    assert (again.outcomes.get("new"), again.removed, again.unchanged >= 3) == (None, 0, True)
    (folder / "a.md").unlink()
    assert run(warehouse).removed == 1
    assert found(warehouse, "zebra") == []
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(KnowledgeRefused, match="mounted"):
        run(warehouse)
    assert found(warehouse, "okapi") == ["c.docx"], "a folder that is not there is not an empty one"


def test_a_file_that_would_end_its_reader_ends_another_process() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" * 3_000_000)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert read_file(bomb.getvalue(), kind, seconds=6) is None
    assert read_file(b"\x00" * 2000, "text/plain") is None


def test_odoos_texts_go_to_their_company_and_follow_the_record(warehouse: Warehouse, db: Db) -> None:
    fields = {
        "id": described("integer"), "name": described("char"), "company_id": described("many2one", relation="res.company"),
        "note": described("html"), "phone": described("char"),
    }  # fmt: skip
    declare(db, "x.note")
    ingest_rows(
        db, "x.note",
        {"id": 1, "name": "One", "company_id": 1, "note": "<p>The <b>zebra</b> &amp; its food.</p><script>x()</script>", "phone": "1"},
        {"id": 2, "name": "Two", "company_id": 2, "note": "<ul><li>The zebra</li></ul>", "phone": "2"},
        {"id": 3, "name": "Nobody's", "company_id": None, "note": "<p>A zebra</p>", "phone": "3"},
        {"id": 4, "name": "Empty", "company_id": 1, "note": None, "phone": "4"},
    )  # fmt: skip
    keep(db, "x.note", fields)
    add(warehouse, "odoo", "x.note", fields=["note"])
    assert run(warehouse).outcomes == {"new": 3}
    assert run(warehouse).outcomes == {}
    assert set(found(warehouse, "zebra")) == {"odoo:x.note/1", "odoo:x.note/2", "odoo:x.note/3"}
    hit: Any = warehouse.call("knowledge.search", {"p_question": "food"})
    assert hit["results"][0]["text"] == "The **zebra** & its food."
    companies = dict(db.execute("select record_id, company_ids from knowledge.pages").fetchall())
    assert companies == {1: [1], 2: [2], 3: []}
    ingest_rows(db, "x.note", {"id": 1, "name": "One", "company_id": 2, "note": "<p>The okapi.</p>", "phone": "1"})
    assert run(warehouse).outcomes == {"changed": 1}
    assert dict(db.execute("select record_id, company_ids from knowledge.pages").fetchall())[1] == [2]
    marks = [{"model": "x.note", "fields": ["phone"], "person_field": "partner_id", "keeps_record": True}]
    db.execute("select scout.declare_personal(%s)", [json.dumps(marks)])
    add(warehouse, "odoo", "x.note", fields=["phone"])
    with pytest.raises(InputError, match="personal"):
        run(warehouse)


class Attachments:
    """Odoo, as far as attachments go. `shape`: how it hands over bytes, which later versions do otherwise."""

    def __init__(self, shape: str) -> None:
        self.shape = shape
        self.rows: dict[int, dict[str, Any]] = {}
        self.read: list[int] = []

    def page(self, model: str, *, domain: list[Any], fields: list[str], limit: int, order: str = "id") -> Any:
        after = next(value for name, _, value in domain if name == "id")
        rows = [row for key, row in sorted(self.rows.items()) if key > after][:limit]
        return type("Page", (), {"rows": [{name: row[name] for name in ("id", *fields)} for row in rows]})

    def call(self, model: str, method: str, *, ids: list[int], **arguments: Any) -> Any:
        assert arguments["fields"] == ["raw"]
        self.read += ids
        raw = base64.b64encode(self.rows[ids[0]]["raw"]).decode()
        return [{"id": ids[0], "raw": raw if self.shape == "base64" else {"filename": "x", "content": raw, "size": 1}}]


@pytest.mark.parametrize("shape", ["base64", "object"])
def test_attachments_are_read_once_for_their_company_and_gone_with_their_record(
    warehouse: Warehouse, db: Db, shape: str
) -> None:
    def row(key: int, text: str, **values: Any) -> dict[str, Any]:
        return {"id": key, "name": f"{key}.txt", "mimetype": "text/plain", "res_id": key, "company_id": 1, "checksum": text,
                "file_size": 100, "raw": f"{PROSE} And {text}.".encode(), **values}  # fmt: skip

    odoo = Attachments(shape)
    rest = plain("okapi")
    odoo.rows = {1: row(1, "the zebra"), 2: row(2, rest, company_id=False), 3: row(3, "x", mimetype="video/mp4")}
    add(warehouse, "attachments", "project.task")
    first = run(warehouse, odoo)
    assert (first.outcomes, first.skipped) == ({"new": 2}, {"odoo:ir.attachment/3": "is video/mp4"})
    assert dict(db.execute("select record_id, company_ids from knowledge.pages").fetchall()) == {1: [1], 2: []}
    assert run(warehouse, odoo).unchanged == 2
    assert odoo.read == [1, 2]
    odoo.rows[1] |= {"company_id": 2}
    run(warehouse, odoo)
    assert dict(db.execute("select record_id, company_ids from knowledge.pages").fetchall())[1] == [2]
    del odoo.rows[1]
    assert run(warehouse, odoo).removed == 1
    assert found(warehouse, "zebra") == []


def test_an_embedder_behind_http_is_asked_for_each_text_once(warehouse: Warehouse, tmp_path: Path) -> None:
    asked: list[str] = []

    def service(request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer key-of-ours"
        texts = json.loads(request.content)["input"]
        asked.extend(texts)
        vectors = [{"index": at, "embedding": [float("zebra" in text), 2.0, 1.0]} for at, text in enumerate(texts)]
        return httpx.Response(200, json={"data": vectors[::-1]})

    def settings(**more: str) -> Any:
        given = {
            "KNOWLEDGE_EMBED_URL": "http://embed.example.com/v1/embeddings",
            "KNOWLEDGE_EMBED_MODEL": "tiny",
            "KNOWLEDGE_EMBED_KEY": "key-of-ours",
        }
        return Settings({**given, **more}).knowledge

    embedder = HttpEmbedder(settings(), transport=httpx.MockTransport(service))
    (tmp_path / "a.md").write_text(f"{PROSE} The zebra is here.")
    (tmp_path / "b.md").write_text(plain("okapi"))
    add(warehouse, "files", str(tmp_path))
    assert run(warehouse, embedder=embedder).embedded == len(asked) > 1
    assert run(warehouse, embedder=embedder).embedded == 0
    (tmp_path / "a.md").write_text(f"{PROSE} The zebra is not here.")
    assert run(warehouse, embedder=embedder).embedded == 1
    ill = HttpEmbedder(settings(), transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"data": []})))
    (tmp_path / "a.md").write_text(f"{PROSE} The zebra is back.")
    with pytest.raises(KnowledgeRefused, match="vectors"):
        run(warehouse, embedder=ill)
    assert found(warehouse, "zebra back") == ["a.md"], "words find it all the same"


def scout(url: str, *words: str, program: str = sys.executable) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "SUPABASE_DB_URL": url,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [program, *words], env=environment, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT
    )


def test_the_commands_do_the_whole_of_it(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# Zebras\n\n{PROSE} The zebra is here.")
    (tmp_path / "poor.md").write_text("Too short.")
    command = ("-m", "cli", "knowledge")
    assert "no source yet" in scout(database_url, *command, "status").stdout
    assert scout(database_url, *command, "add", "docs", str(tmp_path), "--option", "least_score=60").returncode == 0
    read = scout(database_url, "scripts/ingest-knowledge.py", "docs")
    assert read.returncode == 0, read.stderr
    assert "1 new, 1 quarantined" in read.stdout.replace("\n", " ").replace(
        "1 quarantined, 1 new", "1 new, 1 quarantined"
    )
    assert "short" in read.stdout
    answer = scout(database_url, *command, "search", "what about a zebra", "--json")
    assert [hit["uri"] for hit in json.loads(answer.stdout)] == ["a.md"]
    shown = scout(database_url, *command, "search", "zebra").stdout
    assert "«zebra»" in shown
    assert "docs: a.md" in shown
    told = scout(database_url, *command, "status").stdout
    assert "quarantined poor.md" in told
    failed = scout(database_url, *command, "ingest", "nothing")
    assert (failed.returncode, "no source nothing" in failed.stderr) == (1, True)
    assert "2 documents removed" in scout(database_url, *command, "add", "docs", "x", "--remove").stdout
