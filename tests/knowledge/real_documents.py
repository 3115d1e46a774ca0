"""The corpus: documents that Debian's packages ship, fetched by apt and unpacked, never kept here."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).with_name("corpus")
HOURS = 600


class Question(NamedTuple):
    asked: str
    answers: frozenset[str]


class Label(NamedTuple):
    package: str
    file: str
    label: str


def package(name: str) -> Path:
    """The folder of a package's HTML. Unpacked once a machine; needs apt's lists (apt-get update)."""
    kept = Path(tempfile.gettempdir()) / f"scout-{name}"
    found = kept / "usr/share/doc" / name / "html"
    if not found.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                ["apt-get", "-qq", "download", name], cwd=folder, check=True, capture_output=True, timeout=HOURS
            )
            unpacked = Path(folder) / "unpacked"
            subprocess.run(["dpkg-deb", "-x", next(Path(folder).glob("*.deb")), unpacked], check=True, timeout=HOURS)
            subprocess.run(["cp", "-rL", unpacked / "usr/share/doc" / name / "html", unpacked / "html"], check=False)
            kept.mkdir(parents=True, exist_ok=True)
            found.parent.mkdir(parents=True, exist_ok=True)
            if not found.is_dir():
                (unpacked / "html").rename(found)
    return found


def documents() -> Iterator[tuple[str, bytes]]:
    folder = package("postgresql-doc-15")
    for name in (HERE / "documents.txt").read_text(encoding="utf-8").split():
        yield name, (folder / name).read_bytes()


def questions() -> list[Question]:
    rows = (line.split("\t") for line in (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines())
    return [Question(asked, frozenset(answers.split())) for asked, answers in rows]


def labels() -> list[Label]:
    return [Label(*line.split("\t")) for line in (HERE / "labels.tsv").read_text(encoding="utf-8").splitlines()]
