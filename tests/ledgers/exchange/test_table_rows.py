"""Rows of tables on their own sheet: a blank cell keeps, a word clears, as on the main sheet."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest

from forms_catalog.tables import ROWS, Table, open_tables
from ledgers.exchange import judging, writing
from ledgers.exchange.bringing import bring
from ledgers.exchange.giving import Giving
from ledgers.exchange.handing_back import hand_back
from ledgers.models import Import, Record
from ledgers.registry import live
from tests.forms_catalog.exchange.builders import Sheet, xlsx
from tests.ledgers.exchange.sheets import ANNA, BAI, table, unmarked
from tests.ledgers.tools import answers, change, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

CUPS = [
    {"cup": "冠军杯", "won_on": "2020-05-01", "place": 1, "prize": "6222"},
    {"cup": "新人杯", "won_on": {"$missing": "unknown"}, "place": 2},
]


@pytest.fixture
def clerk(club: Any) -> Any:
    """Who keeps two members, one of whom has won two cups."""
    user = club.users["clerk"]
    written(user, bring(user, live("members"), "会员.csv", table(ANNA, BAI)))
    kept = SimpleNamespace(ledger="members", uid=str(anna().uid))
    result = send(user, change(kept, cups=CUPS))
    assert result.ok, result.problems
    return user


def anna() -> Record:
    rows = Record.objects.unscoped("test").filter(ledger__key="members")
    return next(row for row in rows if row.answers["name"] == "罗安")


def cups() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answers(anna().uid)["cups"]
    return found


def written(user: Any, batch: Import) -> Import:
    judging.judge(batch, user)
    if batch.counts.keys() & {"new", "changed"}:
        writing.confirm(batch)
        writing.write(batch, user)
    return batch


def sheets(user: Any) -> list[Table]:
    out = io.BytesIO()
    Giving(user, live("members")).write_xlsx(out)
    return open_tables(out.getvalue(), ROWS, "a.xlsx")


def back(user: Any, *cells: tuple[int, str, Any]) -> Import:
    """What was given out comes back with other cells on the sheet of the cups."""
    main, below = sheets(user)
    given = unmarked(below)
    heads = [str(head) for head in given[0]]
    rows = [[*row, *[None] * (len(heads) - len(row))] for row in given]
    for row, head, value in cells:
        rows[row][heads.index(head)] = value
    data = xlsx(Sheet(main.rows, main.name), Sheet(rows, below.name))
    return written(user, bring(user, live("members"), "会员.xlsx", data))


def test_as_it_went_out_it_changes_nothing(clerk: Any) -> None:
    assert back(clerk).counts == {"same": 2}


def test_a_blank_cell_keeps_what_stands_there(clerk: Any) -> None:
    blank = [(1, head, None) for head in ("奖", "日期", "名次", "奖金卡号")]
    assert back(clerk, *blank, (2, "名次", None)).counts == {"same": 2}
    assert [row["place"] for row in cups()] == [1, 2]


def test_what_is_written_changes_it_and_the_rest_stays(clerk: Any) -> None:
    batch = back(clerk, (1, "名次", 3), (1, "奖", None), (1, "奖金卡号", None))
    assert batch.counts == {"written": 1, "same": 1}
    first, second = cups()
    assert (first["cup"], first["place"], first["prize"]) == ("冠军杯", 3, "6222")
    assert second["place"] == 2 and second["won_on"] == {"$missing": "unknown"}


def test_a_word_clears_also_what_is_sealed(clerk: Any) -> None:
    assert back(clerk, (1, "名次", "清空"), (1, "奖金卡号", "清空")).counts["written"] == 1
    assert {"place", "prize"} & cups()[0].keys() == set() and cups()[0]["cup"] == "冠军杯"


def test_a_row_without_its_mark_is_a_new_one(clerk: Any) -> None:
    """It knows nothing of what stood there, so what it must say it must say."""
    batch = back(clerk, (2, "行标识", None), (2, "日期", None))
    assert batch.counts == {"refused": 1, "same": 1}


def test_sent_again_after_it_was_broken_off_it_is_the_same(clerk: Any) -> None:
    from ledgers.models import ImportRow

    batch = back(clerk, (1, "名次", 3), (1, "奖", None))
    ImportRow.objects.unscoped("test").filter(batch=batch, status="written").update(
        status="changed"
    )
    writing.write(batch, clerk)
    assert batch.counts == {"written": 1, "same": 1} and anna().version == 3


# ---- what was not taken comes back with its tables ----

MAIN = ("编号", "姓名", "性别", "手机", "常去场地", "等级")
BELOW = ("编号", "行号", "奖", "日期", "名次")
BRING = [
    ("新1", "陈一", "女", "10000001111", "河湾村", "银卡"),
    ("新2", "陈二", "女", "10000002222", "河湾村", "银卡"),
    (None, "陈三", "女", "1234", "河湾村", "银卡"),
]
WON = [
    ("新2", None, "冠军杯", "2020-05-01", 1),
    ("新1", None, "冠军杯", "2020-15-01", 1),
    ("新1", None, "新人杯", "2020-05-02", 2),
    (None, 4, "友谊杯", "2020-05-03", 3),
    ("新9", None, "谁的杯", "2020-05-04", 3),
]


def handed_back(user: Any) -> tuple[list[Table], Import]:
    data = xlsx(Sheet([MAIN, *BRING], "会员登记表"), Sheet([BELOW, *WON], "得过的奖"))
    batch = written(user, bring(user, live("members"), "会员.xlsx", data))
    out = io.BytesIO()
    hand_back(batch, user, out)
    return open_tables(out.getvalue(), ROWS, "a.xlsx"), batch


def test_rows_of_tables_come_back_with_the_line_they_belong_to(club: Any) -> None:
    (main, below), batch = handed_back(club.users["clerk"])
    assert batch.counts == {"written": 1, "refused": 3}
    assert [row[1:3] for row in main.rows[1:]] == [["新1", "陈一"], [None, "陈三"]]
    assert [row[3] for row in below.rows[1:]] == ["冠军杯", "新人杯", "友谊杯", "谁的杯"]
    why = [str(row[0]) for row in below.rows[1:]]
    assert why[0].startswith("D列：") and why[1] == why[2] and "主表" in why[1]
    assert "表“得过的奖”第3行D列" in str(main.rows[1][0])


def test_mended_they_can_be_brought_again(club: Any) -> None:
    """The number of the main row is the one it has in the new file."""
    clerk = club.users["clerk"]
    (main, below), _ = handed_back(clerk)
    main.rows[2][main.rows[0].index("手机")] = "10000003333"
    below.rows[1][below.rows[0].index("日期")] = "2020-05-01"
    rows = [row for row in below.rows if row[3] != "谁的杯"]
    data = xlsx(Sheet(main.rows, main.name), Sheet(rows, below.name))
    batch = written(clerk, bring(clerk, live("members"), "会员.xlsx", data))
    assert batch.counts == {"written": 2}
    kept = {row.answers["name"]: answers(row.uid).get("cups", []) for row in _members()}
    assert [len(kept[name]) for name in ("陈一", "陈二", "陈三")] == [2, 1, 1]


def _members() -> list[Record]:
    return list(Record.objects.unscoped("test").filter(ledger__key="members"))
