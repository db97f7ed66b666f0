"""Tables of counts: lines, columns, sums, whose places, of which day."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from ledgers.counting import counted, tables_of
from ledgers.counting import grid as counts_grid
from ledgers.counting.grid import grid
from ledgers.counting.writing import workbook
from ledgers.models import AccessEvent, Record
from ledgers.periods import closing
from tests.ledgers.gardens import Gardens, plots, record, span

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def grown(gardens: Gardens) -> Gardens:
    """Five plots in three villages."""
    gardens.hold(crop="BEAN", size=3, water="yes")
    gardens.hold(crop="BEAN", size=4, water="no")
    gardens.ask(crop={"$missing": "unknown"}, size=1)
    gardens.hold("柳坪村", crop="RICE", size=10, water="yes")
    gardens.ask("高田村")
    return gardens


def shown(gardens: Gardens, name: str, table: str, period: Any = None) -> dict[str, list[str]]:
    """Lines and sums as words; the heading as the line ''."""
    item = counted(plots(), table)
    assert item
    found = grid(gardens.users[name], item, period)
    made = {"": found.heads}
    made |= {words: [found.words(n) for n in row] for words, row in found.lines}
    return made | {"合计": [found.words(n) for n in found.sums]}


def test_counts_by_place(grown: Gardens) -> None:
    assert shown(grown, "warden", "by_crop") == {
        "": ["豆", "瓜", "稻", "不清楚", "未填"],
        "枫树坪镇": ["2", "0", "1", "1", "0", "4"],
        "青禾镇": ["0", "0", "0", "0", "1", "1"],
        "合计": ["2", "0", "1", "1", "1", "5"],
    }


def test_only_the_own_places(grown: Gardens) -> None:
    """Below the level of the lines the place itself is the line."""
    heads = ["豆", "瓜", "稻", "不清楚"]
    assert shown(grown, "town_warden", "by_crop") == {
        "": heads,
        "枫树坪镇": ["2", "0", "1", "1", "4"],
        "合计": ["2", "0", "1", "1", "4"],
    }
    assert shown(grown, "keeper", "by_crop")["河湾村"] == ["2", "0", "0", "1", "3"]
    assert shown(grown, "far_keeper", "by_crop")["合计"] == ["0", "0", "0", "1", "1"]


def test_sums_and_means(grown: Gardens) -> None:
    sums = shown(grown, "warden", "size_by_village")
    assert sums["河湾村"] == ["7", "0", "0", "1", "0", "8"]
    assert sums["合计"] == ["7", "0", "10", "1", "0", "18"]
    assert list(sums) == ["", "河湾村", "柳坪村", "高田村", "合计"]
    means = shown(grown, "warden", "mean_size")
    assert means[""] == ["是", "否", "未填"]
    assert means["豆"] == ["3.00", "4.00", "—", "3.50"]
    assert means["瓜"] == ["—", "—", "—", "—"]
    assert means["不清楚"] == ["—", "—", "1.00", "1.00"]
    assert means["合计"] == ["6.50", "4.00", "1.00", "4.50"]


def test_filters_and_states(grown: Gardens) -> None:
    assert shown(grown, "warden", "held")["合计"] == ["0", "3", "0", "3"]
    assert shown(grown, "warden", "wet")["合计"] == ["2", "0", "2"]


def test_what_is_kept_from_somebody_is_no_table_of_theirs(grown: Gardens) -> None:
    def names(name: str) -> list[str]:
        return [item.table.name for item in tables_of(grown.users[name], plots())]

    assert names("keeper") == ["by_crop", "size_by_village", "mean_size", "held", "wet"]
    assert names("guest") == ["held"]


def test_a_closed_period(grown: Gardens) -> None:
    moved = record_named("地001")
    grown.clock.turn("2026-04-02")
    period = grown.close("2026Q1")
    grown.act(moved, "update", spot=grown.place("高田村"), crop="MELON")
    grown.hold()
    then = shown(grown, "warden", "by_crop", period)
    assert then["枫树坪镇"] == ["2", "0", "1", "1", "0", "4"]
    assert shown(grown, "warden", "wet", period)["合计"] == ["2", "0", "2"]
    assert shown(grown, "keeper", "by_crop", period)["河湾村"] == ["2", "0", "0", "1", "3"]
    assert shown(grown, "far_keeper", "by_crop", period)["合计"] == ["0", "0", "0", "1", "1"]
    assert shown(grown, "warden", "by_crop")["青禾镇"] == ["0", "1", "0", "0", "1", "2"]


def record_named(number: str) -> Any:
    slot = plots().slots["plot_no"]
    return Record.objects.unscoped("test").get(**{slot: number})


def test_what_was_taken_back_is_not_counted(grown: Gardens) -> None:
    row = record_named("地001")
    row.state = "_void"
    row.save()
    assert shown(grown, "warden", "by_crop")["合计"] == ["1", "0", "1", "1", "1", "4"]


def test_one_query_whatever_the_places(grown: Gardens, django_assert_max_num_queries: Any) -> None:
    user = grown.users["warden"]
    item = counted(plots(), "by_crop")
    assert item
    grid(user, item)
    with django_assert_max_num_queries(3):
        grid(user, item)


def test_a_workbook_has_numbers(grown: Gardens) -> None:
    item = counted(plots(), "mean_size")
    assert item
    out = io.BytesIO()
    workbook(grid(grown.users["warden"], item), out, "苏文")
    sheet = openpyxl.load_workbook(out).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "苏文"
    assert rows[1] == ["种什么", "是", "否", "未填", "合计"]
    assert rows[2] == ["豆", 3, 4, "—", 3.5]


def test_a_reopened_period_is_no_day_to_look_at(grown: Gardens) -> None:
    from ledgers.periods.book import closed

    grown.clock.turn("2026-04-02")
    grown.close("2026Q1")
    assert closed(plots(), "2026Q1")
    closing.reopen(grown.users["warden"], plots(), span("2026Q1"), "漏了")
    assert closed(plots(), "2026Q1") is None
    assert record(record_named("地001")).state == "HELD"


def test_who_takes_small_groups_along_is_kept(grown: Gardens, monkeypatch: Any) -> None:
    warden = Client()
    warden.force_login(grown.users["warden"], "django.contrib.auth.backends.ModelBackend")

    def kept(name: str, kind: str) -> list[tuple[str, int]]:
        response = warden.get(reverse(f"table-{kind}", args=["plots", name]))
        assert response.status_code == 200
        rows = AccessEvent.objects.unscoped("test")
        found = list(rows.values_list("kind", "count"))
        rows.delete()
        return found

    people = Record.objects.unscoped("test").filter(ledger__key="plots").count()
    assert kept("by_crop", "xlsx") == [("export", people)]
    assert kept("by_crop", "pdf") == [("print", people)]
    assert kept("size_by_village", "xlsx") == []
    monkeypatch.setattr(counts_grid, "FEW", 1)
    assert kept("by_crop", "xlsx") == []
