"""Records under the headings of a layout: those columns and no others, masked as ever, and back again."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from forms_catalog.definition import ExportLayout
from forms_catalog.questions import mask
from forms_catalog.tables import ROWS, open_tables
from ledgers.exchange import agreeing, judging
from ledgers.exchange.bringing import bring
from ledgers.exchange.giving import Giving
from ledgers.models import Export
from ledgers.queries import Ask
from ledgers.registry import live
from ledgers.witnessing.shown import noting
from ledgers.witnessing.subjects import exported
from tests import people
from tests.ledgers.exchange.sheets import ANNA, BAI, table, unmarked
from tests.ledgers.exchange.test_export import imported
from tests.ledgers.tools import lives

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

LIST = reverse("ledger", args=["members"])
HEADS = ["序号", "编号", "姓名", "性别", "等级", "等级代码", "场地", "状态"]


@pytest.fixture
def clerk(club: Any) -> Any:
    user = club.users["clerk"]
    imported(user, table(ANNA, BAI))
    return user


def lay(monkeypatch: Any, *columns: str, key: str = "members", **more: Any) -> None:
    """The ledger as if it had one layout `own` of these columns: `name` or `name=heading`."""
    pairs = tuple((one.partition("=")[0], one.partition("=")[2]) for one in columns)
    by = ExportLayout(name="own", label="自己的", columns=pairs, **more)
    book = live(key)
    made = replace(book, rules=replace(book.rules, exports=(by,)))
    lives(monkeypatch, key, made)


def written(user: Any, name: str = "own", key: str = "members", **more: Any) -> Any:
    out = io.BytesIO()
    Giving(user, live(key), Ask(layout=name), **more).write_xlsx(out)
    return open_tables(out.getvalue(), ROWS, "a.xlsx")[0]


def rows(user: Any, name: str = "own", key: str = "members", **more: Any) -> list[dict[str, Any]]:
    """The rows below the headings, by these."""
    head, *found = unmarked(written(user, name, key, **more))
    return [dict(zip(map(str, head), row, strict=False)) for row in found]


def test_the_columns_of_the_layout_and_no_others(clerk: Any) -> None:
    sheet = written(clerk, "plain")
    mark, title, heads, first, second = sheet.rows
    assert sheet.name == "会员名单" and str(mark[0]).startswith("导出：")
    assert title[0] == "网球俱乐部会员名单" and list(map(str, heads)) == HEADS
    number = Giving(clerk, live("members")).entries().__next__().number
    assert first == [1, number, "罗安", "女", "银卡", "B", "枫树坪镇 河湾村", "待审核"]
    assert (second[0], second[2]) == (2, "何柏")


def test_what_is_sealed_is_masked_and_what_is_hidden_left_out(clerk: Any, monkeypatch: Any) -> None:
    lay(monkeypatch, "name", "phone=电话", "birth_date=生日")
    access = replace(live("members").rules.role("clerk"), hidden=("birth_date",))
    rules = replace(live("members").rules, access=(access,))
    first = rows(clerk)[0]
    assert first["电话"] == mask(live("members").questions["phone"], "10000001234")
    assert first["生日"] == "2001-02-03"
    lives(monkeypatch, "members", replace(live("members"), rules=rules))
    assert list(rows(clerk)[0]) == ["姓名", "电话"]


def test_the_filter_of_the_layout_narrows_the_list(clerk: Any, monkeypatch: Any) -> None:
    lay(monkeypatch, "name", filter="${height} > 170")
    assert [row["姓名"] for row in rows(clerk)] == ["何柏"]
    giving = Giving(clerk, live("members"), Ask(layout="own", text="罗安"))
    assert giving.total() == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_as_it_went_out_it_changes_nothing(clerk: Any, kind: str) -> None:
    """Its own headings are known, those of columns that are nobody's question left alone."""
    out = io.BytesIO()
    getattr(Giving(clerk, live("members"), Ask(layout="plain")), f"write_{kind}")(out)
    batch = bring(clerk, live("members"), f"会员.{kind}", out.getvalue())
    judging.judge(batch, clerk)
    assert batch.reading["decisions"] == [] and batch.counts == {"same": 2}


def test_headings_of_its_own_are_read_as_the_questions_they_stand_for(
    clerk: Any, monkeypatch: Any
) -> None:
    lay(monkeypatch, "_number=档案号", "name=会员的名字", "height=多高", "grade:code=级")
    head, *found = unmarked(written(clerk))
    found[0][2] = 165
    batch = bring(clerk, live("members"), "会员.csv", table(*found, heads=map(str, head)))
    judging.judge(batch, clerk)
    assert batch.counts == {"changed": 1, "same": 1}


def test_codes_dates_and_places(clerk: Any, monkeypatch: Any) -> None:
    names = "sex:code=性别码", "court:code=村码", "_place:code=归属码", "_state:code=态"
    lay(monkeypatch, *names, "_village=村", "_county=县", "_created", "_version")
    first = rows(clerk)[0]
    assert (first["性别码"], first["态"], first["版本"]) == ("F", "APPLIED", 1)
    assert first["村码"] == first["归属码"] and first["村码"].isdigit()
    assert (first["村"], first["县"]) == ("河湾村", "澜川县")
    assert len(first["登记时间"]) == 10


def test_the_list_offers_it_and_the_button_gives_it(clerk: Any) -> None:
    browser = people.client("clerk")
    assert '<option value="plain">会员名单</option>' in browser.get(LIST).content.decode()
    href = reverse("export-xlsx", args=["members"])
    response = browser.post(href, {"layout": "plain", "q": "罗安"})
    found = open_tables(b"".join(response.streaming_content), ROWS, "a.xlsx")[0]
    assert len(found.rows) == 4 and "罗安" in found.rows[3]
    assert browser.post(href, {"layout": "nothing"}).status_code == 409


def test_consent_is_for_one_layout(clerk: Any, club: Any) -> None:
    manager = club.users["manager"]
    browser = people.client("manager")
    page = browser.post(reverse("export-ask", args=["members"]), {"layout": "plain"})
    html = page.content.decode()
    assert "会员名单" in html and 'name="layout" value="plain"' in html
    asking = {"layout": "plain", "purpose": "给教练", "w.grade": "B"}
    browser.post(reverse("export-ask", args=["members"]), asking)
    export = Export.objects.unscoped("test").get()
    kept = agreeing.ask_of(export)
    assert kept.layout == "plain" and kept.where == "${grade} = 'B'"
    assert "等级：银卡" in browser.get(reverse("export-one", args=[export.uid])).content.decode()
    giving = Giving(manager, live("members"), kept, True, export.path, export.purpose)
    assert [page.headings for page in giving.pages()] == [tuple(HEADS)]


def test_a_layout_that_is_gone_gives_nothing(clerk: Any, club: Any, monkeypatch: Any) -> None:
    manager = club.users["manager"]
    export = agreeing.ask(manager, live("members"), Ask(layout="plain"), "给教练")
    agreeing.decide(export, clerk, True, "")
    lay(monkeypatch, "name")
    take = reverse("export-take-xlsx", args=[export.uid])
    assert people.client("manager").post(take).status_code == 403
    assert list(Giving(clerk, live("members"), Ask(layout="plain")).entries()) == []


def test_it_is_kept_which_guarded_answers_went_out(clerk: Any, monkeypatch: Any) -> None:
    lay(monkeypatch, "name")
    giving = Giving(clerk, live("members"), Ask(layout="own"), agreed=True)
    with noting() as notes:
        giving.write_xlsx(io.BytesIO())
        exported(giving)
    assert notes.names == {}
    lay(monkeypatch, "phone")
    giving = Giving(clerk, live("members"), Ask(layout="own"), agreed=True)
    with noting() as notes:
        giving.write_xlsx(io.BytesIO())
        exported(giving)
    assert notes.names == {"phone": False}


def test_the_command_knows_layouts(clerk: Any, tmp_path: Any) -> None:
    target = tmp_path / "a.xlsx"
    call_command("export", "members", str(target), layout="plain", username="clerk")
    assert len(open_tables(target.read_bytes(), ROWS, "a.xlsx")[0].rows) == 5
    with pytest.raises(CommandError, match="plain"):
        call_command("export", "members", str(target), layout="none", username="clerk")
