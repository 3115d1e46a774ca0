"""The dashboard itself: a page a fact, one of the pipelines, filters above; everything served from here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import dash
import dash_ag_grid as grid
from dash import Input, Output, dcc, html
from flask import Response, g, request

from dashboards.dash.data import Allowed, Data
from dashboards.dash.pages import PAGES, Page
from dashboards.dash.users import User, recognised
from etl.config import LakeConfig
from etl.pipelines.health import lake_health

_SHOWN_DAYS = 90
_COLOURS = ("#2563a8", "#c2571a", "#3a7d44", "#7a4f9a", "#8a6d1d")


def make_app(config: LakeConfig, users: tuple[User, ...] = ()) -> dash.Dash:
    """`users`: empty, and nobody is asked who they are."""
    app = dash.Dash(
        __name__, use_pages=True, pages_folder="", serve_locally=True, title="Lake", update_title="",
        suppress_callback_exceptions=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )  # fmt: skip
    data = Data(config)
    if users:
        _ask_who(app, users)
    for page in PAGES:
        dash.register_page(page.name, path=page.path, name=page.title, layout=_layout_of(page, data))
        _answer(app, page, data)
    dash.register_page(
        "health", path="/health", name="Pipeline health", layout=lambda **_: _health(lake_health(config))
    )
    links = [(page.title, page.path) for page in PAGES] + [("Pipeline health", "/health")]
    app.layout = html.Div(
        [
            html.Header([html.Nav([dcc.Link(title, href=path) for title, path in links])]),
            html.Main(dash.page_container),
        ]
    )
    return app


def _ask_who(app: dash.Dash, users: tuple[User, ...]) -> None:
    @app.server.before_request
    def known() -> Response | None:
        given = request.authorization
        user = recognised(users, given.username or "", given.password or "") if given else None
        if user is None:
            return Response("Who are you?", 401, {"WWW-Authenticate": 'Basic realm="lake", charset="UTF-8"'})
        g.companies = user.companies
        return None


def _allowed() -> Allowed:
    companies: Allowed = g.get("companies")
    return companies


def _layout_of(page: Page, data: Data) -> Any:
    def layout(**_: str) -> html.Div:
        span = data.span(page)
        if span is None:
            return html.Div([html.H1(page.title), html.P("The lake has nothing of this yet: scout lake run")])
        choices = data.choices(_allowed())
        kinds = ("company", "currency", "store") if page.has_stores else ("company", "currency")
        first = max(span[0], span[1] - timedelta(days=_SHOWN_DAYS))
        return html.Div(
            [
                html.H1(page.title),
                html.Div(
                    [
                        *(
                            dcc.Dropdown(choices[kind], id=f"{page.name}-{kind}", placeholder=f"Every {kind}")
                            for kind in kinds
                        ),
                        dcc.DatePickerRange(
                            id=f"{page.name}-period", start_date=first, end_date=span[1], display_format="YYYY-MM-DD"
                        ),
                    ],
                    className="filters",
                ),
                html.Div(id=f"{page.name}-tiles", className="tiles"),
                dcc.Graph(id=f"{page.name}-days", config={"displayModeBar": False}, className="chart"),
                html.H2(page.top),
                html.Div(id=f"{page.name}-top"),
            ]
        )

    return layout


def _answer(app: dash.Dash, page: Page, data: Data) -> None:
    store = [Input(f"{page.name}-store", "value")] if page.has_stores else []

    @app.callback(
        Output(f"{page.name}-tiles", "children"),
        Output(f"{page.name}-days", "figure"),
        Output(f"{page.name}-top", "children"),
        Input(f"{page.name}-company", "value"),
        Input(f"{page.name}-currency", "value"),
        Input(f"{page.name}-period", "start_date"),
        Input(f"{page.name}-period", "end_date"),
        *store,
    )
    def shown(company: str | None, currency: str | None, first: str, last: str, of_store: str | None = None) -> Any:
        chosen = {
            "first": date.fromisoformat(first[:10]),
            "last": date.fromisoformat(last[:10]),
            "company": int(company) if company else None,
            "currency": currency or None,
            "store": int(of_store) if of_store else None,
        }
        allowed = _allowed()
        tiles = [_tile(page, row) for row in data.tiles(page, chosen, allowed)]
        figure = _figure(data.days(page, chosen, allowed))
        return tiles or html.P("Nothing on these days."), figure, _grid(page, data.top(page, chosen, allowed))


def _tile(page: Page, row: dict[str, Any]) -> html.Div:
    return html.Div(
        [
            html.Span(f"{page.amount}, {row['currency'] or 'no currency'}"),
            html.Strong(f"{row['amount'] or 0:,.2f}"),
            html.Span(f"{row['lines']:,} lines on {row['days']:,} days"),
        ],
        className="tile",
    )


def _figure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A line a currency: amounts of two currencies are never added up."""
    currencies = sorted({row["currency"] or "" for row in rows})
    lines = []
    for number, currency in enumerate(currencies):
        of_currency = [row for row in rows if (row["currency"] or "") == currency]
        lines.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": currency,
                "x": [row["day"].isoformat() for row in of_currency],
                "y": [float(row["amount"] or 0) for row in of_currency],
                "line": {"color": _COLOURS[number % len(_COLOURS)], "width": 2},
            }
        )
    look = {"margin": {"l": 60, "r": 10, "t": 10, "b": 40}, "height": 300, "legend": {"orientation": "h"}}
    return {"data": lines, "layout": {**look, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}}


def _grid(page: Page, rows: list[dict[str, Any]]) -> grid.AgGrid:
    columns = [
        {"field": "label", "headerName": page.top, "flex": 2, "minWidth": 140},
        {"field": "currency", "headerName": "Currency", "minWidth": 95, "maxWidth": 120},
        {"field": "quantity", "headerName": page.quantity, "type": "rightAligned", "minWidth": 100},
        {"field": "amount", "headerName": page.amount, "type": "rightAligned", "minWidth": 130},
    ]
    shown = [
        {**row, "quantity": f"{row['quantity'] or 0:,.2f}", "amount": f"{row['amount'] or 0:,.2f}"} for row in rows
    ]
    return grid.AgGrid(rowData=shown, columnDefs=columns, defaultColDef={"flex": 1}, style={"height": "360px"})


def _health(found: dict[str, Any]) -> html.Div:
    headings = ("Dataset", "Newest day", "Days", "Rows", "Written")
    rows = [
        html.Tr([html.Td(name), html.Td(one["newest_day"]), *(html.Td(f"{one[key]:,}") for key in ("days", "rows")),
                 html.Td(f"{one['written_at'][:16].replace('T', ' ')} UTC")])
        for name, one in found["datasets"].items()
    ]  # fmt: skip
    table = html.Table([html.Thead(html.Tr([html.Th(one) for one in headings])), html.Tbody(rows)])
    words = {"ok": "All datasets are up to date.", "late": "A dataset was not written for two days.", "empty": "Empty."}
    said = html.P(words[found["status"]], className=found["status"])
    return html.Div([html.H1("Pipeline health"), said, html.Div(table, className="wide")])
