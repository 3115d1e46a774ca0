"""The ways to a person: a Slack webhook, a mail server. Neither is tried again here: the next run looks again."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

import httpx

from shared.errors import AlertNotDelivered
from shared.settings import AlertSettings

_SECONDS = 10.0


class Channel(Protocol):
    """`send` raises `AlertNotDelivered`."""

    @property
    def name(self) -> str: ...

    def send(self, subject: str, text: str) -> None: ...


class Slack:
    name = "Slack"

    def __init__(self, webhook_url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self._url = webhook_url
        self._transport = transport

    def send(self, subject: str, text: str) -> None:
        try:
            with httpx.Client(transport=self._transport, timeout=_SECONDS, follow_redirects=False) as client:
                answer = client.post(self._url, json={"text": f"*{_plain(subject)}*\n```{_plain(text)}```"})
        except (httpx.HTTPError, httpx.InvalidURL) as error:  # its own text may quote the address, which is a secret
            raise AlertNotDelivered(f"Slack could not be reached ({type(error).__name__}).") from error
        if answer.status_code >= 300:
            raise AlertNotDelivered(
                f"Slack answered HTTP {answer.status_code}.",
                fix="Check ALERT_SLACK_WEBHOOK_URL: make the webhook anew.",
            )


def _plain(text: str) -> str:
    """Without Slack's own marks: a name from Odoo or the outbox could call everyone, or show a link as something else.

    `&`, `<` and `>` as Slack's manual has them (*Formatting message text*); a backtick would end the block.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("`", "'")


class Mail:
    """`url`: `smtp://user:password@host:587` (encrypted with STARTTLS where offered), `smtps://…:465` (from the start).

    A password is never sent over a line that is not encrypted.
    """

    name = "mail"

    def __init__(self, url: str, *, sender: str, receivers: tuple[str, ...]) -> None:
        self._parts = urlsplit(url)
        self._sender = sender
        self._receivers = receivers

    def send(self, subject: str, text: str) -> None:
        message = EmailMessage()
        message["Subject"] = subject
        message["From"] = self._sender
        message["To"] = ", ".join(self._receivers)
        message.set_content(text)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: what cannot be encoded
            raise AlertNotDelivered(
                f"The mail server {self._parts.hostname} did not accept the alert ({type(error).__name__}).",
                fix="Check ALERT_SMTP_URL, ALERT_MAIL_FROM and ALERT_MAIL_TO.",
            ) from error

    def _connected(self) -> smtplib.SMTP:
        host, context = self._parts.hostname or "", ssl.create_default_context()
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self._parts.port or 465, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, self._parts.port or 587, timeout=_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self._parts.username:
                server.close()
                raise smtplib.SMTPNotSupportedError("no encryption for a password")
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server


def channels_of(settings: AlertSettings) -> list[Channel]:
    channels: list[Channel] = []
    if settings.slack_webhook_url:
        channels.append(Slack(settings.slack_webhook_url.get_secret_value()))
    if settings.smtp_url:
        channels.append(
            Mail(settings.smtp_url.get_secret_value(), sender=settings.mail_from or "", receivers=settings.receivers)
        )
    return channels
