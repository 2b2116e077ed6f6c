"""The page's charts, in Vega-Lite's words. Their data are rows that the page's script selects.

Each row brings its own ``text``, which a pointer and a screen reader get. Colours are the style
sheet's, so that light, dark and paper need no other chart.
"""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]

# Pixels.
_ROW_HEIGHT = 30  # of each bar of a list
_AMOUNT_WIDTH = 90  # for the amounts beside them
_CONFIG: Spec = {
    "background": "transparent",
    "font": "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",  # as the style sheet has it
    "view": {"stroke": None},
    "text": {"fontSize": 12},
    "axis": {
        "domain": False,
        "ticks": False,
        "labelFontSize": 12,
        "labelPadding": 6,
        "title": None,
        # The rows have their own words; an axis would only be read out between them.
        "aria": False,
    },
}
# $1.2k, $350k, $1.2M
_MONEY = "format(datum.value, datum.value == 0 ? '$d' : '$.3~s')"
_COUNT = "format(datum.value, ',d')"


def _chart(description: str, height: int | Spec, layers: list[Spec], encoding: Spec) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "data": {"values": []},  # the script brings them
        "width": 600,  # the script sets the real one
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": _CONFIG,
        "encoding": encoding,
        "layer": layers,
    }


def _bars(axis: str) -> Spec:
    return {
        "name": "bars",
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            axis: {"field": "value", "type": "quantitative", "stack": None},
            "tooltip": {"field": "text"},
            "description": {"field": "text"},
        },
    }


def _by_day(description: str, labels: str, *further: Spec) -> Spec:
    """Vertical bars, as many as there are days."""
    return _chart(
        description,
        220,
        [_bars("y"), *further],
        {
            "x": {
                "field": "day",
                "type": "ordinal",
                "sort": None,
                "axis": {"labelOverlap": "greedy", "labelSeparation": 8, "labelAngle": 0},
            },
            "y": {"type": "quantitative", "axis": {"labelExpr": labels, "tickCount": 4}},
        },
    )


# A mark at the amount of the same day of the month before.
_BEFORE: Spec = {
    "name": "before",
    "transform": [{"filter": "isValid(datum.before)"}],
    "mark": {"type": "tick", "thickness": 2, "aria": False},
    "encoding": {"y": {"field": "before", "type": "quantitative"}},
}


def _list(description: str) -> Spec:
    """Horizontal bars, one for each name, with the amounts as a column at the right edge."""
    return _chart(
        description,
        {"step": _ROW_HEIGHT},
        [
            _bars("x"),
            {
                "name": "amounts",
                "mark": {"type": "text", "align": "right", "aria": False},
                "encoding": {"x": {"value": "width"}, "text": {"field": "amount"}},
            },
        ],
        {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": None,
                "axis": {"labelLimit": 150, "grid": False},
            },
            "x": {
                "type": "quantitative",
                "axis": None,
                "scale": {"range": [0, {"expr": f"max(width - {_AMOUNT_WIDTH}, 40)"}]},
            },
        },
    )


def _buckets(description: str) -> Spec:
    """Vertical bars for ages, with the amount above."""
    return _chart(
        description,
        220,
        [
            _bars("y"),
            {
                "name": "amounts",
                "mark": {"type": "text", "baseline": "bottom", "dy": -4, "aria": False},
                "encoding": {
                    "y": {"field": "value", "type": "quantitative"},
                    "text": {"field": "amount"},
                },
            },
        ],
        {
            "x": {
                "field": "name",
                "type": "ordinal",
                "sort": None,
                "axis": {"labelAngle": 0, "labelOverlap": False},
            },
            "y": {
                "type": "quantitative",
                "axis": {"labelExpr": _MONEY, "tickCount": 4},
            },
        },
    )


CHARTS: dict[str, Spec] = {
    "days": _by_day("Total revenue of each day", _MONEY, _BEFORE),
    "units": _list("Total revenue of each business unit"),
    "receivables": _buckets("Receivables by age in days"),
    "estimates": _buckets("Value of open estimates by age in days"),
    "loads": _by_day("Rows loaded on each day", _COUNT),
}
