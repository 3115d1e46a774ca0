"""People who can be told: a real mail server and a real webhook on this machine, and all that reaches them."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler


@dataclass
class People:
    """`mails` and `posts`: subjects, in the order they came; `texts`: whole mails. `variables` lead to both."""

    variables: dict[str, str] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def heard(self) -> list[str]:
        """What both were told alike, without the sender's name."""
        assert self.mails == self.posts
        return [subject.removeprefix("Scout sync: ") for subject in self.mails]


class _Inbox(MailHandler):
    def __init__(self, people: People) -> None:
        super().__init__()
        self._people = people

    def handle_message(self, message: Mail) -> None:
        self._people.mails.append(str(message["Subject"]))
        self._people.texts.append(message.get_payload(decode=True).decode())  # type: ignore[union-attr]


@contextmanager
def people() -> Iterator[People]:
    told = People()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
            told.posts.append(text.partition("*\n")[0].removeprefix("*"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Silence."""

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mail = Controller(_Inbox(told), hostname="127.0.0.1", port=port)
    mail.start()
    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as hook:
        thread = threading.Thread(target=hook.serve_forever)
        thread.start()
        told.variables = {
            "ALERT_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "ALERT_MAIL_FROM": "scout@example.com",
            "ALERT_MAIL_TO": "ann@example.com",
            "ALERT_SLACK_WEBHOOK_URL": f"http://127.0.0.1:{hook.server_port}/services/secret-of-the-hook",
        }
        yield told
        hook.shutdown()
        thread.join()
    mail.stop()
