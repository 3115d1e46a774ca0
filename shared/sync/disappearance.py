"""How much may be gone from Odoo at once before a person has to look: lost rights look like deletes (invariant 7)."""

from __future__ import annotations

from shared.errors import MassDisappearance

_TOLERATED_ROWS = 20


def deletion_limit(share: float, of: int) -> int:
    """So many of `of` records are taken for deleted, in records. All of a stream at once never are."""
    return max(_TOLERATED_ROWS, int(share * of))


def mass_disappearance(model: str, *, gone: int, of: int, limit: int, deleted: int = 0) -> MassDisappearance:
    """`deleted`: became tombstones before it was seen how many there are."""
    done = f"{deleted:,} were deleted here, then it stopped" if deleted else "Nothing was deleted here"
    told = (
        f"Odoo shows none of the {of:,} {model} records any more"
        if gone == of
        else f"Odoo no longer shows {gone:,} of {of:,} {model} records "
        f"({gone / of:.1%}; at most {limit:,} are taken for deleted)"
    )
    return MassDisappearance(
        f"{told}. {done}.",
        fix="Check in Odoo whether the user still has its rights, record rules and companies (Settings → Users). "
        f"If the records are really gone: scout reconcile --stream {model} --force",
    )
