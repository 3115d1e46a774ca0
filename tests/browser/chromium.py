"""A headless Chromium spoken to over two pipes, in its own language (Chrome DevTools Protocol): no driver is needed."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_DRAWN = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""


@dataclass
class Tab:
    """`requests`: addresses asked for; `complaints`: what the console shows. Both since the last `open`."""

    process: subprocess.Popen[bytes]
    session: str = ""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def send(self, method: str, **parameters: Any) -> Any:
        """The answer to one command; what happens meanwhile is noted."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\0")
        self.process.stdin.flush()
        while (got := self._receive()).get("id") != number:
            self._note(got)
        assert "error" not in got, got["error"]
        return got["result"]

    def open(self, url: str, *, headers: Mapping[str, str], width: int, dark: bool = False) -> None:
        self.requests.clear()
        self.complaints.clear()
        self.send("Network.setExtraHTTPHeaders", headers=dict(headers))
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 700
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])
        self.send("Page.navigate", url=url)
        while self._note(self._receive()) != "Page.loadEventFired":
            pass
        self.run(_DRAWN)

    def run(self, script: str) -> Any:
        """The value of a script's last expression, which must be JSON or a promise of it."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def picture(self, *, most_height: int) -> bytes:
        """A PNG of the whole page, cut at a height."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most_height), "scale": 1}
        data = self.send("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        return base64.b64decode(data)

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        text = bytearray()
        while (one := self.process.stdout.read(1)) != b"\0":
            assert one, "Chromium ended"
            text += one
        return dict(json.loads(text))

    def _note(self, event: dict[str, Any]) -> str:
        name, told = str(event.get("method", "")), event.get("params", {})
        match name:
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(told))
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
        return name


def find_chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Tab]:
    """Its two pipes are file descriptors 3 and 4, as `--remote-debugging-pipe` wants them."""
    program = find_chromium()
    assert program, "no Chromium; on Debian: apt install chromium-headless-shell"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--hide-scrollbars",
        "--remote-debugging-pipe",
    ]
    with TemporaryDirectory(prefix="scout-chromium-") as profile:
        command = [
            "sh",
            "-c",
            'exec "$@" 3<&0 4>&1 >/dev/null',
            "sh",
            program,
            *options,
            f"--user-data-dir={Path(profile)}",
        ]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            tab = Tab(process)
            target = tab.send("Target.createTarget", url="about:blank")["targetId"]
            tab.session = tab.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Network", "Runtime", "Log"):
                tab.send(f"{domain}.enable")
            yield tab
            tab.session = ""
            tab.send("Browser.close")
