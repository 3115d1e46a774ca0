"""How much may be gone from Odoo at once without a question: lost rights look like deletes (invariant 7).

Beyond the limit Odoo is asked whether the records are deleted or only hidden from its user.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.errors import AccessRefused, MassDisappearance, OdooRefused
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns

_TOLERATED_ROWS = 20
_ASKED_AT_ONCE = 1000


def deletion_limit(share: float, of: int) -> int:
    """So many of `of` records are taken for deleted unasked, in records. All of a stream at once never are."""
    return max(_TOLERATED_ROWS, int(share * of))


def none_is_hidden(odoo: Odoo, model: str, columns: Columns, ids: Sequence[int]) -> bool:
    """Whether those of the records that a search does not show are deleted, and not only out of the user's sight.

    A search leaves out what record rules forbid; `read` raises AccessError for it, and for what is deleted answers
    nothing (19.0), or MissingError before 19.
    """
    fields = ["create_date"] if "create_date" in columns.names else ["display_name"]
    for start in range(0, len(ids), _ASKED_AT_ONCE):
        try:
            odoo.call(model, "read", ids=ids[start : start + _ASKED_AT_ONCE], fields=[*fields])
        except AccessRefused:
            return False
        except OdooRefused as refused:
            if refused.name != "MissingError":
                return False
    return True


def mass_disappearance(model: str, *, gone: int, of: int, limit: int, deleted: int = 0) -> MassDisappearance:
    """`deleted`: became tombstones before it was seen how many there are."""
    done = f"{deleted:,} were deleted here, then it stopped" if deleted else "Nothing was deleted here"
    told = (
        f"Odoo shows none of the {of:,} {model} records any more"
        if gone == of
        else f"Odoo no longer shows {gone:,} of {of:,} {model} records "
        f"({gone / of:.1%}; beyond {limit:,} Odoo must say that they are deleted, and it says that some are hidden)"
    )
    return MassDisappearance(
        f"{told}. {done}.",
        fix="Check in Odoo whether the user still has its rights, record rules and companies (Settings → Users). "
        f"If the records are really gone: scout reconcile --stream {model} --force",
    )
