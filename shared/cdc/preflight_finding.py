"""What `scout cdc check` found, one thing a line."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["pass", "warn", "fail"]


class Finding(BaseModel):
    """`fix`: what to do in words. `sql`: the same as statements for Odoo's administrator, where there are some."""

    model_config = ConfigDict(frozen=True)

    check: str
    verdict: Verdict
    message: str
    fix: str = ""
    sql: str = ""


def passed(check: str, message: str) -> Finding:
    return Finding(check=check, verdict="pass", message=message)


def warn(check: str, message: str, fix: str, sql: str = "") -> Finding:
    return Finding(check=check, verdict="warn", message=message, fix=fix, sql=sql)


def fail(check: str, message: str, fix: str, sql: str = "") -> Finding:
    return Finding(check=check, verdict="fail", message=message, fix=fix, sql=sql)
