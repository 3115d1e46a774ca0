"""Random histories of Odoo's database: rows, keys, large values, truncates, transactions that stay open, and DDL."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable

import psycopg

from tests.cdc.world import World

TABLES = ("account_move", "res_partner", "project_task")
LARGE = {"account_move": "big", "res_partner": "note", "project_task": "big"}
SMALL = {"account_move": "name", "res_partner": "name", "project_task": "title"}
TYPES = (
    "boolean default false",
    "int",
    "varchar default 'x'",
    "numeric(12,2)",
    "jsonb",
    "timestamptz default '2026-01-02 03:04:05+00'",
    "int[]",
    "text",
)
RETYPES = (
    "bigint using null",
    "text using md5(id::text)",
    "jsonb using to_jsonb(id)",
    "numeric using id / 3.0",
    "varchar(70)",
)


class History:
    def __init__(self, world: World, rng: random.Random) -> None:
        self.world, self.rng = world, rng
        self.extra: dict[str, list[str]] = {table: [] for table in TABLES}
        self.added = 0
        self.open: psycopg.Connection[object] | None = None
        self.next_id = 1
        self.slot_is_made = False  # one is made only while nobody writes

    def round(self, steps: int, *, ddl: bool = True) -> None:
        """Some transactions; now and then one that is rolled back, one within another, or a change of a table."""
        db, rng = self.world.odoo, self.rng
        for _ in range(steps):
            # What an open transaction has locked stays as it is.
            with contextlib.suppress(
                psycopg.errors.LockNotAvailable, psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected
            ):
                if ddl and rng.random() < 0.08:
                    self._alter(db)
                    continue
                with db.transaction(force_rollback=rng.random() < 0.1):
                    db.execute("set local lock_timeout = '100ms'")
                    for _ in range(rng.randrange(1, 6)):
                        with db.transaction(force_rollback=rng.random() < 0.1):
                            self._change(db)
        if self.slot_is_made and rng.random() < 0.4:
            self.leave_open()

    def leave_open(self) -> None:
        """One transaction more that commits in a later round, or never."""
        if self.open is None:
            self.open = psycopg.connect(self.world.source_url)
            with contextlib.suppress(psycopg.errors.LockNotAvailable, psycopg.errors.UniqueViolation):
                self.open.execute("set lock_timeout = '100ms'")
                self._change(self.open, truncate=False)
        else:
            self.end_open()

    def end_open(self) -> None:
        if self.open is not None:
            if self.rng.random() < 0.7:
                with contextlib.suppress(psycopg.Error):
                    self.open.commit()
            self.open.close()
            self.open = None

    def _change(self, db: psycopg.Connection[object], *, truncate: bool = True) -> None:
        rng = self.rng
        table = rng.choice(TABLES)
        small, large = SMALL[table], LARGE[table]
        some = f"id % {rng.choice((2, 3, 7, 20, 50))} = {rng.randrange(2)}"
        one = f"id = (select id from {table} offset {rng.randrange(30)} limit 1)"
        kinds: dict[str, Callable[[], object]] = {
            "insert": lambda: self._insert(db, table, rng.randrange(1, 40)),
            "update": lambda: db.execute(
                f"update {table} set {small} = left(md5(random()::text), {rng.randrange(8)}) where {some}"
            ),
            "large": lambda: db.execute(
                f"update {table} set {large} = repeat(md5(random()::text), {rng.choice((1, 90, 200))}) where {some}"
            ),
            "null": lambda: db.execute(f"update {table} set {large} = null where {some}"),
            "key": lambda: db.execute(f"update {table} set id = id + {rng.choice((1000, 3000, 10000))} where {one}"),
            "key back": lambda: db.execute(f"update {table} set id = id - 1000 where {one} and id > 1000"),
            "again": lambda: db.execute(
                f"with gone as (delete from {table} where {one} returning *) insert into {table} select * from gone"
            ),
            "delete": lambda: db.execute(f"delete from {table} where {some} and random() < 0.3"),
            "truncate": lambda: db.execute(f"truncate {table}") if truncate and rng.random() < 0.3 else None,
            "extra": lambda: (
                self.extra[table]
                and db.execute(f"update {table} set {rng.choice(self.extra[table])} = default where {some}")
            ),
        }
        names = list(kinds)
        kinds[rng.choices(names, [6, 6, 3, 1, 3, 1, 1, 2, 1, 2])[0]]()

    def _insert(self, db: psycopg.Connection[object], table: str, rows: int) -> None:
        first, self.next_id = self.next_id, self.next_id + rows
        text = self.rng.choice(("'ä\\\\\t'", "''", "'u' || i", "null", "'NULL'", "E'\\n\"'"))
        large = f"repeat(md5(i::text), {self.rng.choice((0, 1, 100, 150))})"
        series = f"from generate_series({first}, {first + rows - 1}) i"
        match table:
            case "account_move":
                value = self.rng.choice(("i / 3.0", "'NaN'", "1.00", "null"))
                db.execute(
                    "insert into account_move (id, name, amount, data, big, posted, at, weight, tags)"
                    f" select i, {text}, {value}, '{{\"a\": [1.0, null]}}', {large}, i % 2 = 0, now() + i * interval '1 ms', i / 7.0, array[i, null] {series}"
                )
            case "res_partner":
                db.execute(
                    f"insert into res_partner (id, name, note, born) select i, {text}, {large}, date '4000-01-01' + i {series}"
                )
            case _:
                db.execute(
                    f"insert into project_task (id, part, title, big) select i, 'p' || i % 3, {text}, {large} {series}"
                )

    def _alter(self, db: psycopg.Connection[object]) -> None:
        rng, table = self.rng, self.rng.choice(TABLES)
        columns = self.extra[table]
        db.execute("set lock_timeout = '100ms'")
        kind = rng.choice(("add", "add", "add", "drop", "retype", "rename", "full", "default", "vacuum", "small"))
        if kind == "add" or not columns:
            self.added += 1
            name = f"x{self.added}"
            db.execute(f"alter table {table} add {name} {rng.choice(TYPES)}")
            columns.append(name)
        elif kind == "drop":
            db.execute(f"alter table {table} drop {columns[-1]}")
            columns.pop()
        elif kind == "retype":
            name = rng.choice(columns)
            with db.transaction():
                db.execute(f"alter table {table} alter {name} drop default")
                db.execute(f"alter table {table} alter {name} type {rng.choice(RETYPES)}")
        elif kind == "rename":
            self.added += 1
            db.execute(f"alter table {table} rename {columns[-1]} to x{self.added}")
            columns[-1] = f"x{self.added}"
        elif kind == "small":
            db.execute(f"alter table {table} alter {SMALL[table]} type varchar(80)")
        elif kind == "vacuum":
            db.execute(f"vacuum full {table}")
        else:
            db.execute(f"alter table {table} replica identity {kind}")
