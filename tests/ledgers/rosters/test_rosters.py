"""Rosters: who is on them, what each column takes, what is masked, sheets by place, paper and file."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from ledgers.models import Record
from ledgers.registry import live
from ledgers.rosters import roster, rosters_of
from ledgers.rosters.drawing import Drawing, Sheet
from ledgers.rosters.taking import Taking
from ledgers.rosters.writing import paper, workbook
from ledgers.submission import Part
from tests.ledgers.gardens import Gardens, plots
from tests.ledgers.tools import lives

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def grown(gardens: Gardens) -> Gardens:
    """Two gardeners and four plots; one was given up, one is only asked for."""
    home = gardens.place("河湾村")
    one = gardens.send(
        "keeper",
        Part("gardeners", {"name": "罗安", "home": home, "phone": "10000001234", "health": "POOR"}),
    )[0]
    beside = gardens.place("柳坪村")
    other = gardens.send("other_keeper", Part("gardeners", {"name": "何谷", "home": beside}))[0]
    gardens.hold(gardener=one.uid, crop="BEAN", size=3, rent="12.5", water="yes")
    gardens.act(gardens.hold(gardener=one.uid, size=4), "give_up")
    gardens.hold("柳坪村", gardener=other.uid, crop={"$missing": "unknown"}, size=5, rent="8")
    gardens.ask(gardener=one.uid, crop="RICE", size=1)
    Record.objects.unscoped("moved house").filter(uid=other.uid).update(place_path=home)
    return gardens


def drawn(
    gardens: Gardens, who: str, where: str, name: str = "plot_roster", **more: Any
) -> list[Sheet]:
    item = roster(plots(), name) or roster(live("gardeners"), name)  # type: ignore[arg-type]
    assert item
    return Drawing(gardens.users[who], item, gardens.place(where), **more).sheets()


def test_a_village(grown: Gardens) -> None:
    [sheet] = drawn(grown, "warden", "河湾村")
    assert sheet.where == "枫树坪镇 河湾村"
    assert sheet.lines == [
        ["1", "河湾村", "地001", "罗安", "*******1234", "差", "豆", "12.50 元", ""],
    ]
    assert sheet.foot == [("合计", "1"), ("填表人", ""), ("填报时间", "2026年1月5日")]


def test_who_is_on_it(grown: Gardens) -> None:
    """Neither what was given up nor what is only asked for."""
    sheets = drawn(grown, "warden", "澜川县")
    assert [line[2] for sheet in sheets for line in sheet.lines] == ["地001", "地003"]
    assert drawn(grown, "warden", "高田村") == []


def test_what_is_out_of_sight_stays_blank(grown: Gardens) -> None:
    """The plot lies in the keeper's village, its gardener lives in another one; rent is masked."""
    [sheet] = drawn(grown, "other_keeper", "柳坪村")
    assert sheet.lines[0][:6] == ["1", "柳坪村", "地003", "", "", ""]
    assert sheet.lines[0][6] == "不清楚"
    assert sheet.lines[0][7] not in ("8", "8.00")


def test_a_file_masks_what_is_guarded(grown: Gardens) -> None:
    [sheet] = drawn(grown, "warden", "河湾村", taken=True)
    assert sheet.lines[0][3:5] == ["罗安", "*******1234"]
    assert sheet.lines[0][5] not in ("差", "POOR")


def test_counts_of_others(grown: Gardens) -> None:
    [sheet] = drawn(grown, "warden", "河湾村", "gardener_roster")
    assert sheet.lines == [["罗安", "3", "8", "稻", "是"], ["何谷", "1", "5", "不清楚", "否"]]


@pytest.mark.parametrize("how", ["hidden", "masked"])
def test_a_sum_of_what_is_kept_back_stays_blank(grown: Gardens, monkeypatch: Any, how: str) -> None:
    """Of one plot it is the answer itself."""
    rules = plots().rules
    access = tuple(replace(a, **{how: ("size",)}) for a in rules.access)
    lives(monkeypatch, "plots", replace(plots(), rules=replace(rules, access=access)))
    [sheet] = drawn(grown, "warden", "河湾村", "gardener_roster")
    assert [line[:3] for line in sheet.lines] == [["罗安", "3", ""], ["何谷", "1", ""]]


def test_queries_do_not_grow_with_lines(grown: Gardens, django_assert_max_num_queries: Any) -> None:
    drawn(grown, "warden", "澜川县")
    for _ in range(6):
        grown.hold(crop="BEAN")
    drawn(grown, "warden", "澜川县")
    with django_assert_max_num_queries(16):
        found = drawn(grown, "warden", "澜川县")
    assert sum(len(sheet.lines) for sheet in found) == 8


def test_sheets_by_the_places_of_whoever_draws_it_up(grown: Gardens, monkeypatch: Any) -> None:
    from ledgers.rosters.definition import Roster

    assert len(drawn(grown, "warden", "澜川县")) == 1
    monkeypatch.setattr(Roster, "level", "village")
    sheets = drawn(grown, "warden", "澜川县")
    assert [(sheet.where, [line[0] for line in sheet.lines]) for sheet in sheets] == [
        ("枫树坪镇 河湾村", ["1"]),
        ("枫树坪镇 柳坪村", ["1"]),
    ]


def test_who_takes_a_file(grown: Gardens) -> None:
    item = roster(plots(), "plot_roster")
    assert item
    county = grown.place("澜川县")
    found = [
        Taking(grown.users[name], item, county).level for name in ("warden", "keeper", "guest")
    ]
    assert found == ["yes", "no", "no"]


def test_which_there_are(grown: Gardens) -> None:
    assert [item.form.id for item in rosters_of(plots())] == ["plot_roster"]
    assert roster(plots(), "gardener_roster") is None
    assert roster(plots(), "plot") is None


def test_paper_and_workbook(grown: Gardens) -> None:
    item = roster(plots(), "plot_roster")
    assert item
    sheets = drawn(grown, "warden", "澜川县")
    assert paper(item, sheets, "", "苏文")[:5] == b"%PDF-"
    out = io.BytesIO()
    workbook(item, sheets, out, "苏文")
    sheet = openpyxl.load_workbook(out).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "苏文" and rows[1][:3] == ["序号", "村", "地块号"]
    assert rows[2][:4] == ["1", "河湾村", "地001", "罗安"] and len(rows) == 4
