"""Odoo's database and a warehouse, each on a server of its own, and the mirror between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from shared.cdc.mirror import Mirror
from shared.cdc.store import Event
from shared.settings import Settings
from tests.cdc.servers import Server

Db = psycopg.Connection[Any]

SCHEMA = """
    create type mood as enum ('glad', 'sad');
    create table account_move (
        id serial primary key, name varchar, amount numeric, data jsonb, big text, posted boolean, at timestamp, weight double precision,
        kind mood, tags int[]);
    create table res_partner (id serial primary key, name varchar(64), note text, ref varchar not null default '', born date);
    create table project_task (id int, part varchar, title text, big text, primary key (id, part));
    alter table res_partner alter note set storage external, replica identity full;
    alter table account_move alter big set storage external;
    alter table project_task alter big set storage external;
    create publication odoo_pub_scout for table account_move, res_partner, project_task;
"""


class World:
    def __init__(self, source: Server, target: Server, name: str) -> None:
        self.source, self.target, self.name = source, target, name
        self.source_url = source.create_database(name)
        self.target_url = target.create_database(name, template="scout_template")
        self.odoo: Db = psycopg.connect(self.source_url, autocommit=True)
        self.odoo.execute(SCHEMA)
        self.events: list[Event] = []

    @property
    def slot(self) -> str:
        return f"slot_{self.name}"

    def settings(self, **more: str) -> Settings:
        return Settings(
            {"ODOO_DB_URL": self.source_url, "SUPABASE_DB_URL": self.target_url, "SCOUT_MIRROR_SLOT": self.slot} | more
        )

    @contextmanager
    def mirror(self, **more: str) -> Iterator[Mirror]:
        mirror = Mirror.open(self.settings(**more), told=self.events.append)
        mirror.source.publication = "odoo_pub_scout"  # slots are one name for the whole server
        mirror.may_begin = True
        try:
            yield mirror
        finally:
            mirror.close()

    def run(self, **more: str) -> Any:
        with self.mirror(**more) as mirror:
            return mirror.run()

    def kinds(self) -> set[str]:
        return {event.kind for event in self.events}

    def close(self) -> None:
        self.odoo.close()
        self.source.drop_database(self.name)
        self.target.drop_database(self.name)

    def differences(self) -> list[str]:
        """Rows of mirrored tables that are not the same on both sides, as text."""
        found = []
        with psycopg.connect(self.target_url) as warehouse:
            relations = warehouse.execute(
                "select table_name, state, columns from cdc.relations where columns is not null"
            ).fetchall()
            for table, state, _ in relations:
                if state == "absent":
                    continue
                names = [
                    row[0]
                    for row in self.odoo.execute(
                        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped",
                        [table],
                    )
                ]
                listed = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in names)
                there = set(self.odoo.execute(sql.SQL("select {} from {}").format(listed, sql.Identifier(table))))
                here = set(
                    warehouse.execute(
                        sql.SQL("select {} from cdc.{}").format(listed, sql.Identifier(f"mirror_{table}"))
                    )
                )
                if state != "live":
                    found.append(f"{table} is {state}")
                found += [f"{table}: only in Odoo: {str(row)[:200]}" for row in list(there - here)[:3]]
                found += [f"{table}: only in the mirror: {str(row)[:200]}" for row in list(here - there)[:3]]
        return found
