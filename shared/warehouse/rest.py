"""The REST adapter: the warehouse's functions through Supabase's Data API."""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any, cast

import httpx
from postgrest.exceptions import APIError
from pydantic import JsonValue, SecretStr
from supabase import Client, create_client
from supabase.lib.client_options import SyncClientOptions

from shared.errors import ScoutError, WarehouseTransientError, WarehouseUnreachable
from shared.http_headers import retry_after_seconds
from shared.retries import RetryPolicy
from shared.warehouse.adapter import Adapter, OnRetry, say_nothing
from shared.warehouse.failures import database_failure, gateway_failure
from shared.warehouse.protocol import Arguments, Encoded

_TIMEOUT_SECONDS = 70.0
"""Above the 60 s at which the Data API itself gives up: an answer that will still come is not asked for twice."""

_RETRY_POLICY = RetryPolicy(seconds=2 * _TIMEOUT_SECONDS + 10)
"""Long enough to ask again after one answer was waited for in vain."""


class RestWarehouse(Adapter):
    """Calls functions by HTTP. Safe to use from several threads.

    The `supabase` client reports neither the HTTP status nor `Retry-After`; they are noted as the answer passes by,
    a note for each thread.
    """

    first_page_rows = 500
    page_bytes = 1_000_000

    def __init__(
        self,
        url: str,
        key: SecretStr,
        *,
        retry_policy: RetryPolicy | None = None,
        on_retry: OnRetry = say_nothing,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(retry_policy=retry_policy or _RETRY_POLICY, on_retry=on_retry)
        self._url = url
        self._answered = threading.local()
        self._http = _HttpClient(
            transport=transport,
            timeout=_TIMEOUT_SECONDS,
            headers={"User-Agent": "scout-sync"},
            event_hooks={"request": [_without_a_false_token], "response": [self._note]},
        )
        self._client = _client(url, key.get_secret_value(), self._http)

    @property
    def name(self) -> str:
        return f"rest {self._url}"

    def _call(self, function: str, arguments: Arguments) -> JsonValue:
        schema, _, name = function.rpartition(".")
        self._answered.response = None
        try:
            # The package types a parameter as text; what it sends is any JSON.
            parameters = cast(dict[str, str], self._http.with_places(arguments))
            self._client.schema(schema or "scout").rpc(name, parameters).execute()
        except APIError as error:
            raise self._failure(error, function) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise WarehouseTransientError(f"The Data API could not be reached ({type(error).__name__}).") from error
        except httpx.TransportError as error:
            raise WarehouseTransientError(
                f"The connection to the Data API broke during {function} ({type(error).__name__}).", maybe_applied=True
            ) from error
        if not self._answered.response.headers.get("Content-Type", "").startswith("application/json"):
            raise WarehouseUnreachable(
                f"What answers at {self._url} is not Supabase's Data API.", fix="Check SUPABASE_URL."
            )
        try:
            # The package hands a body that is not JSON on as text: half an answer would pass for one.
            answer: JsonValue = json.loads(self._answered.response.content)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise WarehouseTransientError(
                f"The Data API's answer to {function} came in part only.", maybe_applied=True
            ) from error
        return answer

    def _note(self, response: httpx.Response) -> None:
        self._answered.response = response

    def _failure(self, error: APIError, function: str) -> ScoutError:
        """With a code of its own it comes from PostgREST or the database, else from what stands before them."""
        response: httpx.Response = self._answered.response
        if error.code and error.code != str(response.status_code):
            return database_failure(error.code, error.message or "", hint=error.hint or "", function=function)
        return gateway_failure(response.status_code, retry_after_seconds(response.headers), function=function)

    def close(self) -> None:
        self._http.close()


class _HttpClient(httpx.Client):
    """Sends what is JSON already as it is. The package encodes whole bodies itself, so it is given a place for it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._places = threading.local()

    def with_places(self, arguments: Arguments) -> dict[str, JsonValue]:
        """The arguments of this thread's next request, with a name nobody can guess where something is put in."""
        given: dict[str, JsonValue] = {}
        self._places.filled = {}
        for name, value in arguments.items():
            if isinstance(value, Encoded):
                given[name] = place = uuid.uuid4().hex
                self._places.filled[f'"{place}"'.encode()] = value.content
            else:
                given[name] = value
        return given

    def build_request(self, *words: Any, content: Any = None, **more: Any) -> httpx.Request:
        filled, self._places.filled = self._places.filled, {}
        for place, encoded in filled.items():
            content = content.replace(place, encoded)
        return super().build_request(*words, content=content, **more)


def _client(url: str, key: str, http: httpx.Client) -> Client:
    options = SyncClientOptions(
        httpx_client=http, auto_refresh_token=False, persist_session=False, postgrest_client_retry=False
    )
    return create_client(url, key, options)


def _without_a_false_token(request: httpx.Request) -> None:
    """Takes away an `Authorization` that is no JWT.

    `supabase` repeats every key there. An `sb_secret_…` key belongs into `apikey` alone: PostgREST refuses it as a
    token (PGRST301), and only the hosted gateway is lenient (supabase/supabase-py issue 1230).
    """
    if request.headers.get("Authorization", "").count(".") != 2:
        request.headers.pop("Authorization", None)
