"""Which columns a view's column is made from: asked of the query that PostgreSQL keeps, not of its text.

Counted is what a value is computed from, through subqueries, joins, unions and other views. A condition that only
chooses rows is not; `count(*)` is made from no column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from scripts.data_model.node_tree import Node, Value, read_tree

Column = tuple[int, int]
"""A relation's oid and a column's number."""

_RELATION, _SUBQUERY, _JOIN, _CTE, _GROUP = "0", "1", "2", "6", "9"
"""RTEKind (PostgreSQL's source, nodes/parsenodes.h); a group's entry exists from 18 on."""


class Lineage:
    """The columns that views' columns are made from. `actions`: each view's `ev_action`, by oid.

    `copies`: the tables that only keep what a view showed, and that view, whose columns are in the same order.
    """

    def __init__(self, actions: Mapping[int, str], copies: Mapping[int, int]) -> None:
        self._copies = copies
        self._queries = {oid: cast(list[Node], read_tree(text))[0] for oid, text in actions.items()}
        self._found: dict[Column, frozenset[Column]] = {}

    def origins(self, column: Column) -> frozenset[Column]:
        """The table columns at the far end; a table's column is its own origin, unless it is a view's that is kept."""
        column = (self._copies.get(column[0], column[0]), column[1])
        if column[0] not in self._queries:
            return frozenset([column])
        if column not in self._found:
            reading = _Reading()
            direct = reading.of_output((self._queries[column[0]],), column[1])
            self._found[column] = frozenset().union(*(self.origins(one) for one in direct))
        return self._found[column]

    def reads(self, view: int) -> frozenset[int]:
        """The relations that stand in a view's query, at any depth of it."""
        return frozenset(
            int(str(node["relid"]))
            for node in _nodes(self._queries.get(view))
            if node.get("rtekind") == _RELATION and "relid" in node
        )


@dataclass
class _Reading:
    """One way down a query. `seen` ends the circle of a recursive one."""

    seen: set[tuple[int, int]]

    def __init__(self) -> None:
        self.seen = set()

    def of_output(self, stack: tuple[Node, ...], number: int) -> set[Column]:
        """What the output column `number` of the innermost query is made from. `stack`: the queries around it first."""
        query = stack[-1]
        if (id(query), number) in self.seen:
            return set()
        self.seen.add((id(query), number))
        parts = [node for node in _nodes(query.get("setOperations")) if node[""] == "RANGETBLREF"]
        if parts:  # a union: the same column of each of its parts
            entries = [_entry(query, int(str(part["rtindex"]))) for part in parts]
            return set().union(*(self.of_output((*stack, cast(Node, one["subquery"])), number) for one in entries))
        targets = cast(list[Node], query["targetList"] or [])  # of `exists (select from …)` there are none
        return self.of_expression(stack, next((one["expr"] for one in targets if one["resno"] == str(number)), None))

    def of_expression(self, stack: tuple[Node, ...], value: Value) -> set[Column]:
        found: set[Column] = set()
        if isinstance(value, list):
            found = found.union(*(self.of_expression(stack, one) for one in value))
        elif isinstance(value, dict):
            if value[""] == "VAR":
                found = self._of_variable(stack, value)
            elif value[""] == "QUERY":
                found = self.of_output((*stack, value), 1)
            else:
                found = found.union(*(self.of_expression(stack, one) for one in value.values()))
        return found

    def _of_variable(self, stack: tuple[Node, ...], variable: Node) -> set[Column]:
        stack = stack[: len(stack) - int(str(variable["varlevelsup"]))]
        entry, number = _entry(stack[-1], int(str(variable["varno"]))), int(str(variable["varattno"]))
        kind = entry["rtekind"]
        if kind == _RELATION:
            return {(int(str(entry["relid"])), number)}
        if kind == _SUBQUERY:
            return self.of_output((*stack, cast(Node, entry["subquery"])), number)
        if kind in {_JOIN, _GROUP}:
            aliases = cast(list[Value], entry["joinaliasvars" if kind == _JOIN else "groupexprs"])
            return self.of_expression(stack, aliases[number - 1])
        if kind == _CTE:
            stack = stack[: len(stack) - int(str(entry["ctelevelsup"]))]
            tables = cast(list[Node], stack[-1]["cteList"])
            named = next(one for one in tables if one["ctename"] == entry["ctename"])
            return self.of_output((*stack, cast(Node, named["ctequery"])), number)
        return set()  # a function's or a list's rows


def _entry(query: Node, number: int) -> Node:
    return cast(list[Node], query["rtable"])[number - 1]


def _nodes(value: Value) -> Iterator[Node]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from _nodes(one)
