"""The environment is checked whole, and secrets are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import SettingsError
from shared.settings import Settings

GOOD = {
    "ODOO_BASE_URL": "https://shop.example.com/",
    "ODOO_DB": "shop",
    "ODOO_API_KEY": "odoo-key-value",
    "SUPABASE_URL": "https://abc.supabase.co",
    "SUPABASE_SERVICE_ROLE_KEY": "service-key-value",
    "SYNC_SECRET": "a-secret-of-24-characters",
}


def problems(**changes: str | None) -> list[str]:
    variables = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    with pytest.raises(SettingsError) as caught:
        Settings(variables).check()
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("https://shop.example.com", "https://shop.example.com"),
        ("https://shop.example.com/", "https://shop.example.com"),
        ("https://shop.example.com/odoo", "https://shop.example.com"),
        ("https://shop.example.com/odoo/action-93/5?debug=1", "https://shop.example.com"),
        ("https://shop.example.com/web/login?redirect=%2Fodoo", "https://shop.example.com"),
        ("https://shop.example.com/web#action=93&model=pos.order", "https://shop.example.com"),
        ("https://shop.example.com/erp/web", "https://shop.example.com/erp"),
        ("https://shop.example.com/webshop", "https://shop.example.com/webshop"),
        ("shop.example.com", "https://shop.example.com"),
        (" shop.example.com:8443/odoo ", "https://shop.example.com:8443"),
        ("localhost:8069/web", "http://localhost:8069"),
        ("http://127.0.0.1:8069", "http://127.0.0.1:8069"),
    ],
)
def test_a_browsers_address_leads_to_odoo_and_what_was_cut_off_is_said(written: str, root: str) -> None:
    settings = Settings({**GOOD, "ODOO_BASE_URL": written}).check()
    assert settings.odoo.base_url == root
    assert (root in settings.notice) == (written.strip().rstrip("/") != root)


def test_one_message_lists_every_problem_of_every_group_without_its_value() -> None:
    assert problems(
        ODOO_BASE_URL="ftp://x", ODOO_DB=None, ODOO_API_KEY=None, SUPABASE_URL=None, ODOO_PROTOCOL="xml",
        SYNC_BATCH_SIZE="many", SYNC_LEASE_SECONDS="5", SYNC_DELETION_SHARE="0", SYNC_SCHEDULE="hourly",
        SYNC_PARALLEL_STREAMS="99", SYNC_CHECKPOINT_KEY="a b", SYNC_PLATFORM_AUTHENTICATES="perhaps",
        SYNC_TIME_ZONE="Asia/Manilla", ALERT_MAIL_FROM="me", OUTBOX_BATCH_SIZE="1.5",
    ) == [
        "ODOO_API_KEY (or ODOO_USERNAME with ODOO_PASSWORD) is missing",
        "ODOO_BASE_URL must be an address such as https://shop.example.com",
        "ODOO_DB is missing",
        "ODOO_PROTOCOL must be 'auto', 'json2' or 'jsonrpc'",
        "SUPABASE_URL with SUPABASE_SERVICE_ROLE_KEY (or SUPABASE_DB_URL) is missing",
        "SYNC_BATCH_SIZE must be a whole number",
        "SYNC_CHECKPOINT_KEY may hold letters, digits, - and _ only",
        "SYNC_SCHEDULE must be a cron expression (minute, hour, day, month, weekday) such as */15 * * * *",
        "SYNC_LEASE_SECONDS must be 10 or more",
        "SYNC_PARALLEL_STREAMS must be 16 or less",
        "SYNC_DELETION_SHARE must be more than 0",
        "SYNC_PLATFORM_AUTHENTICATES must be true or false",
        "SYNC_TIME_ZONE must be a time zone such as Asia/Manila",
        "OUTBOX_BATCH_SIZE must be a whole number",
        "ALERT_MAIL_FROM must be a mail address",
    ]  # fmt: skip


def test_an_env_file_completes_what_the_environment_leaves_out(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# a note\nexport ODOO_DB=other\nODOO_API_KEY='${HOME} # all of it'\nODOO_USERNAME=\n")
    settings = Settings.read({**GOOD, "ODOO_API_KEY": " "}, env_file=file).check()
    assert settings.odoo.db == "shop", "the environment wins"
    assert settings.odoo.username is None
    assert settings.odoo.api_key is not None
    assert settings.odoo.api_key.get_secret_value() == "${HOME} # all of it"
    assert Settings.read(GOOD, env_file=tmp_path / "none").check().odoo.db == "shop"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ODOO_API_KEY": None, "ODOO_PASSWORD": "pw"}, "ODOO_USERNAME is missing; ODOO_PASSWORD needs it"),
        ({"ODOO_PROTOCOL": "jsonrpc"}, "ODOO_USERNAME is missing; ODOO_PROTOCOL=jsonrpc needs it"),
        (
            {"ODOO_API_KEY": None, "ODOO_PASSWORD": "pw", "ODOO_USERNAME": "bot", "ODOO_PROTOCOL": "json2"},
            "ODOO_API_KEY is missing; ODOO_PROTOCOL=json2 accepts no password",
        ),
        ({"SUPABASE_SERVICE_ROLE_KEY": None}, "SUPABASE_SERVICE_ROLE_KEY is missing; SUPABASE_URL needs it"),
    ],
)
def test_half_a_way_in_names_the_missing_half(changes: dict[str, str | None], told: str) -> None:
    assert problems(**changes) == [told]


def test_the_direct_address_needs_no_key_beside_it() -> None:
    direct = {"SUPABASE_DB_URL": "postgresql://u:p@localhost/db"}
    Settings({**GOOD, "SUPABASE_URL": "", "SUPABASE_SERVICE_ROLE_KEY": "", **direct}).check()


def test_no_secret_is_shown_by_any_repr_or_problem() -> None:
    secrets = {
        "ODOO_API_KEY": "key-SHOWN",
        "ODOO_PASSWORD": "password-SHOWN",
        "SUPABASE_SERVICE_ROLE_KEY": "service-SHOWN",
        "SUPABASE_DB_URL": "mysql://u:SHOWN@h/db",
        "SYNC_SECRET": "SHOWN",
        "ODOO_BASE_URL": "https://user:SHOWN@h",
    }
    told = problems(**secrets)
    assert len(told) == 2
    assert "SHOWN" not in "".join(told)
    settings = Settings({**GOOD, "ODOO_API_KEY": "key-SHOWN", "SYNC_SECRET": "SHOWN-but-long-enough"}).check()
    assert "SHOWN" not in repr(settings.odoo) + repr(settings.warehouse) + repr(settings.sync) + repr(settings)


@pytest.mark.parametrize("name", ["SUPABASE_DB_URL", "ODOO_BASE_URL"])
@pytest.mark.parametrize("address", ["postgresql://u:SHOWN\uff1apass@host/db", "https://u:hunter[2SHOWN]x@host/db"])
def test_an_address_that_cannot_be_read_is_told_without_quoting_it(name: str, address: str) -> None:
    told = problems(**{name: address})
    assert "SHOWN" not in "".join(told)
    assert len(told) == 1
    assert told[0].startswith(f"{name} ")


def test_two_secrets_are_accepted_while_one_is_rotated_and_a_third_is_not() -> None:
    two = Settings({**GOOD, "SYNC_SECRET": "the-new-secret-value, the-old-secret-value"})
    assert two.sync.accepted_secrets == ("the-new-secret-value", "the-old-secret-value")


@pytest.mark.parametrize("secret", ["short", "a" * 20 + ",short", ",".join(["a" * 20] * 3)])
def test_a_secret_that_cannot_be_used_stops_a_function_and_not_the_command_line(secret: str) -> None:
    settings = Settings({**GOOD, "SYNC_SECRET": secret}).check()
    with pytest.raises(SettingsError, match="SYNC_SECRET"):
        settings.check(serving=True)
