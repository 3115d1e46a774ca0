"""Search on real documents: full text, vectors and both, and BM25 as a library has it, on the same chunks in one run.

.venv-knowledge/bin/python bench/search.py
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median
from typing import Any

import bm25s
import psycopg
import Stemmer

from demo.postgres import embedded_postgres
from shared.knowledge.documents import Document
from shared.knowledge.keep import embed_missing, keep
from shared.knowledge.read_html import read_html
from shared.settings import Settings
from shared.warehouse.migrations import migrate
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse
from tests.knowledge.real_documents import Question, documents, questions
from tests.knowledge.static_embedder import StaticEmbedder

Search = Callable[[str], Sequence[str]]


def load(warehouse: Warehouse, embedder: StaticEmbedder) -> None:
    """The corpus as one source; nothing of it is left out, so that all searches have the same documents."""
    warehouse.call(
        "knowledge.add_source", {"p_source": {"name": "manual", "kind": "files", "address": "/usr/share/doc"}}
    )
    begun: Any = warehouse.call("knowledge.begin_run", {"p_source": "manual"})
    for name, content in documents():
        page = read_html(content, f"http://manual/{name}")
        assert page is not None, name
        keep(
            warehouse, "manual", Document(name, page.title, page.body), language="english", least_score=0, most_alike=2
        )
    embed_missing(warehouse, embedder)
    ended = {"p_started_at": begun["started_at"], "p_gone": [], "p_is_whole": True, "p_outcome": {}}
    warehouse.call("knowledge.end_run", {"p_source": "manual", **ended})


def ours(warehouse: Warehouse, embedder: StaticEmbedder, by: str) -> Search:
    def search(question: str) -> list[str]:
        vector = embedder.embed([question])[0] if by != "text" else None
        asked: dict[str, Any] = {"p_question": question, "p_limit": 10, "p_vector": vector, "p_model": embedder.model}
        answer: Any = warehouse.call("knowledge.search", {**asked, "p_by": by})
        return [one["uri"] for one in answer["results"]]

    return search


def library(url: str) -> Search:
    """bm25s with its defaults, English stop words and stemmer, over title, heading and text of the same chunks."""
    with psycopg.connect(url) as db:
        rows = db.execute(
            """select p.uri, concat_ws(E'\n', p.title, c.heading, c.body)
                 from knowledge.chunks c join knowledge.pages p on p.id = c.page_id order by c.id"""
        ).fetchall()
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize([text for _, text in rows], stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )

    def search(question: str) -> list[str]:
        asked = bm25s.tokenize(question, stopwords="en", stemmer=stemmer, show_progress=False)
        places, _ = index.retrieve(asked, k=min(200, len(rows)), show_progress=False)
        return list(dict.fromkeys(rows[place][0] for place in places[0]))[:10]

    return search


def judged(search: Search, asked: Iterable[Question]) -> dict[str, float]:
    """Recall: the share of a question's documents among the first ten. MRR: one by the place of the first of them."""
    recalls, ranks, seconds = [], [], []
    for question in asked:
        began = time.perf_counter()
        found = search(question.asked)
        seconds.append(time.perf_counter() - began)
        recalls.append(len(question.answers & set(found)) / len(question.answers))
        ranks.append(next((1 / place for place, uri in enumerate(found, 1) if uri in question.answers), 0.0))
    return {"recall@10": fmean(recalls), "MRR": fmean(ranks), "median ms": 1000 * median(seconds)}


def measure(url: str) -> dict[str, dict[str, float]]:
    """Each way of searching, on a migrated database of its own."""
    embedder = StaticEmbedder()
    with open_warehouse(Settings({"SUPABASE_DB_URL": url}).warehouse) as warehouse:
        load(warehouse, embedder)
        ways = {by: ours(warehouse, embedder, by) for by in ("text", "vector", "both")} | {"bm25s": library(url)}
        return {name: judged(search, questions()) for name, search in ways.items()}


if __name__ == "__main__":
    with embedded_postgres(tcp=True) as server:
        migrate(Settings({"SUPABASE_DB_URL": server.url()}).warehouse)
        began = time.perf_counter()
        table = measure(server.url())
        with psycopg.connect(server.url()) as db:
            sizes = db.execute("select count(distinct page_id), count(*) from knowledge.chunks").fetchone()
        assert sizes is not None
        seconds = time.perf_counter() - began
        print(f"{sizes[0]} documents, {sizes[1]} chunks, {len(questions())} questions, {seconds:.0f} s")
        for name, figures in table.items():
            print(f"{name:8}", "  ".join(f"{figure} {value:.3f}" for figure, value in figures.items()))
