"""What the benches share: a process of its own for each measurement, a new warehouse for each run, the same streams."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path

STREAMS = ["pos.order", "pos.order.line", "pos.payment"]

Result = dict[str, float]
"""What a variant prints as its last line: `seconds`, `rows`, and what else it counted."""


def measured(script: str, variant: str, warehouse: Mapping[str, str], said: str, *words: str) -> Result:
    """Runs one variant of a bench in a process of its own; adds its peak memory in MB and its CPU seconds as the system
    counted them.

    `words`: further arguments of the script.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SUPABASE_")} | dict(warehouse)
    with subprocess.Popen(
        [sys.executable, script, "--only", variant, *words], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{Path(script).name} {variant} failed:\n{text}")
    result: Result = {**json.loads(text.splitlines()[-1]), "peak_mb": usage.ru_maxrss / 1024}
    result["cpu"] = usage.ru_utime + usage.ru_stime
    print(f"{said} {result['seconds']:6.1f} s {result['peak_mb']:6.0f} MB {result['cpu']:6.1f} CPU s", flush=True)
    return result


@contextlib.contextmanager
def fresh_warehouse(*, rest: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """A new migrated database: its owner's address, and the variables that lead to it."""
    from demo.postgres import embedded_postgres
    from shared.settings import Settings
    from shared.warehouse.migrations import migrate

    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(embedded_postgres(tcp=rest))
        variables = {"SUPABASE_DB_URL": cluster.url()}
        migrate(Settings(variables).warehouse)
        if rest:
            from tests.contract.postgrest import postgrest

            api = stack.enter_context(postgrest(cluster.url()))
            # Bodies kept here would count as the next measurement's: on Linux a process begins with its parent's peak.
            api.gateway.sent = deque(maxlen=0)
            variables = {"SUPABASE_URL": api.url, "SUPABASE_SERVICE_ROLE_KEY": api.service_role_key}
        yield cluster.url(), variables
