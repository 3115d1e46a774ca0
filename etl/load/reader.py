"""Questions to `star.duckdb`, read-only and away from everything else on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import Any

import duckdb
import jinja2

from etl.config import LakeConfig
from shared.errors import InputError, RunError

log = logging.getLogger("scout.lake.read")


@contextmanager
def opened(config: LakeConfig) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the lake's own folder and no other file. Raises `RunError` where there is no lake."""
    if not config.star_path.exists():
        raise RunError(f"There is no lake at {config.root}.", fix="scout lake run")
    written = (resources.files("etl.load") / "reading.sql").read_text()
    paths = {name: str(path).replace("'", "''") for name, path in (("star", config.star_path), ("root", config.root))}
    with duckdb.connect() as connection:
        connection.execute(jinja2.Template(written).render(paths))
        yield connection


def ask(config: LakeConfig, query: str) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """The names of a query's columns, and its rows. Raises `InputError` with DuckDB's own words."""
    with opened(config) as connection:
        log.info("read %s: %s", config.root, query)
        try:
            answer = connection.execute(query)
        except duckdb.Error as error:
            raise InputError([str(error).splitlines()[0]]) from error
        return [column[0] for column in answer.description or []], answer.fetchall()
