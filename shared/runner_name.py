"""What a runner is called in its leases: the machine and the process."""

from __future__ import annotations

import os
import socket


def this_runner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
