"""Nobody takes a list along alone where another must agree: asked, agreed, taken, run out, kept."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from forms_catalog.problems import Refused
from forms_catalog.tables import ROWS, Table, open_tables
from ledgers.clock import now
from ledgers.exchange import agreeing, giving, judging
from ledgers.exchange.bringing import bring, layout_of
from ledgers.exchange.giving import Giving, asks
from ledgers.models import Export, ExportEvent
from ledgers.queries import Ask
from ledgers.registry import live
from people.models import Post
from people.posts import forget_posts
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

LIST = reverse("ledger", args=["left_behind"])
ASKING = reverse("export-ask", args=["left_behind"])
WHY = "给县里核对人数"


@pytest.fixture
def office(world: Any) -> Any:
    """Two people in the office of the county, two children registered in a village."""
    officer = world.users["village_officer"]
    for name, number in (("罗安", people.ID_CARDS[0]), ("罗谷", people.ID_CARDS[1])):
        people.register(officer, name=name, id_card=number)
    world.users["county_second"] = people.colleague()
    return world


def asked(office: Any, narrowed: Ask | None = None) -> Export:
    book = live("left_behind")
    return agreeing.ask(office.users["county_admin"], book, narrowed or Ask(), WHY)


def href(export: Export, name: str = "export-one") -> str:
    return reverse(name, args=[export.uid])


def taken(browser: Client, export: Export, kind: str = "xlsx") -> list[Table]:
    response = browser.post(href(export, f"export-take-{kind}"))
    assert response.status_code == 200, response.content
    return open_tables(b"".join(response.streaming_content), ROWS, f"a.{kind}")


def test_the_whole_way(office: Any) -> None:
    asker, other = people.client("county_admin"), people.client("county_second")
    assert ASKING in asker.get(LIST).content.decode()
    page = asker.post(ASKING, {"state": "SUBMITTED"}).content.decode()
    assert "2份" in page and "状态" in page and 'name="state" value="SUBMITTED"' in page
    response = asker.post(ASKING, {"purpose": WHY})
    export = Export.objects.unscoped("test").get()
    assert response["Location"] == href(export)
    assert "陈恩" in asker.get(href(export)).content.decode()
    assert asker.post(href(export, "export-take-xlsx")).status_code == 403
    assert "1份导出等您批准" in other.get("/work/").content.decode()
    page = other.get(href(export)).content.decode()
    assert WHY in page and "苏文申请导出" in page and "儿童档案" in page and "罗安" not in page
    assert other.post(href(export), {"go": "agree", "words": "按月核对"}).status_code == 302
    assert "1份导出可以下载" in asker.get("/work/").content.decode()
    assert "等您批准" not in other.get("/work/").content.decode()
    (main, *_) = taken(asker, export)
    assert str(main.rows[0][0]).startswith("导出：苏文")
    assert WHY in str(main.rows[0]) and len(main.rows) == 4
    taken(asker, export, "csv")
    kept = ExportEvent.objects.unscoped("test").order_by("id")
    assert [(e.author.username, e.kind, e.format, e.count) for e in kept] == [
        ("county_admin", "asked", "", 2),
        ("county_second", "agreed", "", 2),
        ("county_admin", "taken", "xlsx", 2),
        ("county_admin", "taken", "csv", 2),
    ]
    assert "下载了2份（XLSX）" in asker.get(href(export)).content.decode()


def test_without_a_purpose_nothing_is_asked(office: Any) -> None:
    asker = people.client("county_admin")
    response = asker.post(ASKING, {"purpose": "  ", "q": "罗安"})
    html = response.content.decode()
    assert response.status_code == 422 and 'name="q" value="罗安"' in html
    assert asker.post(ASKING, {"purpose": "字" * 101}).status_code == 422
    assert Export.objects.unscoped("test").count() == 0


def test_where_nobody_else_could_agree_it_says_so(office: Any) -> None:
    Post.objects.filter(user=office.users["county_second"]).update(until=dt.date(2024, 1, 1))
    with pytest.raises(Refused) as caught:
        asked(office)
    assert [problem.code for problem in caught.value] == ["export.nobody"]


def test_nobody_agrees_to_their_own_or_from_below(office: Any) -> None:
    export = asked(office)
    own = people.client("county_admin")
    own.post(href(export), {"go": "agree"})
    export.refresh_from_db()
    assert export.status == agreeing.ASKED
    for name in ("village_officer", "township_supervisor", "other_village_officer"):
        below = people.client(name)
        assert below.get(href(export)).status_code == 404
        assert below.post(href(export), {"go": "agree"}).status_code == 404
        assert below.post(href(export, "export-take-xlsx")).status_code == 404
        assert agreeing.waiting(office.users[name]) == []
    second = people.client("county_second")
    assert second.post(href(export, "export-take-xlsx")).status_code == 404


def test_what_is_refused_stays_refused_and_says_why(office: Any) -> None:
    export, other = asked(office), people.client("county_second")
    assert other.post(href(export), {"go": "refuse"}).status_code == 422
    assert other.post(href(export), {"go": "refuse", "words": "先报总数"}).status_code == 302
    assert other.post(href(export), {"go": "agree"}).status_code == 422
    asker = people.client("county_admin")
    assert "先报总数" in asker.get(href(export)).content.decode()
    work = asker.get("/work/").content.decode()
    assert "我的导出申请" in work and "没有同意" in work
    assert asker.post(href(export, "export-take-xlsx")).status_code == 403


def test_after_seven_days_it_has_run_out(office: Any) -> None:
    export = asked(office)
    agreeing.decide(export, office.users["county_second"], True, "")
    Export.objects.unscoped("test").update(until=now() - dt.timedelta(minutes=1))
    asker = people.client("county_admin")
    assert asker.post(href(export, "export-take-xlsx")).status_code == 403
    assert "已过期" in asker.get(href(export)).content.decode()


def test_the_scope_is_that_of_the_day_it_is_taken(office: Any) -> None:
    """Moved to another county's village meanwhile, one takes nothing of this one."""
    export = asked(office)
    agreeing.decide(export, office.users["county_second"], True, "")
    post = Post.objects.get(user=office.users["county_admin"])
    post.place = office.places["高田村"]
    post.save()
    asker = people.client("county_admin")
    assert len(taken(asker, export)[0].rows) == 2
    Post.objects.filter(pk=post.pk).update(until=dt.date(2024, 1, 1))
    assert asker.post(href(export, "export-take-xlsx")).status_code == 403


def test_it_reaches_no_further_than_was_agreed(office: Any) -> None:
    user = office.users["county_admin"]
    Post.objects.filter(user=user).update(place=office.places["柳坪村"])
    forget_posts(user)
    user.__dict__.pop("_reach", None)
    export = asked(office)
    assert (export.path, export.count) == (office.places["柳坪村"].path, 0)
    agreeing.decide(export, office.users["county_second"], True, "")
    Post.objects.filter(user=user).update(place=office.places["澜川县"])
    assert len(taken(people.client("county_admin"), export)[0].rows) == 2


def test_what_was_searched_for_is_sealed_and_masked(office: Any) -> None:
    number = people.ID_CARDS[0]
    asker = people.client("county_admin")
    asker.post(reverse("export-ask", args=["children"]), {"purpose": WHY, "q": number})
    export = Export.objects.unscoped("test").get()
    assert number not in str(export.sealed) and export.count == 1
    assert agreeing.ask_of(export).text == number
    page = people.client("county_second").get(href(export)).content.decode()
    assert number not in page and "一个号码（不显示）" in page


def test_child_and_registration_stand_on_one_row_and_come_back(office: Any) -> None:
    export = asked(office)
    agreeing.decide(export, office.users["county_second"], True, "")
    data = b"".join(
        people.client("county_admin").post(href(export, "export-take-xlsx")).streaming_content
    )
    main = open_tables(data, ROWS, "a.xlsx")[0]
    heads = [str(head) for head in main.rows[1]]
    row = dict(zip(heads, main.rows[2], strict=False))
    told = layout_of(live("left_behind").form_edition).main
    own = {
        name: column.heading
        for name in ("name", "father_work_place", "child")
        if (column := told.column(name))
    }
    assert (row[own["name"]], row[own["father_work_place"]]) == ("罗安", "广东省东莞市")
    assert row[own["child"]] != row["编号"]
    assert people.ID_CARDS[0] not in str(main.rows) and "10000001234" not in str(main.rows)
    link = next(head for head in heads if head.endswith("版本") and head != "版本")
    assert row["版本"] == 1 and row[link] == 1
    officer = office.users["village_officer"]
    batch = bring(officer, live("left_behind"), "名册.xlsx", data)
    judging.judge(batch, officer)
    assert batch.counts == {"same": 2}


def test_a_text_file_has_its_mark_on_every_row_and_comes_back(office: Any) -> None:
    export = asked(office)
    agreeing.decide(export, office.users["county_second"], True, "")
    response = people.client("county_admin").post(href(export, "export-take-csv"))
    data = b"".join(response.streaming_content)
    assert data.decode("utf-8-sig").count("导出：苏文") == 2
    officer = office.users["village_officer"]
    batch = bring(officer, live("left_behind"), "名册.csv", data)
    judging.judge(batch, officer)
    assert batch.counts == {"same": 2}


def test_where_no_role_is_named_those_over_the_accounts_agree(
    office: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(agreeing, "_RIGHT", "nobody_has_this")
    path = office.places["柳坪村"].path
    names = {user.username for user in agreeing.approvers(path, office.users["village_officer"])}
    assert names == {"township_supervisor", "county_admin", "county_second"}


def test_the_most_sensitive_is_masked_unless_somebody_agreed(club: Any, monkeypatch: Any) -> None:
    from tests.ledgers.exchange.sheets import ANNA, table
    from tests.ledgers.exchange.test_export import imported

    clerk = club.users["clerk"]
    imported(clerk, table(ANNA))
    assert not asks(clerk, live("members"))
    monkeypatch.setattr(giving, "GUARDED", 1)
    assert asks(clerk, live("members"))
    assert "罗安" not in str(_rows(Giving(clerk, live("members"))))
    assert "罗安" in str(_rows(Giving(clerk, live("members"), agreed=True)))
    page = people.client("clerk").get("/ledgers/members/").content.decode()
    assert all(reverse(name, args=["members"]) in page for name in ("export-csv", "export-ask"))


def _rows(made: Giving) -> Any:
    out = io.BytesIO()
    made.write_xlsx(out)
    return open_tables(out.getvalue(), ROWS, "a.xlsx")[0].rows


def test_what_goes_out_at_once_is_kept_too(club: Any) -> None:
    assert people.client("clerk").post(reverse("export-csv", args=["members"])).status_code == 200
    event = ExportEvent.objects.unscoped("test").get()
    assert (event.kind, event.format, event.count, event.export) == ("taken", "csv", 0, None)


def test_above_a_number_of_records_somebody_else_agrees(club: Any, settings: Any) -> None:
    from tests.ledgers.exchange.sheets import ANNA, BAI, table
    from tests.ledgers.exchange.test_export import imported

    clerk, browser = club.users["clerk"], people.client("clerk")
    imported(clerk, table(ANNA, BAI))
    book, xlsx = reverse("ledger", args=["members"]), reverse("export-xlsx", args=["members"])
    ask = reverse("export-ask", args=["members"])
    settings.EXPORT_ALONE = 2
    page = browser.get(book).content.decode()
    assert xlsx in page and ask not in page and browser.post(xlsx).status_code == 200
    settings.EXPORT_ALONE = 1
    page = browser.get(book).content.decode()
    assert xlsx not in page and ask in page and "超过1份" in page
    later = browser.post(xlsx)
    assert later.status_code == 403 and "超过1份" in later.content.decode()
    assert browser.post(xlsx, {"q": "罗安"}).status_code == 200
    assert "先由另一个人批准，再下载" in browser.post(ask).content.decode()
    browser.post(ask, {"purpose": WHY})
    export = Export.objects.unscoped("test").get()
    assert browser.post(href(export, "export-take-xlsx")).status_code == 403
    agreeing.decide(export, people.colleague(), True, "")
    assert len(taken(browser, export)[0].rows) == 4


def test_the_command_keeps_to_the_same_number(club: Any, settings: Any, tmp_path: Any) -> None:
    from tests.ledgers.exchange.sheets import ANNA, table
    from tests.ledgers.exchange.test_export import imported

    imported(club.users["clerk"], table(ANNA))
    settings.EXPORT_ALONE = 0
    with pytest.raises(CommandError, match="批准"):
        call_command("export", "members", str(tmp_path / "a.xlsx"), username="clerk")
    assert not ExportEvent.objects.unscoped("test").exists()


def test_the_whole_narrowing_is_asked_for(office: Any) -> None:
    """A saved view and conditions of one's own stay with the asking and are told to who agrees."""
    asker = people.client("county_admin")
    page = asker.post(ASKING, {"view": "no_guard", "w.migration_type": "BOTH"}).content.decode()
    assert 'name="view" value="no_guard"' in page
    assert 'name="w.migration_type" value="BOTH"' in page
    asked = {"view": "no_guard", "w.migration_type": "BOTH", "purpose": WHY}
    export = Export.objects.unscoped("test").get(uid=asker.post(ASKING, asked)["Location"][-37:-1])
    kept = agreeing.ask_of(export)
    assert (kept.view, kept.where) == ("no_guard", "${migration_type} = 'BOTH'")
    told = people.client("county_second").get(href(export)).content.decode()
    assert "视图：无人监护" in told and "父母外出情形：" in told


def test_askings_have_an_end(office: Any, settings: Any) -> None:
    """So many that wait, so many in a day; what nobody answered for long stands in nobody's way."""
    settings.EXPORT_ASKINGS_OPEN, settings.EXPORT_ASKINGS_A_DAY = 2, 3
    asker, second = people.client("county_admin"), office.users["county_second"]
    first, _ = asked(office), asked(office)
    response = asker.post(ASKING, {"purpose": WHY})
    page = response.content.decode()
    assert response.status_code == 422 and "2份导出申请在等批准" in page and WHY in page
    agreeing.decide(first, second, True, "")
    third = asked(office)
    agreeing.decide(third, second, True, "")
    with pytest.raises(Refused) as caught:
        asked(office)
    assert [problem.code for problem in caught.value] == ["export.too-many"]
    rows = Export.objects.unscoped("test")
    assert rows.count() == 3
    rows.update(created_at=now() - dt.timedelta(days=1))
    asked(office)
    with pytest.raises(Refused) as caught:
        asked(office)
    assert [problem.code for problem in caught.value] == ["export.too-many-open"]
    rows.update(created_at=now() - dt.timedelta(days=2 * agreeing.DAYS + 1))
    asked(office)
