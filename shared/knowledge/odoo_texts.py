"""Odoo's own texts: fields of a synced model, from the warehouse; files attached to records, from Odoo."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter
from pydantic import JsonValue

from shared.errors import KnowledgeRefused
from shared.knowledge.documents import Document, Found, Known
from shared.knowledge.read_file import KINDS, read_file
from shared.knowledge.read_html import tidy
from shared.odoo.client import Odoo
from shared.warehouse.protocol import Warehouse

_RECORDS_A_CALL = 200
LARGEST_FILE = 20_000_000
_MOST_FILES = 20_000


def odoo_texts(model: str, options: Mapping[str, Any], *, warehouse: Warehouse) -> Iterator[Document]:
    """A document for each live record that has a text in `fields`; `title_field` (name) names it.

    Raises `KnowledgeRefused` without fields; the warehouse refuses a model it has not, and personal fields.
    """
    fields = list(options.get("fields") or ())
    title_field = str(options.get("title_field", "name"))
    if not fields:
        raise KnowledgeRefused(
            "A source of Odoo's texts needs fields, such as fields=description_sale,website_description."
        )
    after = 0
    while True:
        rows = cast(
            list[dict[str, Any]],
            warehouse.call(
                "knowledge.odoo_texts",
                {"p_model": model, "p_fields": [*fields, title_field], "p_after_id": after, "p_limit": _RECORDS_A_CALL},
            ),
        )
        for row in rows:
            texts = [_text(row["texts"].get(field)) for field in fields]
            body = "\n\n".join(text for text in texts if text)
            if body:
                title = str(row["texts"].get(title_field) or f"{model} {row['id']}")
                yield Document(
                    f"odoo:{model}/{row['id']}", title, body, "text/html", model=model, record_id=row["id"],
                    company_ids=row["company_ids"],
                )  # fmt: skip
        if len(rows) < _RECORDS_A_CALL:
            return
        after = rows[-1]["id"]


def _text(value: object) -> str:
    """HTML as Odoo keeps it, or plain text."""
    text = str(value or "")
    if "<" not in text:
        return tidy(text)
    try:
        soup = BeautifulSoup(text, "html.parser")
        for unseen in soup(["script", "style", "template"]):
            unseen.decompose()
        return tidy(MarkdownConverter(strip=["img"]).convert_soup(soup))
    except RecursionError:  # nested so deep that no person wrote it
        return ""


def attachments(model: str, found: Found, *, odoo: Odoo, known: Mapping[str, Known]) -> Iterator[Document]:
    """Files attached to a model's records, by Odoo's own checksum: one that did not change is not asked for.

    What belongs to no company is service_role's alone. Raises what `Odoo` raises.
    """
    after = 0
    number = 0
    while True:
        domain: list[JsonValue] = [
            ["res_model", "=", model],
            ["type", "=", "binary"],
            ["res_field", "=", False],
            ["id", ">", after],
        ]
        fields = ["name", "mimetype", "res_id", "company_id", "checksum", "file_size"]
        rows = odoo.page("ir.attachment", domain=domain, fields=fields, limit=_RECORDS_A_CALL).rows
        for row in rows:
            number += 1
            document = _attachment(row, model, found, odoo, known)
            if document is not None:
                yield document
        if len(rows) < _RECORDS_A_CALL or number >= _MOST_FILES:
            found.is_whole = found.is_whole and number < _MOST_FILES
            return
        after = rows[-1]["id"]


def _attachment(
    row: Mapping[str, Any], model: str, found: Found, odoo: Odoo, known: Mapping[str, Known]
) -> Document | None:
    uri = f"odoo:ir.attachment/{row['id']}"
    companies: Sequence[int] = [row["company_id"]] if row["company_id"] else []
    stamp = f"{row['checksum']} {model}/{row['res_id']} {companies}"
    if known.get(uri, Known()).etag == stamp:
        found.seen.append(uri)
        return None
    kind = str(row["mimetype"] or "").partition(";")[0]
    if kind not in KINDS or (row["file_size"] or 0) > LARGEST_FILE:
        found.skipped[uri] = f"is {kind}" if kind not in KINDS else f"more than {LARGEST_FILE:,} bytes"
        return None
    content = _raw(
        odoo.call(
            "ir.attachment",
            "read",
            ids=[row["id"]],
            fields=["raw"],
            load=None,
            context={"include_binary_content": True},
        )
    )
    text = None if content is None else read_file(content, kind)
    if text is None:
        found.skipped[uri] = "cannot be read"
        return None
    return Document(
        uri,
        str(row["name"]),
        text,
        kind,
        etag=stamp,
        model=model,
        record_id=row["res_id"] or None,
        company_ids=companies,
    )


def _raw(answer: JsonValue) -> bytes | None:
    """Base64 as it is up to Odoo 19, or an object that holds it as `content`; text as text."""
    try:
        value = cast(list[dict[str, Any]], answer)[0]["raw"]
    except (IndexError, KeyError, TypeError):
        return None
    text = value.get("content") if isinstance(value, dict) else value
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode()
