"""`scout models` and `scout plan` over an Odoo that exists only here."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import pytest

from cli.models import MOST_COUNTS
from shared.errors import AccessRefused, ModelMissing, OdooRefused
from shared.models.catalogue import load_catalogue
from shared.models.definition_file import read_streams
from shared.models.stream_entry import add_entry, stream_entry
from shared.odoo.model import Field, Identity, Page
from shared.odoo.suggested_stream import holds_secrets, suggest_stream
from shared.sync.storage_size import bronze_bytes, jsonb_bytes, typed_bytes
from tests.unit.cli_support import SETTINGS, FakeWarehouse, scout


def fields(**described: str | dict[str, Any]) -> dict[str, Field]:
    """Stored fields by name: a type, a type and the model it links to (`many2one res.company`), `!` for required."""
    logged = {"id": "integer", "create_date": "datetime", "write_date": "datetime"}
    return {name: _field(name, one) for name, one in {**logged, **described}.items()}


def _field(name: str, described: str | dict[str, Any]) -> Field:
    if isinstance(described, dict):
        return Field(name=name, **described)
    kind, _, relation = described.rstrip("!").partition(" ")
    return Field(name=name, type=kind, store=True, required=described.endswith("!"), relation=relation or None)


RENTAL = fields(
    name="char!", amount="monetary!", weekly_rate="float", qty="float", shown={"type": "float"}, door_password="char",
    date="date!", date_end="date", company_id="many2one res.company!", tag_ids="many2many rental.tag",
    line_ids="one2many rental.line", message_ids="many2many mail.message", contact_email="char",
    cost={"type": "float", "store": True, "company_dependent": True},
)  # fmt: skip


class FakeOdoo:
    """`models`: the fields of each; `hidden` may not be read; `passing` keep no records. `lists`: may ir.model be read."""

    def __init__(
        self, models: dict[str, dict[str, Field]], *, hidden: Sequence[str] = (), passing: Sequence[str] = (),
        lists: bool = True, rows: int = 7, has_abstract: bool = True,
    ) -> None:  # fmt: skip
        self.models, self.hidden, self.passing, self.lists, self.rows = models, hidden, passing, lists, rows
        self.has_abstract = has_abstract
        self.calls = self.below_zero = 0
        self.counted: list[str] = []
        self.identity = Identity(database="shop", host="h", user_id=7, language="en_US", company_ids=(1,))

    def fields(self, model: str) -> dict[str, Field]:
        self.calls += 1
        if model == "ir.model":
            if not self.lists:
                raise AccessRefused("Odoo's user may not read ir.model.")
            return fields(model="char", name="char", transient="boolean", **self._abstract)
        if model not in self.models:
            raise ModelMissing(f"Odoo has no model {model}.")
        return self.models[model]

    @property
    def _abstract(self) -> dict[str, str]:
        return {"abstract": "boolean"} if self.has_abstract else {}

    def call(self, model: str, method: str, **arguments: Any) -> Any:
        self.calls += 1
        assert (model, method) == ("ir.model", "search_read")
        left_out = self.passing if ["abstract", "=", False] in arguments["domain"] else ()
        return [{"model": name, "name": f"The {name}"} for name in sorted(self.models) if name not in left_out]

    def count(self, model: str, domain: Any) -> int:
        self.calls += 1
        self.counted.append(model)
        if model in self.hidden:
            raise AccessRefused(f"Odoo's user may not read {model}.")
        if model in self.passing:
            raise OdooRefused("relation does not exist")
        if model not in self.models:
            raise ModelMissing(f"Odoo has no model {model}.")
        return self.below_zero if domain == [["id", "<=", 0]] else self.rows

    def page(self, model: str, *, domain: Any, fields: Sequence[str], limit: int, **more: Any) -> Page:
        self.calls += 1
        bounds = {operator: value for name, operator, value in domain if name == "id"}
        ids = [n for n in range(1, self.rows + 1) if n >= bounds.get(">=", 1) and n in bounds.get("in", [n])]
        if more.get("order") == "id desc":
            ids.reverse()
        blank = {name: "2026-11-01 10:00:00" if name.endswith("_date") else False for name in fields}
        return Page([{**blank, "id": n} for n in ids[:limit]], bytes=100 * min(limit, len(ids)), may_hold_nul=False)

    def connect(self, settings: Any) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def choose(odoo: FakeOdoo, *words: str, file: Path | None = None, synced: Sequence[str] = ()) -> Any:
    status: Any = {"streams": [{"stream": name, "last_sync_at": "2026-11-21T09:00:00Z"} for name in synced]}
    own = {"SYNC_STREAMS_FILE": str(file)} if file else {}
    warehouse = FakeWarehouse({"sync_status": status})
    return scout(*words, variables=SETTINGS | own, connect_odoo=odoo.connect, open_warehouse=warehouse.open)


def listed(result: Any) -> dict[str, Any]:
    return {one["model"]: one for one in json.loads(result.stdout)["models"]}


def test_the_list_says_of_each_model_how_many_records_it_has_who_may_read_it_and_what_is_done_with_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "streams.toml"
    file.write_text('[[stream]]\nmodel = "rental.order"\n')
    models = dict.fromkeys(("rental.order", "rental.secret", "sale.order", "pos.order", "mail.thread"), RENTAL)
    odoo = FakeOdoo(models, hidden=["rental.secret"], passing=["mail.thread"])
    found = listed(choose(odoo, "models", "--json", file=file, synced=["pos.order"]))
    assert {name: (one["rows"], one["readable"], one["state"]) for name, one in found.items()} == {
        "rental.order": (7, True, "own"), "rental.secret": (None, False, ""), "sale.order": (7, True, "known"),
        "pos.order": (7, True, "synced"),
    }  # fmt: skip
    assert found["sale.order"]["groups"] == ["sales"]
    assert found["sale.order"]["label"] == "The sale.order"


def test_before_odoo_19_an_abstract_model_shows_by_refusing_to_be_counted() -> None:
    odoo = FakeOdoo({"rental.order": RENTAL, "mail.thread": RENTAL}, passing=["mail.thread"], has_abstract=False)
    assert listed(choose(odoo, "models", "--json")).keys() == {"rental.order"}


@pytest.mark.parametrize(("text", "found"), [("RENT", {"rental.order"}), ("the pos", {"pos.order"}), ("zzz", set())])
def test_a_text_is_looked_for_in_names_and_labels(text: str, found: set[str]) -> None:
    odoo = FakeOdoo({"rental.order": RENTAL, "pos.order": RENTAL})
    assert listed(choose(odoo, "models", text, "--json")).keys() == found


def test_calls_are_bounded_the_known_models_come_first_and_what_was_left_is_told() -> None:
    odoo = FakeOdoo({f"a.model_{n:03}": RENTAL for n in range(MOST_COUNTS + 30)} | {"sale.order": RENTAL})
    result = choose(odoo, "models")
    assert len(odoo.counted) == MOST_COUNTS
    assert odoo.counted[0] == "sale.order"
    assert "31 models were not counted" in result.stdout
    assert "sale.order" in result.stdout
    few = FakeOdoo(odoo.models)
    choose(few, "models", "--count", "3")
    assert len(few.counted) == 3


def test_without_the_right_to_the_list_the_known_models_are_tried_and_the_list_says_so() -> None:
    odoo = FakeOdoo({"sale.order": RENTAL, "rental.order": RENTAL}, lists=False)
    result = choose(odoo, "models")
    assert result.exit_code == 0
    assert "ir.model" in result.stdout
    assert "sale.order" in result.stdout
    assert "rental.order" not in result.stdout


def test_an_entry_is_complete_and_loads(tmp_path: Path) -> None:
    file = tmp_path / "streams.toml"
    result = choose(FakeOdoo({"rental.order": RENTAL}), "models", "add", "rental.order", file=file)
    assert result.exit_code == 0, result.output
    assert "scout sync --stream rental.order" in result.stdout
    (stream,) = read_streams(file, "here")
    assert (stream.model, stream.business_date, stream.sums) == ("rental.order", "date", ("amount", "qty"))
    assert (stream.x2many, stream.personal, stream.shared) == (("tag_ids",), ("contact_email",), False)
    assert (stream.company_field, stream.company_parent) == ("company_id", None)
    assert file.read_text().count("#") >= 4, "what was guessed is commented"


def test_without_a_setting_the_file_is_in_this_folder_and_the_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = choose(FakeOdoo({"rental.order": RENTAL}), "models", "add", "rental.order")
    assert f"SYNC_STREAMS_FILE={tmp_path / 'streams.toml'}" in result.stdout
    assert "rental.order" in load_catalogue(tmp_path / "streams.toml").streams


@pytest.mark.parametrize(
    "before", ["", "# mine", '[[stream]]\nmodel = "x.y"\n[stream.table]\nname = "silver_x"\ncolumns = []']
)
def test_what_the_file_holds_stays_to_the_byte(tmp_path: Path, before: str) -> None:
    file = tmp_path / "streams.toml"
    file.write_text(before)
    if "table" in before:
        file.write_text(
            before := before.replace("columns = []", 'description = "x"\ncolumns = [{name = "a", type = "text"}]')
        )
    add_entry(file, '[[stream]]\nmodel = "rental.order"\n')
    assert file.read_text().startswith(before)
    assert read_streams(file, "here")[-1].model == "rental.order"


def test_a_file_that_cannot_take_an_entry_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "streams.toml"
    file.write_text(before := 'stream = [{model = "x.y"}]\n')
    result = choose(FakeOdoo({"rental.order": RENTAL}), "models", "add", "rental.order", file=file)
    assert result.exit_code == 2
    assert file.read_text() == before


SECRET = fields(name="char", smtp_password="char", api_key="char")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("ir.config_parameter", "never leave"), ("ir.mail_server", "never leave"), ("fetchmail.server", "never leave"),
        ("res.users.apikeys", "never leave"), ("auth_totp.device", "never leave"), ("acme.vault", "never leave"),
        ("mail.thread", "no records"), ("rental.ordr", "did you mean rental.order?"), ("rental.hidden", "may not read"),
        ("sale.order", "sales"), ("own.thing", "streams.toml"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_refused_with_its_reason_and_nothing_is_written(
    tmp_path: Path, model: str, said: str
) -> None:
    file = tmp_path / "streams.toml"
    file.write_text(before := '[[stream]]\nmodel = "own.thing"\n')
    plain = ("ir.config_parameter", "ir.mail_server", "fetchmail.server", "res.users.apikeys", "auth_totp.device",
             "mail.thread", "rental.order", "rental.hidden", "sale.order", "own.thing")  # fmt: skip
    odoo = FakeOdoo(
        dict.fromkeys(plain, RENTAL) | {"acme.vault": SECRET}, hidden=["rental.hidden"], passing=["mail.thread"]
    )
    result = choose(odoo, "models", "add", model, file=file)
    assert (result.exit_code, file.read_text()) == (2, before)
    assert said in " ".join(result.stderr.split())
    assert model in result.stderr


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({"start": "datetime!", "date_end": "date"}, "start"),
        ({"deadline_date": "date", "date_begin": "date"}, "date_begin"),
        ({"date": "date", "date_begin": "date"}, "date"),
        ({"date_end": "date", "date_start": "date"}, "date_start"),
        ({"snoozed_until": "date"}, "create_date"),
    ],
)
def test_the_business_date_is_the_one_that_says_when_it_happened(described: dict[str, Any], expected: str) -> None:
    assert suggest_stream("a.b", fields(**described), lambda model: False).stream.business_date == expected


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({"company_id": "many2one res.company!"}, ("company_id", None, False)),
        ({"company_id": "many2one res.company"}, ("company_id", None, True)),
        ({"firm_id": "many2one res.company!"}, ("firm_id", None, False)),
        ({"company_ids": "many2many res.company"}, ("company_id", None, True)),
        ({"user_id": "many2one res.users!", "zeta_id": "many2one a.b!"}, ("company_id", "zeta_id", False)),
        ({"aaa_id": "many2one sale.order!", "order_id": "many2one a.b!"}, ("company_id", "order_id", False)),
        ({"order_id": "many2one a.b"}, ("company_id", None, False)),
        ({}, ("company_id", None, False)),
    ],
)
def test_who_sees_a_record_is_never_guessed_wider_than_odoo_has_it(
    described: dict[str, Any], expected: tuple[str, str | None, bool]
) -> None:
    stream = suggest_stream("a.b.line", fields(**described), lambda model: True).stream
    assert (stream.company_field, stream.company_parent, stream.shared) == expected


def test_a_report_whose_ids_are_no_records_is_refused(tmp_path: Path) -> None:
    odoo = FakeOdoo({"sale.report": RENTAL})
    odoo.below_zero = 8
    refused = choose(odoo, "models", "add", "sale.report", file=tmp_path / "streams.toml")
    assert (refused.exit_code, (tmp_path / "streams.toml").exists()) == (2, False)
    assert "made from" in refused.stderr


def test_a_report_without_write_date_is_read_in_full_and_has_no_sums_without_a_date() -> None:
    report = {"id": _field("id", "integer"), "amount": _field("amount", "float")}
    suggestion = suggest_stream("a.report", report, lambda model: False)
    assert (suggestion.stream.has_write_date, suggestion.stream.sums) == (False, ())


def test_an_entry_written_out_is_the_stream_again(tmp_path: Path) -> None:
    for stream in load_catalogue().known.values():
        if stream.table is None:
            file = tmp_path / f"{stream.model}.toml"
            add_entry(file, stream_entry(stream.model_copy(update={"position": 1000}), {}, {"shared": "true"}))
            tomllib.loads(file.read_text())
            again = read_streams(file, "here")[0]
            assert again.model_dump(exclude={"position"}) == stream.model_dump(exclude={"position"})


def test_an_ordinary_model_is_not_taken_for_a_secret() -> None:
    assert not [model for model in load_catalogue().known if holds_secrets(model, RENTAL)]


def plan(odoo: FakeOdoo, *words: str, **variables: str) -> Any:
    return scout("plan", *words, variables=SETTINGS | variables, connect_odoo=odoo.connect)


@pytest.mark.parametrize("rows", [0, 1, 200, 201, 1_000_000])
def test_a_plan_reads_two_hundred_records_at_most_and_its_total_is_the_sum(rows: int) -> None:
    odoo = FakeOdoo({"res.country": fields(name="char!", code="char")}, rows=rows)
    found = json.loads(plan(odoo, "-s", "res.country", "--json").stdout)
    (one,) = found["streams"]
    assert (one["rows"], found["total"]["rows"]) == (rows, rows)
    assert min(rows, 150) <= one["sampled"] <= 200
    assert found["total"]["bytes"] == one["bronze_bytes"] + one["typed_bytes"] == one["bytes"]
    assert odoo.calls <= 9


def test_a_model_that_is_missing_is_absent_of_a_group_and_an_error_when_it_is_named() -> None:
    odoo = FakeOdoo({"res.country": fields(name="char!", code="char")})
    assert plan(odoo, "-s", "res.country", "-s", "hr.expense").exit_code == 1
    whole = plan(odoo, "-g", "people", "--json")
    absent = {one["stream"] for one in json.loads(whole.stdout)["streams"] if one["status"] == "absent"}
    assert "hr.expense" in absent


def test_a_limit_of_calls_makes_a_plan_longer() -> None:
    odoo = FakeOdoo({"res.country": fields(name="char!", code="char")}, rows=100)
    fast, slow = (
        json.loads(plan(odoo, "-s", "res.country", "--json", **limit).stdout)["total"]["seconds"]
        for limit in ({}, {"ODOO_MAX_CALLS_PER_SECOND": "0.5"})
    )
    assert slow > fast + 5


def test_words_that_exclude_each_other_end_with_code_2() -> None:
    assert plan(FakeOdoo({}), "-s", "res.country", "-g", "sales").exit_code == 2
    assert plan(FakeOdoo({}), "-s", "res.contry").exit_code == 2


def test_more_records_and_wider_ones_take_more_room() -> None:
    described = fields(name="char")

    def room(width: int, total: int) -> int:
        rows = [{"id": n, "name": "x" * width, "create_date": None, "write_date": None} for n in range(10)]
        return bronze_bytes(rows, total) + typed_bytes(rows, described, total, indexes=0)

    assert room(10, 0) < room(10, 1) < room(10, 10_000) < room(100, 10_000) < room(5000, 10_000) < room(5000, 20_000)


def test_a_wide_row_is_compressed_as_postgresql_does() -> None:
    rows = [{"id": n, "note": "x" * 3000, "create_date": None, "write_date": None} for n in range(10)]
    assert 0.5 * 3000 < bronze_bytes(rows, 10_000) / 10_000 < 0.75 * 3000


def test_a_sample_sees_that_newer_records_are_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    odoo = FakeOdoo({"res.country": fields(name="char!", code="char")}, rows=10_000)
    before = json.loads(plan(odoo, "-s", "res.country", "--json").stdout)["total"]["bytes"]
    narrow = odoo.page

    def wide(*words: Any, **more: Any) -> Page:
        page = narrow(*words, **more)
        return Page(
            [{**row, "name": "x" * 400 if row["id"] > 5000 else False} for row in page.rows], 100, may_hold_nul=False
        )

    monkeypatch.setattr(odoo, "page", wide)
    assert json.loads(plan(odoo, "-s", "res.country", "--json").stdout)["total"]["bytes"] > before + 10_000 * 300


@pytest.mark.parametrize(
    ("value", "size"),
    [({}, 4), ({"a": None}, 13), ({"a": "bc"}, 15), ([True, False], 12), ({"ab": {"c": "d"}}, 30)],
)
def test_the_size_of_a_jsonb_is_that_of_postgresql(value: Any, size: int) -> None:
    """`pg_column_size(value::jsonb) - 4`, for what holds no number."""
    assert abs(jsonb_bytes(value) - size) <= 2
