"""Whatever Odoo, a proxy or PostgREST answers with, no secret of ours is in what we tell of it (invariant 12)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import SecretStr

from shared.error_report import ErrorReport
from shared.errors import ScoutError, TransientError
from shared.foreign_text import LONGEST, fit_to_show, keep_secret
from shared.monitoring.logs import JsonLines, log_retry
from shared.odoo.client import Odoo
from shared.outbox.message import Message, Outcome
from shared.outbox.outcomes import loaded_id, no_effect
from shared.retries import RetryPolicy
from shared.settings import Settings
from shared.warehouse.rest import RestWarehouse
from tests.unit.odoo_double import BOTH, OdooDouble

SECRETS = {
    "ODOO_API_KEY": "5e1f" * 10,
    "ODOO_PASSWORD": "a pass; 'phrase\" with.@every/thing",
    "SUPABASE_SERVICE_ROLE_KEY": "sb_secret_ihj3487fhg83",
}
HEADERS = ("Content-Type", "Location", "Retry-After", "Date", "Content-Encoding", "Set-Cookie", "WWW-Authenticate")

noise = st.text(max_size=12)
repeated = st.builds(
    lambda before, secret, after: f"{before} {secret} {after}", noise, st.sampled_from([*SECRETS.values()]), noise
)
names = st.one_of(
    repeated,
    st.builds("odoo.exceptions.{}".format, st.sampled_from(["UserError", "AccessDenied", "AccessError", "X"])),
    st.builds("psycopg2.errors.{}Violation".format, repeated),
)
errors = st.fixed_dictionaries(
    {"name": names | st.lists(repeated), "message": repeated | st.dictionaries(repeated, repeated)},
    optional={
        "code": repeated | st.integers(),
        "hint": repeated,
        "details": repeated,
        "data": repeated,
        "debug": repeated,
    },
)
bodies = st.one_of(
    errors.map(json.dumps),
    errors.map(lambda data: json.dumps({"jsonrpc": "2.0", "error": {"data": data, "message": "x"}})),
    st.builds(lambda error: json.dumps({"jsonrpc": "2.0", "error": error}), errors | repeated | st.lists(repeated)),
    st.dictionaries(repeated, repeated).map(json.dumps),
    repeated.map(lambda text: f"<html><title>{text}</title>"),
)
answers = st.builds(
    lambda status, body, headers: httpx.Response(
        status,
        content=body.encode(errors="replace"),
        headers=[(n.encode(), v.encode(errors="replace")) for n, v in headers],
    ),
    st.sampled_from([200, 204, 301, 307, 400, 401, 403, 404, 413, 418, 422, 429, 500, 503, 540]),
    bodies,
    st.lists(
        st.tuples(st.sampled_from(HEADERS), repeated | st.builds("https://ann:{0}@{0}.test/".format, repeated)),
        max_size=2,
    ),
)
often = hypothesis_settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def known() -> None:
    for value in SECRETS.values():
        keep_secret(value)


def shows_no_secret(error: ScoutError) -> None:
    shown = f"{error} {error.args} {vars(error)} {ErrorReport.of(error).model_dump_json()}"
    if isinstance(error, TransientError):
        shown += _logged(error)
    for secret in SECRETS.values():
        assert secret not in shown
        assert secret not in shown.replace("\\", "")


def shows_no_secret_in(call: Callable[[], object], heard: list[TransientError]) -> None:
    try:
        call()
    except ScoutError as error:
        shows_no_secret(error)
    for error in heard:
        shows_no_secret(error)


def _logged(error: TransientError) -> str:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLines().format(record))

    handler, logger = Kept(), logging.getLogger("scout")
    logger.addHandler(handler)
    try:
        log_retry(error, 1.0)
    finally:
        logger.removeHandler(handler)
    return "".join(lines)


@BOTH
@often
@given(answer=answers, ask=st.sampled_from(["count", "page", "fields", "write", "version", "login"]))
def test_no_answer_of_odoo_makes_us_show_a_secret(protocol: str, answer: httpx.Response, ask: str) -> None:
    odoo, heard = OdooDouble(), []
    variables = {"ODOO_USERNAME": "reader", "ODOO_PROTOCOL": protocol}
    variables |= {name: value for name, value in SECRETS.items() if name.startswith("ODOO")}
    client: Odoo = odoo.connect(variables=variables, attempts=2, on_retry=lambda error, wait: heard.append(error))
    calls: dict[str, Any] = {
        "count": lambda: client.count("pos.order", []),
        "page": lambda: client.page("pos.order", domain=[], fields=["id"], limit=1),
        "fields": lambda: client.fields("pos.order"),
        "write": lambda: client.change("pos.order", "write", {"vals": {}}, ids=[1]),
        "version": lambda: client.version,
        "login": lambda: client.identity,
    }
    odoo.version_pages.extend([answer, answer] if ask == "version" else [])
    if ask == "login":
        odoo.at_login(answer).will(answer)
    odoo.will(answer, answer, answer)
    shows_no_secret_in(calls[ask], heard)


@often
@given(answers)
def test_no_answer_of_the_warehouse_makes_us_show_a_secret(answer: httpx.Response) -> None:
    heard: list[TransientError] = []
    with RestWarehouse(
        "https://abc.test",
        SecretStr(SECRETS["SUPABASE_SERVICE_ROLE_KEY"]),
        transport=httpx.MockTransport(lambda request: answer),
        retry_policy=RetryPolicy(attempts=2, sleep=lambda seconds: None),
        on_retry=lambda error, wait: heard.append(error),
    ) as warehouse:
        shows_no_secret_in(lambda: warehouse.call("sync_status"), heard)


@given(repeated, repeated)
def test_what_odoos_import_says_shows_no_secret(message: str, form: str) -> None:
    outcome = loaded_id({"ids": False, "messages": [{"message": message}, {"message": form}]})
    assert isinstance(outcome, Outcome)
    button = Message(id=1, idempotency_key="k", model="m", operation="call", fence=1)
    shown = f"{outcome} {no_effect(button, {'res_model': form})}"
    assert not [secret for secret in SECRETS.values() if secret in shown]


@pytest.mark.parametrize(
    ("variable", "value", "secret"),
    [
        ("ODOO_PASSWORD", "correct-horse", "correct-horse"),
        ("SYNC_SECRET", "the-new-secret-value, the-old-secret-value", "the-new-secret-value"),
        ("SYNC_SECRET", "the-new-secret-value, the-old-secret-value", "the-old-secret-value"),
        ("SUPABASE_DB_URL", "postgresql://ann:pass%20word%21@db.test/x", "pass%20word%21"),
        ("SUPABASE_DB_URL", "postgresql://ann:pass%20word%21@db.test/x", "pass word!"),
        ("SUPABASE_DB_URL", "postgresql://ann:se/cr@et-word@db.test/x", "se/cr@et-word"),
        ("SUPABASE_DB_URL", "postgresql://ann@db.test/x?password=in-the-query", "in-the-query"),
        ("ALERT_SMTP_URL", "smtp://ann:mail-p%40ss@mail.test", "mail-p@ss"),
        ("ALERT_SLACK_WEBHOOK_URL", "https://hooks.slack.test/services/T0/B0/abcdef", "/services/T0/B0/abcdef"),
    ],
)
def test_each_secret_of_the_settings_is_known_once_they_are_read(variable: str, value: str, secret: str) -> None:
    everything = {
        "ODOO_BASE_URL": "https://odoo.test", "ODOO_DB": "shop", "ODOO_API_KEY": "k" * 20, "ODOO_USERNAME": "reader",
        "SUPABASE_URL": "https://abc.test", "SUPABASE_SERVICE_ROLE_KEY": "s" * 20,
        "ALERT_MAIL_FROM": "a@b.test", "ALERT_MAIL_TO": "a@b.test",
    }  # fmt: skip
    Settings(everything | {variable: value}).check()
    assert fit_to_show(f"you sent {secret}!") == "you sent ***!"
    assert quote(secret, safe="") not in fit_to_show(f"https://x.test/?{quote(secret, safe='')}")


@given(st.text())
def test_what_is_shown_is_one_short_line_that_any_database_takes(text: str) -> None:
    shown = fit_to_show(text)
    assert len(shown) <= LONGEST
    assert len(shown.splitlines()) <= 1
    assert "\x00" not in shown
    shown.encode()


def test_a_secret_is_found_behind_what_is_left_out_and_over_two_lines() -> None:
    keep_secret("two words of mine")
    assert fit_to_show("so: two\n words\x00 of mine\ud83d") == "so: ***"


def test_a_short_password_is_blotted_out_where_it_stands_alone_and_spoils_no_word() -> None:
    keep_secret("pw")
    assert fit_to_show("pw: no such view as pwd") == "***: no such view as pwd"
