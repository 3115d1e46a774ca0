"""The environment is checked whole, and secrets are never shown."""

from __future__ import annotations

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


def test_good_settings_pass_and_addresses_lose_their_last_slash() -> None:
    assert Settings(GOOD).check().odoo.base_url == "https://shop.example.com"


def test_one_message_lists_every_problem_of_every_group() -> None:
    told = problems(ODOO_BASE_URL="ftp://x", ODOO_DB=None, ODOO_API_KEY=None, SUPABASE_URL=None, SYNC_BATCH_SIZE="many")
    assert len(told) == 5
    assert "ODOO_DB is missing" in told
    assert "ODOO_API_KEY (or ODOO_USERNAME with ODOO_PASSWORD) is missing" in told
    assert "SUPABASE_URL with SUPABASE_SERVICE_ROLE_KEY (or SUPABASE_DB_URL) is missing" in told
    assert any(problem.startswith("ODOO_BASE_URL: must be an address") for problem in told)
    assert any(problem.startswith("SYNC_BATCH_SIZE: ") for problem in told)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert problems(ODOO_DB=" ") == ["ODOO_DB is missing"]


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
    assert len(told) == 3
    assert "SHOWN" not in "".join(told)
    settings = Settings({**GOOD, "ODOO_API_KEY": "key-SHOWN", "SYNC_SECRET": "SHOWN-but-long-enough"}).check()
    assert "SHOWN" not in repr(settings.odoo) + repr(settings.warehouse) + repr(settings.sync) + repr(settings)


@pytest.mark.parametrize("name", ["SUPABASE_DB_URL", "ODOO_BASE_URL"])
@pytest.mark.parametrize("address", ["postgresql://u:SHOWN\uff1apass@host/db", "https://u:hunter[2SHOWN]x@host/db"])
def test_an_address_that_cannot_be_read_is_told_without_quoting_it(name: str, address: str) -> None:
    told = problems(**{name: address})
    assert "SHOWN" not in "".join(told)
    assert len(told) == 1
    assert told[0].startswith(f"{name}: ")


def test_two_secrets_are_accepted_while_one_is_rotated_and_a_third_is_not() -> None:
    two = Settings({**GOOD, "SYNC_SECRET": "the-new-secret-value, the-old-secret-value"})
    assert two.sync.accepted_secrets == ("the-new-secret-value", "the-old-secret-value")
    assert "takes one secret, or two" in problems(SYNC_SECRET="a" * 20 + "," + "b" * 20 + "," + "c" * 20)[0]


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings(GOOD).odoo.db = "other"  # type: ignore[misc]
