"""When people buy: by day of the week, by season, by hour; opening hours in the shop's own time zone."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from demo.shop.assortment import STORES, TIME_ZONE

_WEEKDAYS = (0.75, 0.80, 0.95, 0.95, 1.20, 1.70, 0.65)
"""Monday to Sunday."""

_MONTHS = (1.00, 0.80, 0.85, 0.90, 0.95, 1.00, 0.90, 0.75, 0.95, 1.00, 1.15, 1.75)
"""January (sales) to December (presents)."""

_HOURS = {9: 0.5, 10: 0.8, 11: 1.1, 12: 1.6, 13: 1.4, 14: 1.0, 15: 1.0, 16: 1.2, 17: 1.6, 18: 1.2, 19: 0.7}


class Sale(NamedTuple):
    """`at` is aware UTC; `day` the day in the shop's zone; `store` an index into STORES."""

    at: datetime
    day: date
    store: int


def sales(chance: random.Random, *, now: datetime, days: int, count: int) -> list[Sale]:
    """`count` sales within opening hours of the `days` days that end with now, in order of time."""
    zone = ZoneInfo(TIME_ZONE)
    today = now.astimezone(zone).date()
    earliest = now - timedelta(days=days)
    slots, weights = [], []
    for back in range(days + 1):
        day = today - timedelta(days=back)
        for number, store in enumerate(STORES):
            if day.weekday() == 6 and not store.sundays:
                continue
            slots.append((day, number))
            weights.append(_WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * store.share)
    found: list[Sale] = []
    while len(found) < count:
        for day, number in chance.choices(slots, weights, k=count - len(found)):
            at = _moment(chance, day, number, zone)
            if earliest <= at <= now:
                found.append(Sale(at, day, number))
    return sorted(found)


def season(day: date) -> str:
    return "winter" if day.month in {11, 12, 1, 2} else "summer" if day.month in {5, 6, 7, 8} else ""


def closing(day: date, store: int) -> datetime:
    """When the till was counted, half an hour after closing time, as aware UTC."""
    local = datetime.combine(day, time(STORES[store].closes, 30), ZoneInfo(TIME_ZONE))
    return local.astimezone(UTC) + timedelta(seconds=store * 7, microseconds=481_516)


def _moment(chance: random.Random, day: date, store: int, zone: ZoneInfo) -> datetime:
    hours = range(STORES[store].opens, STORES[store].closes)
    hour = chance.choices(hours, [_HOURS[hour] for hour in hours])[0]
    local = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60), chance.randrange(10**6)), zone)
    return local.astimezone(UTC)
