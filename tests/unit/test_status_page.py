"""What the page says of a report and of facts: in plain words, the worst first, nothing run and nothing cut."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from shared.monitoring.health.health_report import HealthLine, HealthReport, Verdict, overall
from shared.monitoring.page.page_facts import PageFacts, StreamDay
from shared.monitoring.page.render import Unseen, read_facts, render_page
from shared.monitoring.page.svg_charts import HEIGHT, runs_chart

NOW = datetime(2026, 11, 21, 13, 2, 30, tzinfo=UTC)
EVIL = "<script>alert(1)</script>\"'&<img src=x>"


def line(verdict: Verdict, check: str = "login", **more: str) -> HealthLine:
    return HealthLine(group="odoo", check=check, verdict=verdict, message=more.get("message", f"It is {verdict}."), fix=more.get("fix", ""))  # fmt: skip


def report(*lines: HealthLine) -> HealthReport:
    return HealthReport(status=overall(lines), checked_at=NOW, proven_at=NOW, odoo="shop at odoo.example.com", warehouse="postgres", seconds=0.4, lines=list(lines))  # fmt: skip


def stream(name: str = "pos.order", *, minutes: float | None = 2, **changes: Any) -> dict[str, Any]:
    last = None if minutes is None else NOW - timedelta(minutes=minutes)
    return {
        "id": name, "stream": name, "status": "idle", "last_sync_at": last, "quarantined": 0, "proven_at": None, "days": [],
        "lag_seconds": None if minutes is None else minutes * 60, "last_error": None,
    } | changes  # fmt: skip


def facts(*streams: dict[str, Any], **changes: Any) -> PageFacts:
    outbox = {
        "depth": 0,
        "dead": 0,
        "held_back": 0,
        "oldest_seconds": None,
        "days": [],
        "last_error": None,
        "troubled": [],
    }
    given = {"now": NOW, "since": date(2026, 11, 8), "streams": list(streams), "outbox": outbox, "gold": []} | changes
    read = read_facts(given)
    assert isinstance(read, PageFacts)
    return read


def page(health: HealthReport, told: PageFacts | Unseen, *, streams: list[str] | None = None) -> str:
    names = streams or ([one.id for one in told.streams] if isinstance(told, PageFacts) else [])
    return render_page(health, told, streams=names, allowed=timedelta(hours=1), now=NOW)


def words(html: str) -> str:
    """What a reader sees, in one line."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            parts.append(data)

    Reader().feed(re.sub("<style>.*?</style>", "", html, flags=re.DOTALL))
    return " ".join(" ".join(parts).split())


@pytest.mark.parametrize(
    ("lines", "streams", "headline"),
    [
        ([line("pass")], [stream()], "All numbers can be trusted as of 13:00 UTC"),
        ([line("pass")], [stream(minutes=2), stream("res.partner", minutes=1440)], "All numbers can be trusted as of 2026-11-20 13:02 UTC"),
        ([line("warn")], [stream()], "The numbers can be trusted as of 13:00 UTC; 1 warning"),
        ([line("unknown"), line("warn")], [], "The numbers can be trusted; 1 warning; 1 check could not be made"),
        ([line("fail"), line("warn")], [stream()], "1 thing is wrong"),
        ([line("fail")] * 3, [stream()], "3 things are wrong"),
    ],
)  # fmt: skip
def test_the_headline_says_it_in_plain_words(
    lines: list[HealthLine], streams: list[dict[str, Any]], headline: str
) -> None:
    assert f"<h1>{headline}</h1>" in page(report(*lines), facts(*streams))


def test_a_stream_that_is_in_no_catalogue_any_more_dates_nothing() -> None:
    told = facts(stream(), stream("old.model", minutes=99_999))
    shown = page(report(line("pass")), told, streams=["pos.order"])
    assert "as of 13:00 UTC" in shown
    assert "old.model" not in shown


def test_what_fails_stands_before_what_will_and_both_before_what_could_not_be_seen() -> None:
    shown = words(
        page(report(line("warn", "second"), line("unknown", "third"), line("fail", "first", fix="Do this.")), facts())
    )
    assert re.search("Odoo: first.*Wrong now.*Do this.*Odoo: second.*Odoo: third.*Streams", shown)


def test_streams_in_trouble_stand_first() -> None:
    told = facts(
        stream("a"),
        stream("b", minutes=61),
        stream("c", status="failed"),
        stream("d", minutes=None, status="partial"),
        stream("e", status="running"),
        stream("f", minutes=None),
    )
    shown = words(page(report(line("fail")), told)).partition("Last days")[2]
    assert re.findall(r"\b([a-f]) (late|failed|never read|not installed|OK|running)\b", shown) == [
        ("b", "late"), ("c", "failed"), ("d", "never read"), ("a", "OK"), ("e", "running"),
        ("f", "not installed"),
    ]  # fmt: skip


def test_words_from_outside_are_shown_and_never_run() -> None:
    told = facts(
        stream(EVIL, last_error={"at": NOW, "message": EVIL}, status="failed", quarantined=3),
        gold=[{"view": EVIL, "refreshed_at": NOW, "seconds": 1, "rows": 2}],
    )
    trouble = HealthLine(group="odoo", check=EVIL, verdict="fail", message=EVIL, fix=EVIL)
    health = report(trouble).model_copy(update={"odoo": EVIL, "warehouse": EVIL})
    shown = page(health, told)
    assert "<script" not in shown
    assert "<img" not in shown
    assert words(shown).count(EVIL) >= 9
    for attribute in re.findall(r'="([^"]*)"', shown):
        assert "<" not in attribute


def test_streams_that_failed_alike_share_their_error() -> None:
    one = {"at": NOW - timedelta(hours=1), "message": "Odoo does not answer."}
    shown = words(page(report(line("pass")), facts(stream("a", last_error=one), stream("b", last_error=one))))
    assert "2 streams 12:02 UTC, 1 h ago Odoo does not answer." in shown


def test_without_facts_the_page_says_why_and_still_shows_all_checks() -> None:
    shown = words(page(report(line("fail", message="The warehouse is away.")), Unseen("It <is> away.")))
    assert "They cannot be shown. It <is> away." in shown
    assert "All checks (1)" in shown
    assert "Outbox: changes" not in shown


def test_an_answer_of_another_release_is_unseen() -> None:
    unseen = read_facts({"now": "soon"})
    assert isinstance(unseen, Unseen)
    assert "scout migrate" in unseen.why


def test_a_chart_has_a_bar_for_each_day_and_words_for_each_bar() -> None:
    days = [
        StreamDay(day=date(2026, 11, 8), runs=96, failed=0, records=4000),
        StreamDay(day=date(2026, 11, 10), runs=2, failed=1, records=0),
        StreamDay(day=date(2026, 11, 11), runs=1, failed=0, records=1000),
    ]
    chart = runs_chart(days, since=date(2026, 11, 8), until=date(2026, 11, 11))
    assert chart.told == "The last 4 days: 99 runs, 1 failed, 5,000 records"
    assert [(bar.height, bar.failed, bar.told) for bar in chart.bars] == [
        (HEIGHT, False, "Nov 8: 96 runs, 4,000 records"),
        (0, False, "Nov 9: no run"),
        (3, True, "Nov 10: 2 runs, 1 failed, 0 records"),
        (HEIGHT // 2, False, "Nov 11: 1 run, 1,000 records"),
    ]


def test_the_last_proof_of_the_metrics_is_shown_with_a_word_for_each_and_no_section_before_it() -> None:
    none = {"equal": 0, "differing": 0, "failed": 0, "not_provable": 0}
    rows = [
        none | {"metric": "revenue", "equal": 6},
        none | {"metric": "till_sales", "equal": 1, "differing": 2},
        none | {"metric": "expenses_total", "failed": 1},
        none | {"metric": "ageing_buckets", "not_provable": 1},
    ]
    seen = words(page(report(), facts(metrics={"checked_at": NOW - timedelta(hours=3), "rows": rows})))
    assert "Metrics, held against Odoo's own figures 3 h ago" in seen
    for told in ("revenue equal 6 0", "till_sales differs 1 2", "expenses_total could not be asked for", "ageing_buckets not provable"):  # fmt: skip
        assert told in seen
    assert "Metrics, held" not in words(page(report(), facts()))


def test_a_mirror_shows_each_table_where_its_rows_come_from_and_no_section_without_one() -> None:
    assert "Mirror" not in words(page(report(), facts()))
    at = NOW - timedelta(seconds=20)
    slot = {
        "slot": "odoo_pub_scout",
        "looked_at": at,
        "lag_seconds": 0,
        "retained_bytes": 3 << 20,
        "records": 1200,
        "failed": 2,
    }
    tables = [
        {"name": "account_move", "form": "replicated", "state": "live", "since": at},
        {"name": "res_partner", "form": "read", "state": "blocked", "since": at},
        {"name": "hr_expense_sheet", "form": None, "state": "absent", "since": at},
    ]
    seen = words(page(report(), facts(mirror={"slots": [slot], "tables": tables})))
    for told in (
        "everything is here",
        "3 MB",
        "1,200 changes",
        "2 refused",
        "account_move live Odoo's database",
        "res_partner blocked Odoo's API",
    ):
        assert told in seen, told
