"""What a person is told: what, since when, what it means for the numbers, what to type; and over which line."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from shared.errors import AlertNotDelivered, SettingsError
from shared.monitoring.alerts.causes import MEANS, Cause, Notification, subject, text
from shared.monitoring.alerts.channels import Mail, Slack, channels_of
from shared.monitoring.health.health_report import GROUPS, CheckId
from shared.settings import Settings

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LATE = Cause(
    cause=CheckId("sync", "lag", "pos.order"), message="It is 90 minutes late.", fix="scout sync -s pos.order",
    since=NOW - timedelta(hours=1, minutes=30),
)  # fmt: skip
WELL = LATE.model_copy(update={"cause": CheckId("odoo", "login"), "recovered_at": NOW})


def test_an_alert_says_what_since_when_what_it_means_and_what_to_type() -> None:
    said = text(Notification(alerts=[LATE]), route="shop at odoo.example.com", now=NOW)
    assert said == (
        "✗ sync: lag of pos.order\n"
        "  What: It is 90 minutes late.\n"
        "  Since: 2026-11-21 01:30 UTC (90 minutes)\n"
        "  Means: The numbers of this stream are older than they look, or may not equal Odoo's.\n"
        "  Do: scout sync -s pos.order\n\n"
        "shop at odoo.example.com"
    )


def test_a_recovery_says_from_when_to_when_it_failed() -> None:
    said = text(Notification(recoveries=[WELL]), route="here", now=NOW)
    assert said == "✓ odoo: login\n  It is OK again. It failed from 2026-11-21 01:30 UTC, until 03:00 UTC.\n\nhere"


def test_a_subject_names_the_first_and_counts_the_others() -> None:
    assert subject(Notification(alerts=[LATE, LATE])) == "Scout sync: sync: lag of pos.order fails and 1 more"
    assert subject(Notification(recoveries=[WELL])) == "Scout sync: odoo: login is OK again"


def test_every_group_of_the_health_report_has_a_meaning_for_the_numbers() -> None:
    assert set(MEANS) == set(GROUPS)


class Inbox(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.mails: list[tuple[str, str]] = []

    def handle_message(self, message: object) -> None:
        self.mails.append((str(message["Subject"]), message.get_payload(decode=True).decode()))  # type: ignore[index,attr-defined]


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """A real mail server on this machine, without encryption."""
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"127.0.0.1:{port}"
    controller.stop()


def test_a_mail_server_gets_the_mail(inbox: tuple[Inbox, str]) -> None:
    handler, place = inbox
    Mail(f"smtp://{place}", sender="scout@example.com", receivers=("ann@example.com",)).send("Subject", "✗ text")
    assert [(subject, body.strip()) for subject, body in handler.mails] == [("Subject", "✗ text")]


def test_a_password_is_never_sent_over_a_line_without_encryption(inbox: tuple[Inbox, str]) -> None:
    handler, place = inbox
    with pytest.raises(AlertNotDelivered) as refusal:
        Mail(f"smtp://ann:geheim@{place}", sender="a@b.c", receivers=("ann@example.com",)).send("Subject", "text")
    assert handler.mails == []
    assert "geheim" not in str(refusal.value)


def mail(url: str) -> dict[str, str]:
    return {"ALERT_SMTP_URL": url, "ALERT_MAIL_FROM": "a@b.c", "ALERT_MAIL_TO": "a@b.c"}


def test_slack_gets_the_text_and_its_refusal_names_the_setting_but_not_the_address() -> None:
    """A name in it is no command: whoever names a record could call everyone, or show a link of theirs as ours."""
    posts: list[str] = []

    def take(request: httpx.Request) -> httpx.Response:
        posts.append(json.loads(request.content)["text"])
        return httpx.Response(200 if len(posts) == 1 else 404)

    slack = Slack("https://hooks.slack.example/T000/secret", transport=httpx.MockTransport(take))
    name = "x.```<!channel>```<https://evil.example|Approve> & co"
    slack.send(name, name)
    plain = "x.'''&lt;!channel&gt;'''&lt;https://evil.example|Approve&gt; &amp; co"
    assert posts == [f"*{plain}*\n```{plain}```"]
    with pytest.raises(AlertNotDelivered) as refusal:
        slack.send("Subject", "text")
    assert "ALERT_SLACK_WEBHOOK_URL" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_an_address_of_a_mail_server_may_have_a_port_a_slash_and_an_encoded_password() -> None:
    for url in ("smtp://mail.example.com", "smtps://bot:a%23b@mail.example.com:465/", "smtp://[::1]:25"):
        assert [channel.name for channel in channels_of(Settings(mail(url)).alerts)] == ["mail"]


@pytest.mark.parametrize("url", ["smtp://bot:geheim#x@mail.example.com:587", "smtp://127.0.0.1:99999"])
def test_a_mail_servers_address_that_leads_nowhere_is_an_alert_not_delivered(url: str) -> None:
    with pytest.raises(AlertNotDelivered, match="ALERT_SMTP_URL") as refusal:
        Mail(url, sender="a@b.c", receivers=("ann@example.com",)).send("Subject", "text")
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"ALERT_SMTP_URL": "smtp://mail.example.com"}, "ALERT_MAIL_FROM is missing"),
        (mail("http://mail.example.com"), "smtp://"),
        *[
            (mail(url), r"(?s)^(?!.*geheim).*ALERT_SMTP_URL.*percent-encode special characters of the password")
            for url in (
                "smtp://bot:geheim#x@mail.example.com:587",
                "smtp://bot:geheim/x@mail.example.com:587",
                "smtp://bot:geheim?x@mail.example.com:587",
                "smtp://mail.example.com:geheim",
                "smtp://mail.example.com:99999",
                "smtp://bot:x@[geheim:587",
            )
        ],
        ({"ALERT_SLACK_WEBHOOK_URL": "hooks.slack.com"}, "https://hooks.slack.com"),
        ({"ALERT_MAIL_TO": "ann"}, "takes mail addresses"),
    ],
)
def test_half_answers_are_refused_by_name(variables: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        _ = Settings(variables).alerts


def test_no_setting_is_no_channel_and_no_secret_shows() -> None:
    assert channels_of(Settings({}).alerts) == []
    settings = Settings({"ALERT_SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/geheim"}).alerts
    assert [channel.name for channel in channels_of(settings)] == ["Slack"]
    assert "geheim" not in repr(settings)
