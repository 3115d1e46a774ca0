"""PostgreSQL's own form of a view's query, read into dictionaries and lists.

`pg_rewrite.ev_action` holds what `nodeToString` writes (PostgreSQL's source, backend/nodes/outfuncs.c and read.c):
`{NAME :field value …}` is a node, `(a b …)` a list, `<>` nothing; a backslash takes the next letter as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Node = dict[str, "Value"]
Value = None | str | list["Value"] | Node
"""A node's own name stands under the key ``""``."""

_TOKEN = re.compile(r"[(){}]|(?:\\.|[^\s(){}\\])+", re.DOTALL)


def read_tree(text: str) -> Value:
    """The tree that `text` writes. Raises `ValueError` when it is not whole."""
    words = iter(_TOKEN.findall(text))
    try:
        return _value(next(words), words)
    except StopIteration:
        raise ValueError("the tree ends in the middle") from None


def _value(word: str, words: Iterator[str]) -> Value:
    if word == "(":
        items: list[Value] = []
        while (word := next(words)) != ")":
            items.append(_value(word, words))
        return items
    if word == "{":
        return _node(words)
    return None if word == "<>" else re.sub(r"\\(.)", r"\1", word)


def _node(words: Iterator[str]) -> Node:
    """Some values take several words (`:constvalue 4 [ 1 2 ]`): only the first is kept, nobody here asks for more."""
    node: Node = {"": next(words)}
    field = ""
    while (word := next(words)) != "}":
        if word.startswith(":") and len(word) > 1:
            field = word[1:]
        elif field not in node:
            node[field] = _value(word, words)
        else:
            _value(word, words)
    return node
