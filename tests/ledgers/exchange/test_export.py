"""Records leave as sheets and come back as they were: masks, blanks, 清空, stale versions."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse

from forms_catalog.exchange.writing import write_csv, write_xlsx
from forms_catalog.questions import mask
from forms_catalog.tables import ROWS, open_tables
from ledgers.exchange import judging, writing
from ledgers.exchange.bringing import bring
from ledgers.exchange.giving import Giving, right
from ledgers.models import Import, ImportRow, Record
from ledgers.queries import Ask
from ledgers.registry import live
from tests import people
from tests.ledgers.exchange.sheets import ANNA, BAI, changed, table, unmarked
from tests.ledgers.tools import answers, change, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

XLSX = reverse("export-xlsx", args=["members"])


@pytest.fixture
def clerk(club: Any) -> Any:
    user = club.users["clerk"]
    imported(user, table(ANNA, BAI))
    return user


def looked_at(user: Any, data: bytes, name: str = "会员.csv", key: str = "members") -> Import:
    batch = bring(user, live(key), name, data)
    judging.judge(batch, user)
    return batch


def imported(user: Any, data: bytes, name: str = "会员.csv", key: str = "members") -> Import:
    batch = looked_at(user, data, name, key)
    writing.confirm(batch)
    writing.write(batch, user)
    return batch


def told(batch: Import, place: int = 0) -> dict[str, Any]:
    return judging.said(batch, ImportRow.objects.unscoped("test").get(batch=batch, place=place))


def sheet(
    user: Any, key: str = "members", ask: Ask | None = None
) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows of what is given out, as a reader sees them."""
    out = io.BytesIO()
    Giving(user, live(key), ask or Ask()).write_xlsx(out)
    rows = unmarked(open_tables(out.getvalue(), ROWS, "a.xlsx")[0])
    return [str(head) for head in rows[0]], [list(row) for row in rows[1:]]


def back(heads: list[str], rows: list[list[Any]]) -> bytes:
    wide = [[*row, *[None] * (len(heads) - len(row))] for row in rows]
    return table(*[["" if v is None else v for v in row] for row in wide], heads=heads)


def member(name: str) -> Record:
    rows = Record.objects.unscoped("test").filter(ledger__key="members")
    return next(row for row in rows if row.answers["name"] == name)


def test_what_is_sealed_goes_out_masked(clerk: Any) -> None:
    heads, rows = sheet(clerk)
    assert heads[:3] == ["编号", "版本", "表单版次"] and len(rows) == 2
    row = dict(zip(heads, rows[0], strict=False))
    question = live("members").questions["phone"]
    assert row["姓名"] == "罗安" and row["手机"] == mask(question, "10000001234")
    assert "10000001234" not in str(rows) and row["版本"] == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_as_it_went_out_it_changes_nothing(clerk: Any, kind: str) -> None:
    out, made = io.BytesIO(), Giving(clerk, live("members")).pages()
    write_xlsx(made, out) if kind == "xlsx" else write_csv(made[0], out)
    batch = looked_at(clerk, out.getvalue(), f"会员.{kind}")
    assert batch.counts == {"same": 2}


def test_a_cell_changes_one_answer_a_blank_none_and_a_word_clears(clerk: Any) -> None:
    heads, rows = sheet(clerk)
    at = {head: n for n, head in enumerate(heads)}
    for row in rows:
        row += [None] * (len(heads) - len(row))
    rows[0][at["身高"]] = 161
    rows[0][at["姓名"]] = rows[0][at["手机"]] = None
    rows[1][at["出生日期"]] = "清空"
    batch = imported(clerk, back(heads, rows))
    assert batch.counts == {"written": 2}
    first, second = answers(member("罗安").uid), answers(member("何柏").uid)
    assert (first["height"], first["phone"]) == (161, "10000001234")
    assert "birth_date" not in second and second["height"] == 175


def test_what_was_changed_meanwhile_is_shown_with_both_values(clerk: Any) -> None:
    heads, rows = sheet(clerk)
    imported(clerk, table(changed(ANNA, 身高="170")))
    rows[0][heads.index("身高")] = 165
    batch = looked_at(clerk, back(heads, rows))
    assert batch.counts == {"conflict": 1, "same": 1}
    assert told(batch)["changes"] == [["身高", "170", "165"]]
    assert answers(member("罗安").uid)["height"] == 170


def test_a_number_that_nobody_has_is_refused(clerk: Any) -> None:
    heads, rows = sheet(clerk)
    rows[0][0] = "2222-2222-2"
    batch = looked_at(clerk, back(heads, rows))
    assert batch.counts == {"refused": 1, "same": 1}
    assert "import.unknown-number" in [p["code"] for p in told(batch)["problems"]]


def test_rows_of_tables_have_their_own_sheet_and_stay(clerk: Any) -> None:
    kept = member("罗安")
    row = {"cup": "冠军杯", "won_on": "2020-05-01", "place": 1, "prize": "6222"}
    part = change(type("Kept", (), {"ledger": "members", "uid": str(kept.uid)}), cups=[row])
    result = send(clerk, part)
    assert result.ok, result.problems
    out = io.BytesIO()
    Giving(clerk, live("members")).write_xlsx(out)
    found = open_tables(out.getvalue(), ROWS, "a.xlsx")
    assert found[1].name == "得过的奖" and "冠军杯" in unmarked(found[1])[1]
    assert "6222" not in str(found[1].rows)
    assert looked_at(clerk, out.getvalue(), "会员.xlsx").counts == {"same": 2}


def test_no_text_becomes_a_formula(clerk: Any) -> None:
    heads, rows = sheet(clerk)
    for row in rows:
        row += [None] * (len(heads) - len(row))
    at = heads.index("备注")
    for row, text in zip(rows, ("=1+1", "@SUM(A1)"), strict=True):
        row[at] = text
    imported(clerk, back(heads, rows))
    out = io.BytesIO()
    Giving(clerk, live("members")).write_xlsx(out)
    found = open_tables(out.getvalue(), ROWS, "a.xlsx")[0]
    assert not found.formulas and [row[at] for row in unmarked(found)[1:]] == ["=1+1", "@SUM(A1)"]
    text = io.BytesIO()
    Giving(clerk, live("members")).write_csv(text)
    assert b",=1+1" not in text.getvalue() and b"'=1+1" in text.getvalue()


def test_the_filters_of_the_list_narrow_it(clerk: Any) -> None:
    assert len(sheet(clerk, ask=Ask(text="罗安"))[1]) == 1
    assert sheet(clerk, ask=Ask(state="LEFT"))[1] == []
    response = people.client("clerk").post(XLSX, {"q": "何柏"})
    data = b"".join(response.streaming_content)
    (row,) = unmarked(open_tables(data, ROWS, "a.xlsx")[0])[1:]
    assert "何柏" in row


def test_who_may_take_records_along(clerk: Any, club: Any, caplog: Any) -> None:
    assert (right(clerk, live("members")), right(club.users["manager"], live("members"))) == (
        "yes",
        "approval",
    )
    with caplog.at_level("INFO"):
        assert people.client("clerk").post(XLSX).status_code == 200
    assert "export xlsx of members" in caplog.text and "罗安" not in caplog.text
    assert people.client("clerk").get(XLSX).status_code == 405
    later = people.client("manager").post(XLSX)
    assert later.status_code == 403 and "批准" in later.content.decode()
    assert people.client("village_officer").post(XLSX).status_code == 404
    page = people.client("clerk").get("/ledgers/members/").content.decode()
    assert XLSX in page and reverse("export-csv", args=["members"]) in page
    assert XLSX not in people.client("manager").get("/ledgers/members/").content.decode()
