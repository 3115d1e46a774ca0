"""What a tile is in Superset: the chart's settings, and the query that Superset's own page would send for them."""

from __future__ import annotations

from typing import Any

from dashboards.superset.description import CURRENCY, Dataset, Tile

_KINDS = {
    "number": "big_number_total",
    "table": "table",
    "rows": "table",
    "pivot": "pivot_table_v2",
    "bars": "echarts_timeseries_bar",
    "lines": "echarts_timeseries_line",
}
_GRAINS = {"hour": "PT1H", "day": "P1D", "week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}
_ROWS = 1000
_AMOUNT = ",.2f"
_COUNT = ",.10~r"
_SHARE = ".1%"


def params(tile: Tile, dataset: Dataset) -> dict[str, Any]:
    """The chart's settings (`form_data`), without the dataset's number, which Superset puts in."""
    shared = {"viz_type": _KINDS[tile.kind], "adhoc_filters": _filters(tile, dataset), "row_limit": _ROWS}
    match tile.kind:
        case "number":
            (measure,) = tile.measures
            own = {"metric": measure, "y_axis_format": _format(measure, dataset), "subheader_font_size": 0.15}
        case "rows":
            own = {
                "query_mode": "raw",
                "all_columns": list(tile.by),
                "order_by_cols": [f'["{tile.by[0]}", true]'],
                "column_config": _column_config(tile, dataset),
                "table_timestamp_format": "%Y-%m-%d",
            }
        case "table":
            own = {
                "query_mode": "aggregate",
                "groupby": list(tile.by),
                "metrics": list(tile.measures),
                "timeseries_limit_metric": _ordered_by(tile, dataset),
                "order_desc": not _ascends(tile, dataset),
                "show_totals": False,
                "column_config": _column_config(tile, dataset),
                "table_timestamp_format": "%Y-%m-%d",
                "time_grain_sqla": None,
            }
        case "pivot":
            # Totals would add up currencies.
            own = {
                "groupbyRows": list(tile.by),
                "groupbyColumns": [tile.across],
                "metrics": list(tile.measures),
                "aggregateFunction": "Sum",
                "rowTotals": False,
                "colTotals": False,
                "rowSubTotals": False,
                "colSubTotals": False,
                "metricsLayout": "COLUMNS",
                "valueFormat": _format(tile.measures[0], dataset),
                "date_format": "%Y-%m",
                "order_desc": False,
            }
        case "bars" | "lines":
            own = {
                "x_axis": dataset.time,
                "time_grain_sqla": _GRAINS[tile.grain],
                "metrics": list(tile.measures),
                "groupby": list(tile.by),
                "y_axis_format": _format(tile.measures[0], dataset),
                "x_axis_time_format": "%H:%M"
                if tile.grain == "hour"
                else "%Y-%m-%d"
                if tile.grain == "day"
                else "%Y-%m",
                "stack": "Stack" if tile.stacked else None,
                "show_legend": True,
                "legendType": "scroll",
                "legendOrientation": "top",
                "rich_tooltip": True,
                "truncateYAxis": False,
                "markerEnabled": tile.kind == "lines",
                "color_scheme": "supersetColors",
            }
    return shared | own


def query_context(tile: Tile, dataset: Dataset, form_data: dict[str, Any]) -> dict[str, Any]:
    """What is asked for the chart, so that it can be asked without a browser (GET /api/v1/chart/…/data/)."""
    columns: list[Any] = [*tile.by, *([tile.across] if tile.across else [])]
    if tile.kind in {"bars", "lines"}:
        axis = {
            "columnType": "BASE_AXIS",
            "expressionType": "SQL",
            "label": dataset.time,
            "sqlExpression": dataset.time,
            "timeGrain": _GRAINS[tile.grain],
        }
        columns = [axis, *columns]
    query: dict[str, Any] = {
        "columns": columns,
        "filters": [],
        "extras": {"having": "", "where": ""},
        "row_limit": _ROWS,
        "orderby": _order(tile, dataset),
        "is_timeseries": False,
    }
    if tile.kind != "rows":
        query["metrics"] = list(tile.measures)
    if dataset.time:
        query["filters"].append({"col": dataset.time, "op": "TEMPORAL_RANGE", "val": "No filter"})
    if tile.currency:
        query["filters"].append({"col": CURRENCY, "op": "==", "val": tile.currency})
    if tile.where:
        query["extras"]["where"] = f"({tile.where})"
    return {
        "datasource": {"id": 0, "type": "table"},
        "force": False,
        "queries": [query],
        "form_data": form_data,
        "result_format": "json",
        "result_type": "full",
    }


def _order(tile: Tile, dataset: Dataset) -> list[list[Any]]:
    if tile.kind == "rows":
        return [[tile.by[0], True]]
    return [] if tile.kind == "number" else [[_ordered_by(tile, dataset), _ascends(tile, dataset)]]


def _ascends(tile: Tile, dataset: Dataset) -> bool:
    """Texts from A to Z; the largest amount and the latest date first."""
    return dataset.columns.get(tile.order) == "text"


def _ordered_by(tile: Tile, dataset: Dataset) -> str | dict[str, Any]:
    """Superset orders a table by measures alone, so a column is wrapped into one."""
    if tile.order not in dataset.columns:
        return tile.order or tile.measures[0]
    aggregate = "MIN" if _ascends(tile, dataset) else "MAX"
    return {
        "expressionType": "SIMPLE",
        "column": {"column_name": tile.order},
        "aggregate": aggregate,
        "label": f"{aggregate}({tile.order})",
        "optionName": f"order_{tile.order}",
    }


def _filters(tile: Tile, dataset: Dataset) -> list[dict[str, Any]]:
    """The first one is what a dashboard's dates fill in."""
    found = []
    if dataset.time:
        found.append(_simple(dataset.time, "TEMPORAL_RANGE", "No filter"))
    if tile.currency:
        found.append(_simple(CURRENCY, "==", tile.currency))
    if tile.where:
        found.append({"clause": "WHERE", "expressionType": "SQL", "sqlExpression": tile.where})
    return found


def _simple(column: str, operator: str, value: str) -> dict[str, Any]:
    return {
        "clause": "WHERE",
        "expressionType": "SIMPLE",
        "subject": column,
        "operator": operator,
        "comparator": value,
    }


def _column_config(tile: Tile, dataset: Dataset) -> dict[str, Any]:
    """How each column of a table is written."""
    config: dict[str, Any] = {}
    for name in (*tile.by, *tile.measures):
        kind = dataset.columns.get(name)
        if name in tile.measures or kind in {"number", "money"}:
            config[name] = {"d3NumberFormat": _format(name, dataset), "showCellBars": False}
        elif kind == "time":
            config[name] = {"d3TimeFormat": "%Y-%m-%d %H:%M"}
    return config


def _format(name: str, dataset: Dataset) -> str:
    if dataset.is_share(name):
        return _SHARE
    return _AMOUNT if dataset.is_money(name) else _COUNT
