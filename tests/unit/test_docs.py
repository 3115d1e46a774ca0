"""Pages tell nobody to type what does not exist, and leave out no command, option or variable."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from shared import settings
from tests.unit.docs_support import PAGES, ROOT, RULES, Command, UsageError, blocks, commands, parse, typed_commands

VARIABLES = {
    field.alias
    for group in vars(settings).values()
    if isinstance(group, type) and issubclass(group, settings._Group)
    for field in group.model_fields.values()
    if field.alias
}
KNOWN = VARIABLES | set(settings._URL_NAMES)
COMMANDS_PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (scout.*?)\n(.*?)(?=^## |\Z)", COMMANDS_PAGE, re.MULTILINE | re.DOTALL))
NAMES = [name for name, _ in commands()]


@pytest.mark.parametrize(("page", "line"), sorted(set(typed_commands())))
def test_what_a_page_says_to_type_is_understood(page: str, line: str) -> None:
    try:
        parse(line)
    except UsageError as error:
        pytest.fail(f"{page} says {line!r}: {error}")


@pytest.mark.parametrize(
    "line",
    ["scout reconsile", "scout sync --fulll", "scout outbox list 3", "scout replay --ids 1", "scout outbox show x"],
)
def test_what_the_command_line_would_refuse_is_noticed(line: str) -> None:
    with pytest.raises(UsageError):
        parse(line)


def test_commands_are_found_in_pages_and_in_alert_rules() -> None:
    pages = {page for page, _ in typed_commands()}
    assert {"README.md", "docs/guides/runbook.md", "docs/reference/commands.md", RULES.name} <= pages


def test_the_page_of_commands_has_each_command_once_and_no_other() -> None:
    assert re.findall(r"^## (.*)$", COMMANDS_PAGE, re.MULTILINE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_commands_options_are_told_as_its_help_tells_them(name: str) -> None:
    command = dict(commands())[name]
    assert re.findall(r"^\| (`.*?) \| (.*) \|$", SECTIONS[name], re.MULTILINE) == list(_options(command))


def _options(command: Command) -> Iterator[tuple[str, str]]:
    """Each row as the page must have it."""
    for parameter in command.params:
        text = (getattr(parameter, "help", None) or "").strip()
        if parameter.param_type_name == "argument":
            yield f"`{parameter.metavar}`", text
        else:
            takes_a_value = not getattr(parameter, "is_flag", False) and not str(parameter.name).endswith("_completion")
            value = f" {parameter.metavar or 'N'}" if takes_a_value else ""
            yield ", ".join(f"`{option}`" for option in parameter.opts) + value, text


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_its_purpose_risk_exit_code_and_an_example(name: str) -> None:
    body = SECTIONS[name]
    command = dict(commands())[name]
    assert (command.help or "").split("\n\n")[0].replace("\n", " ").strip() in body
    assert re.search(r"^Risk: \*\*(safe|changes data|destructive)\*\*\. \w", body, re.MULTILINE)
    assert re.search(r"^Exit code 1: \w", body, re.MULTILINE)
    (example,) = blocks(body, "console")
    assert parse(example.removeprefix("$ ")) == name


def test_a_command_that_can_look_first_says_that_this_is_safe() -> None:
    for name, command in commands():
        options = {option for parameter in command.params for option in parameter.opts}
        if options & {"--dry-run", "--pending"}:
            assert re.search(
                r"With\s+`--(dry-run|pending)`\s+\*\*safe\*\*|`--dry-run`,\s+which\s+is\s+\*\*safe\*\*", SECTIONS[name]
            ), name
        if "--alert" in options:
            assert re.search(r"With\s+`--alert`\s+\*\*changes data\*\*", SECTIONS[name]), name
        if options & {"--force", "--send-again"}:
            assert re.search(r"With\s+`--(force|send-again)`\s+\*\*destructive\*\*", SECTIONS[name]), name


def test_the_settings_page_explains_each_variable_and_no_other() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ((?:`[A-Z_]+` ?)+)\|", text, re.MULTILINE)
    assert sorted(re.findall(r"`([A-Z_]+)`", "".join(table))) == sorted(VARIABLES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_variable_that_a_page_names_exists(page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    named = set(re.findall(r"\b((?:ODOO|SUPABASE|SYNC|OUTBOX|ALERT|HEALTH|KNOWLEDGE)_[A-Z][A-Z_]*[A-Z])\b", text))
    assert named <= KNOWN


def test_the_runbook_explains_each_alert_of_the_rules_and_no_other() -> None:
    rules = re.findall(r"^ +- alert: (\w+)$", RULES.read_text(encoding="utf-8"), re.MULTILINE)
    monitoring = (ROOT / "docs" / "guides" / "runbook.md").read_text(encoding="utf-8").partition("## Monitoring")[2]
    told = re.findall(r"^\| ([A-Z]\w+(?:, \w+)*) \|", monitoring, re.MULTILINE)
    assert sorted(", ".join(told).split(", ")) == sorted(rules)


def test_a_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
            path, _, heading = target.partition("#")
            linked = (page.parent / path).resolve() if path else page
            assert linked.exists(), f"{page.name}: {target}"
            if heading:
                assert heading in _anchors(linked.read_text(encoding="utf-8")), f"{page.name}: {target}"


def _anchors(text: str) -> set[str]:
    """Each heading as GitHub names it."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
