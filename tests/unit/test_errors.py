"""The tree of errors: what programs and people rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared import errors
from shared.error_report import ErrorReport
from shared.errors import InternalError, ScoutError, SendWindowExpired, StreamError, WarehouseUnreachable
from tests.unit.docs_support import ROOT

PAGE = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\S.*) \| (\S.*) \|$", re.MULTILINE)


def tree(base: type[ScoutError] = ScoutError) -> Iterator[type[ScoutError]]:
    for one in base.__subclasses__():
        if not one.__name__.startswith("_"):
            yield one
        yield from tree(one)


def test_the_page_has_each_error_that_can_be_met_with_its_status() -> None:
    bases = {"StreamError", "RunError", "TransientError"}
    raised = {one for one in tree() if one.__name__ not in bases}
    told = [(code, int(status)) for code, status, _, _ in ROW.findall(PAGE)]
    assert sorted(told) == sorted((one.code, one.http_status) for one in raised)


def test_each_error_has_a_code_of_its_own_and_stands_in_the_tree() -> None:
    classes = set(tree())
    assert len({one.code for one in classes}) == len(classes)
    assert set(re.findall(r"── (\w+)", errors.__doc__ or "")) == {one.__name__ for one in classes}


def test_a_report_has_the_code_beside_the_words_that_stood_before() -> None:
    said = ErrorReport.of(WarehouseUnreachable("Gone.", fix="Restore it."))
    assert said.model_dump() == {
        "code": "warehouse_unreachable", "kind": "warehouse unreachable", "message": "Gone.", "fix": "Restore it."
    }  # fmt: skip
    assert (SendWindowExpired.code, SendWindowExpired.kind) == ("send_window_expired", "sending lapsed")


def test_our_own_mistake_is_not_odoos() -> None:
    assert (InternalError.http_status, StreamError.http_status) == (500, 502)
