"""What an author of limited rights may not link to, however deep in its message: users, rights, Odoo's machinery.

Which models and fields it may name is asked when it enqueues, in SQL; what a field points to only Odoo knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from shared.outbox.desired_state import DesiredState, line_path
from shared.outbox.field_values import WritableField
from shared.outbox.message import Message

_TECHNICAL = re.compile(
    r"(auth|base|web)_[a-z0-9_]+(\.|$)"
    r"|(auth|base|bus|certificate|digest|discuss|fetchmail|iap|ir|mail|payment|portal|sms|studio|web)(\.|$)"
    r"|(change\.password|res\.(users|groups|config))(\.|$)"
)
"""Not `res.company`: an order's company is a link to it, and Odoo's record rules hold it to the message's own."""


def forbidden_links(message: Message, desired: DesiredState) -> list[str]:
    """Why each value may not be written that points there, unless the author's rights name the field it stands in."""
    return [
        f"{path}: points to {model}, and its author's rights do not name {path.partition('/')[0]} "
        f"(ops.author_rights, {message.model}, fields)"
        for path, model in _technical_links(desired)
        if path.partition("/")[0] not in message.named_fields
    ]


def _technical_links(desired: DesiredState) -> Iterator[tuple[str, str]]:
    for name in [*desired.values, *desired.lists]:
        if model := _technical(desired.fields, name):
            yield name, model
    for name, of in desired.lists.items():
        for line in of.lines:
            for key in line.values:
                if model := _technical(of.fields, key):
                    yield line_path(name, line, key), model


def _technical(fields: Mapping[str, WritableField], name: str) -> str | None:
    """The model of Odoo's machinery that a value of this field reaches: by its own link, or through another's."""
    through = (fields[name].related or "").partition(".")[0]
    for one in (fields[name], fields.get(through)):
        if one is not None and one.relation and _TECHNICAL.match(one.relation):
            return one.relation
    return None
