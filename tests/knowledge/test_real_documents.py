"""Measured on documents that nobody wrote for it: is the right one found, and is a poor one told from a good one."""

from __future__ import annotations

import pytest

from bench.search import measure
from shared.knowledge.chunks import chunks_of
from shared.knowledge.quality import quality
from shared.knowledge.read_html import read_html
from shared.settings import Settings
from tests.knowledge.real_documents import documents, labels, package, questions


def test_the_corpus_is_as_large_as_it_says() -> None:
    pages = [read_html(content, f"http://manual/{name}") for name, content in documents()]
    assert len(pages) >= 300
    assert None not in pages
    assert sum(len(chunks_of(page.body)) for page in pages if page) <= 1500
    assert len(questions()) >= 60
    assert len(labels()) == 100


def test_search_by_words_and_vectors_is_ahead_of_each_and_of_bm25(database_url: str) -> None:
    table = measure(database_url)
    single = max(table["text"]["MRR"], table["vector"]["MRR"])
    assert table["both"]["MRR"] >= single - 0.01, table
    assert table["both"]["MRR"] >= table["bm25s"]["MRR"], table
    assert table["both"]["recall@10"] >= table["bm25s"]["recall@10"] - 0.01, table
    assert table["text"]["recall@10"] >= 0.9, table


@pytest.mark.parametrize("wanted", ["poor", "good"])
def test_the_score_agrees_with_hand_labels(wanted: str) -> None:
    least = Settings({}).knowledge.least_score
    told, right, there = 0, 0, 0
    for label in labels():
        page = read_html((package(label.package) / label.file).read_bytes(), f"http://manual/{label.file}")
        score = quality(page.body).score if page else 0
        is_told, is_so = (score < least) == (wanted == "poor"), label.label == wanted
        told, right, there = told + is_told, right + (is_told and is_so), there + is_so
    assert right / told >= 0.8, f"precision {right / told:.2f}"
    assert right / there >= 0.8, f"recall {right / there:.2f}"
