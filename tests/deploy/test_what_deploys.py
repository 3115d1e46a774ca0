"""Workflows, scripts and pages about deploying say what is true of the code: names, variables, limits."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from cli.main import app
from functions.application import function_names
from functions.server import GRACE_SECONDS
from shared import settings as module
from shared.settings import (
    AgentSettings,
    KnowledgeSettings,
    LakeSettings,
    MigrationSettings,
    OdooSettings,
    SupersetSettings,
    SyncSettings,
    WarehouseSettings,
)
from tests.engine.served import COMMAND

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAGES = sorted((ROOT / "docs" / "guides").glob("deploy-*.md"))
CLOUD_RUN = ROOT / "deploy" / "cloud-run" / "deploy"
LAMBDA = (ROOT / "deploy" / "lambda" / "template.yaml").read_text()

GROUPS = [
    group
    for name, group in vars(module).items()
    if name.endswith("Settings")
    and hasattr(group, "model_fields")
    and group not in (AgentSettings, KnowledgeSettings, LakeSettings, SupersetSettings)
]
"""Of functions: nothing deployed there reads what `scout superset`, `scout knowledge` and `scout lake` do."""
FIELDS = {str(field.alias): field for group in GROUPS for field in group.model_fields.values()}
SECRETS = {name for name, field in FIELDS.items() if "SecretStr" in str(field.annotation)}
OURS = re.compile(r"\b(?:ODOO|SUPABASE|SYNC|OUTBOX|ALERT|HEALTH|OPENLINEAGE|ETL|SCOUT_MIRROR)_[A-Z0-9_]+\b")
NOT_SETTINGS = {"OUTBOX_TIME_BUDGET_SECONDS"}
"""A variable of GitHub's that a workflow hands over as SYNC_TIME_BUDGET_SECONDS."""


def named(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", [*WORKFLOWS, *PAGES, CLOUD_RUN, ROOT / "deploy/lambda/template.yaml"], ids=named)
def test_every_variable_named_is_one_of_the_settings(path: Path) -> None:
    assert set(OURS.findall(path.read_text())) - set(FIELDS) - NOT_SETTINGS == set()


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_every_action_is_pinned_by_a_hash_with_its_version_and_the_same_everywhere(path: Path) -> None:
    pins: dict[str, set[str]] = {}
    for workflow in WORKFLOWS:
        for action, pin in re.findall(r"uses: ([^@\s]+)@(.*)", workflow.read_text()):
            pins.setdefault(action, set()).add(pin)
    for action, pin in re.findall(r"uses: ([^@\s]+)@(.*)", path.read_text()):
        assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), f"{action}@{pin}"
        assert len(pins[action]) == 1, f"{action}: {pins[action]}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_every_input_of_a_workflow_is_used_and_every_used_one_declared(path: Path) -> None:
    text = path.read_text()
    declared = re.search(r"\n    inputs:\n((?:      .*\n)+)", text)
    names = set(re.findall(r"^      (\w+):$", declared[1], re.MULTILINE)) if declared else set()
    assert names == set(re.findall(r"inputs\.(\w+)", text))


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_no_word_from_outside_is_part_of_a_command(path: Path) -> None:
    """An expression inside a script is code for whoever may fill it in."""
    for script in re.findall(r"run: (?:\|\n((?: {10,}.*\n|\n)+)|(.+))", path.read_text()):
        assert "${{" not in "".join(script)


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_every_workflow_has_a_concurrency_group_time_limits_and_rights(path: Path) -> None:
    text = path.read_text()
    jobs = re.findall(r"^  [\w-]+:\n(?:    .*\n|\n)*?    runs-on:", text, re.MULTILINE)
    assert "\nconcurrency:\n" in text
    assert "\npermissions:" in text
    assert text.count("timeout-minutes:") == len(jobs) > 0
    assert "persist-credentials: false" in text


@pytest.mark.parametrize("name", ["odoo-sync", "reconcile", "health"])
def test_a_scheduled_command_is_handed_every_variable_it_may_read(name: str) -> None:
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text()
    of_functions_only = {"SYNC_SECRET", "SYNC_PLATFORM_AUTHENTICATES"}
    needed = {
        str(f.alias) for group in (OdooSettings, WarehouseSettings, SyncSettings) for f in group.model_fields.values()
    }
    if name == "health":
        needed = needed - {"SYNC_TIME_BUDGET_SECONDS"} | {"HEALTH_ALLOWED_LAG_SECONDS"}
    assert needed - of_functions_only - set(OURS.findall(text)) == set()


def test_every_command_that_a_workflow_runs_is_one_of_the_command_line() -> None:
    commands = {found for path in WORKFLOWS for found in re.findall(r"python -m cli (\w+)", path.read_text())}
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert commands - known - {group.name for group in app.registered_groups} == set()


def test_cloud_run_is_deployed_with_every_variable_it_hands_on() -> None:
    """What the workflow leaves out, the script would not find."""
    given = set(OURS.findall((ROOT / ".github" / "workflows" / "deploy.yml").read_text()))
    assert (listed("PLAIN") | listed("SECRETS")) - given == set()


def listed(name: str) -> set[str]:
    found, *_ = re.findall(rf"^{name}=\(([^)]*)\)", CLOUD_RUN.read_text(), re.MULTILINE)
    return set(found.split())


def test_cloud_run_mounts_every_secret_and_hands_over_every_other_variable() -> None:
    assert listed("SECRETS") == SECRETS
    of_migrations = {str(field.alias) for field in MigrationSettings.model_fields.values()}
    only_here = of_migrations | {"SYNC_STREAMS_FILE", "SYNC_PLATFORM_AUTHENTICATES"}
    assert listed("PLAIN") == set(FIELDS) - SECRETS - only_here


def cloud_run_commands(*arguments: str, **variables: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PROJECT": "shop-1", "REGION": "europe-west1", "IMAGE": "image:1"}
    done = subprocess.run(
        [CLOUD_RUN, *arguments], env=environment | variables, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_dry_run_for_cloud_run_prints_every_function_closed_to_the_public_and_no_secret() -> None:
    commands = cloud_run_commands(
        "--dry-run",
        ODOO_BASE_URL="https://shop.example.com",
        ODOO_API_KEY="key-SHOWN",
        SYNC_SECRET="secret-SHOWN",
        ODOO_DB_URL="postgresql://scout:SHOWN@db/shop",
        ALERT_MAIL_TO="a@example.com,b@example.com",
    )
    deployed = re.findall(r"run deploy scout-(\S+) (.*)", commands)
    assert sorted(name.replace("-", "_") for name, _ in deployed) == function_names()
    for _, options in deployed:
        assert "--no-allow-unauthenticated" in options
        assert "--concurrency 1 " in options
        assert "--max-instances 1 " in options
        assert "ODOO_API_KEY=scout-odoo-api-key:latest" in options
        assert "ALERT_MAIL_TO=a@example.com" in options
    assert "SHOWN" not in commands
    assert re.search(
        r"scheduler jobs create http scout-sync .*--oidc-service-account-email scout-sync-calls@", commands
    )


def test_the_mirror_is_deployed_and_scheduled_only_where_something_leads_to_odoos_database() -> None:
    commands = cloud_run_commands("--dry-run", ODOO_BASE_URL="https://shop.example.com")
    assert "scout-cdc-mirror" not in commands
    assert "scout-mirror" not in commands


MIRROR = ROOT / "deploy" / "mirror"


def test_the_daemon_runs_one_command_everywhere_and_the_example_names_settings_only() -> None:
    """A container, a service of systemd; its metrics where Prometheus asks for them."""
    compose, unit = (MIRROR / "docker-compose.yml").read_text(), (MIRROR / "scout-mirror.service").read_text()
    assert '["python", "-m", "cli", "cdc", "follow", "--host", "0.0.0.0"]' in compose
    assert "-m cli cdc follow" in unit
    assert 'targets: ["mirror:9090"]' in (MIRROR / "prometheus.yml").read_text()
    names = set(re.findall(r"^#?([A-Z_]+)=", (MIRROR / "mirror.env.example").read_text(), re.MULTILINE))
    assert names <= set(FIELDS)
    assert {"ODOO_DB_URL", "SUPABASE_DB_URL"} <= names


def test_cloud_run_gives_each_account_only_its_own_right() -> None:
    commands = cloud_run_commands("--dry-run", ODOO_API_KEY="key")
    bound = set(re.findall(r"add-iam-policy-binding .*serviceAccount:(scout-sync-\w+)@\S+ --role (\S+)", commands))
    assert bound == {
        ("scout-sync-runs", "roles/secretmanager.secretAccessor"),
        ("scout-sync-calls", "roles/run.invoker"),
    }


def test_every_function_is_in_the_lambda_template() -> None:
    assert set(function_names()) <= set(re.findall(r"FUNCTION: (\w+)", LAMBDA))
    assert set(function_names()) <= set(re.findall(r"dist/(\w+)-py3\.13\.zip", LAMBDA))


def test_a_run_s_time_budget_ends_before_each_platform_does() -> None:
    budget, *_ = re.findall(r'SYNC_TIME_BUDGET_SECONDS: "(\d+)"', LAMBDA)
    limit, *_ = re.findall(r"\n    Timeout: (\d+)", LAMBDA)
    assert int(budget) + 30 <= int(limit)
    timeout, *_ = re.findall(r"--timeout (\d+)", CLOUD_RUN.read_text())
    deadline, *_ = re.findall(r"--attempt-deadline (\d+)s", CLOUD_RUN.read_text())
    assert 240 + 30 <= int(timeout) < int(deadline)


def test_the_grace_after_sigterm_is_shorter_than_the_platform_s() -> None:
    """Docker and Cloud Run kill ten seconds after SIGTERM."""
    assert GRACE_SECONDS < 10
    assert f"GRACE_SECONDS={GRACE_SECONDS}" in (ROOT / "Dockerfile").read_text()


def test_the_image_runs_what_the_tests_run_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert f"CMD {json.dumps(['python', *COMMAND])}" in text
    assert re.search(r"^USER \d+$", text, re.MULTILINE)
    stages = set(re.findall(r"^FROM .* AS (\S+)$", text, re.MULTILINE))
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) - stages == set(
        re.findall(r"^FROM (python:\S+@sha256:[0-9a-f]{64})", text, re.MULTILINE)
    )


def test_only_what_the_image_copies_is_sent_to_its_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    named = set(re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    copied = {path for path in named if not {str(above) for above in Path(path).parents} & named}
    assert ignored[1] == "*"
    assert sorted(line[1:] for line in ignored if line.startswith("!")) == sorted(copied)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_and_function_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text()
    for path in re.findall(r"`((?:deploy|scripts|docs|\.github)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
    migrations = "".join(path.read_text() for path in (ROOT / "supabase" / "migrations").glob("*.sql"))
    for name in re.findall(r"\b((?:scout|ops)\.[a-z_]+)\(", text):
        assert f"function {name}(" in migrations, name


def test_there_is_a_page_for_each_way_to_deploy_and_the_readme_leads_there() -> None:
    assert [page.stem for page in PAGES] == [
        "deploy-cloud-run",
        "deploy-github-actions",
        "deploy-lambda",
        "deploy-supabase-cron",
    ]
    readme = (ROOT / "README.md").read_text()
    assert [page.name for page in PAGES if f"docs/guides/{page.name}" not in readme] == []
