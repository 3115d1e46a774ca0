"""Names from older documents lead to the same commands: scripts, a variable."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from shared.errors import SettingsError
from shared.settings import Settings
from tests.engine.conftest import World
from tests.engine.served import variables
from tests.warehouse.outbox import enqueue

SCRIPTS = Path(__file__).parents[2] / "scripts"


def run(name: str, *arguments: str, env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run([SCRIPTS / name, *arguments], env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_older_scripts_tell_what_the_commands_tell(world: World, served_world: dict[str, str]) -> None:
    env = variables(served_world)
    assert run("validate-airbyte-sync.sh", env=env)[0] == 2, "no stream was ever read"
    world.sync()
    code, out = run("validate-airbyte-sync.sh", env=env | {"HEALTH_ALLOWED_LAG_SECONDS": str(10**9)})
    assert code == 0
    assert len(out.splitlines()) == len(world.catalogue.streams)
    assert run("validate-airbyte-sync.sh", env=env | {"HEALTH_ALLOWED_LAG_SECONDS": "60"})[0] == 1
    world.db.execute("update scout.sync_checkpoints set status = 'failed' where stream = 'pos.order'")
    code, out = run("validate-airbyte-sync.sh", env=env)
    assert code == 2
    assert "pos.order                failed" in out
    assert run("validate-airbyte-sync.sh", env=env | {"SUPABASE_DB_URL": ""})[0] == 2

    code, out = run("check-etl-health.sh", "--json", env=env)
    assert (code, json.loads(out)["status"]) == (1, "fail")

    customer = min(world.odoo.stored("res.partner"))
    enqueue(world.db, "rename", operation="write", record_id=customer)
    assert run("outbox-worker.py", "--dry-run", env=env)[0] == 0
    assert run("outbox-worker.py", "--once", "--batch-size", "10", env=env)[0] == 0
    assert world.odoo.stored("res.partner")[customer]["name"] == "Ann"


def test_supabase_project_url_is_another_name_of_supabase_url() -> None:
    both = {"SUPABASE_PROJECT_URL": "https://abc.supabase.co", "SUPABASE_SERVICE_ROLE_KEY": "key"}
    assert Settings(both).warehouse.url == "https://abc.supabase.co"
    assert Settings(both | {"SUPABASE_URL": "https://abc.supabase.co/"}).warehouse.url == "https://abc.supabase.co"
    with pytest.raises(SettingsError, match="SUPABASE_URL and SUPABASE_PROJECT_URL differ"):
        _ = Settings(both | {"SUPABASE_URL": "https://xyz.supabase.co"}).warehouse
