"""Who may see who was shown what: by the right of the role, over the places of the post, in scope."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ledgers.clock import now
from ledgers.models import AccessEvent
from ledgers.views import seen
from ledgers.witnessing.watching import events as in_sight
from ledgers.witnessing.watching import watched
from people.models import Post
from tests import people
from tests.ledgers.tools import row
from tests.ledgers.witnessing.tools import events

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
HREF = "/seen/"


@pytest.fixture
def child(world: Any) -> Any:
    """A record of 河湾村 that its officer has opened on the page and in print."""
    kept = people.register(world.users["village_officer"]).records[0]
    look("village_officer", kept)
    return kept


def look(name: str, kept: Any) -> None:
    assert people.client(name).get(reverse("record", args=[kept.uid])).status_code == 200


def shown(browser: Client, **query: Any) -> str:
    response = browser.get(HREF, query)
    assert response.status_code == 200, response.status_code
    html = response.content.decode()
    return str(html[html.index("<main") : html.index("</main")])


def given(user: Any, role: str, place: Any) -> Client:
    Post.objects.filter(user=user).delete()
    Post.objects.create(user=user, role=role, place=place, since=people.SINCE)
    return people.client(user.username)


@pytest.mark.parametrize(
    ("role", "place", "page", "line"),
    [
        ("county_office", "澜川县", True, True),
        ("county_office", "青禾镇", True, False),
        ("child_supervisor", "枫树坪镇", True, True),
        ("child_supervisor", "青禾镇", True, False),
        ("village_director", "河湾村", False, False),
        ("inspector", "澜川县", False, False),
        ("administrator", "", True, False),
    ],
)
def test_who_sees_what(
    world: Any, child: Any, role: str, place: str, page: bool, line: bool
) -> None:
    user = world.users["other_village_officer"]
    browser = given(user, role, world.places.get(place))
    assert browser.get(HREF).status_code == (200 if page else 404)
    if page:
        assert ("何晨柏" in shown(browser)) is line
    on_page = browser.get(reverse("record", args=[child.uid])).content.decode()
    assert ("谁看过" in on_page) is line
    assert (f'href="{HREF}"' in browser.get("/work/").content.decode()) is page


def test_a_second_post_without_the_right_widens_nothing(world: Any, child: Any) -> None:
    user = world.users["other_village_officer"]
    browser = given(user, "child_supervisor", world.places["青禾镇"])
    Post.objects.create(
        user=user, role="village_director", place=world.places["河湾村"], since=people.SINCE
    )
    look(user.username, child)
    assert "何晨柏" not in shown(browser)
    assert "谁看过" not in browser.get(reverse("record", args=[child.uid])).content.decode()


def test_whoever_keeps_the_house_is_told_of_lists_not_of_records(world: Any, child: Any) -> None:
    user = world.users["other_village_officer"]
    browser = given(user, "administrator", None)
    (event,) = events()
    event.pk, event.record_id, event.kind, event.count = None, None, "export", 12
    event.save()
    assert watched(user) == ("",)
    assert [one.kind for one in in_sight(user)] == ["export"]
    html = shown(browser)
    assert "12份" in html and "罗安" not in html and str(child.uid) not in html


def test_the_line_on_the_record(world: Any, child: Any) -> None:
    for _ in range(6):
        look("village_officer", child)
    html = people.client("township_supervisor").get(reverse("record", args=[child.uid]))
    part = html.content.decode().split('id="watched"')[1].split("</section>")[0]
    assert part.count("何晨柏") == 5 and "看记录（遮住的）" not in part and "看记录" in part
    assert f"{HREF}?record={child.uid}" in part


def test_in_words(world: Any, child: Any) -> None:
    html = shown(people.client("county_admin"))
    assert "河湾村儿童主任" in html and "罗安" in html and "看记录" in html
    assert reverse("record", args=[child.uid]) in html and "身份号码" in html
    assert people.ID_CARDS[0] not in html and "10000001234" not in html


class TestFilters:
    def test_by_record(self, world: Any, child: Any) -> None:
        other = people.register(
            world.users["village_officer"], name="罗谷", id_card=people.ID_CARDS[1]
        ).records[0]
        look("village_officer", other)
        county = people.client("county_admin")
        html = shown(county, record=child.uid)
        assert "罗安" in html and "罗谷" not in html
        assert (
            county.get(HREF, {"record": "019a0000-0000-7000-8000-000000000000"}).status_code == 404
        )

    def test_by_name(self, world: Any, child: Any) -> None:
        county = people.client("county_admin")
        look("township_supervisor", child)
        answer = county.post(HREF, {"name": "何晨柏", "ledger": "children"})
        officer = world.users["village_officer"].pk
        assert answer["Location"] == f"{HREF}?person={officer}&ledger=children"
        html = shown(county, person=officer, ledger="children")
        assert "何晨柏" in html and "林安" not in html

    def test_several_of_one_name(self, world: Any, child: Any) -> None:
        supervisor = world.users["township_supervisor"]
        supervisor.name = "何晨柏二"
        supervisor.save()
        look("township_supervisor", child)
        html = people.client("county_admin").post(HREF, {"name": "何晨柏"}).content.decode()
        assert "是哪一位" in html and html.count("?person=") == 2

    def test_nobody_of_that_name_in_sight(self, world: Any, child: Any) -> None:
        """Also a colleague who looked at nothing that the asker may know of."""
        county = people.client("county_admin")
        for name in ("没有这个人", "安柏恩"):
            answer = county.post(HREF, {"name": name})
            assert answer.status_code == 422 and "没有找到" in answer.content.decode()

    def test_by_ledger_kind_and_day(self, child: Any) -> None:
        county = people.client("county_admin")
        assert "何晨柏" in shown(county, kind="record", ledger="children")
        assert "一条也没有" in shown(county, kind="export")
        assert "一条也没有" in shown(county, ledger="left_behind")
        long_ago = dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC)  # the next day in the county
        AccessEvent.objects.unscoped("test").update(at=long_ago)
        assert "何晨柏" in shown(county, day="2026-03-02")
        assert "一条也没有" in shown(county, day="2026-03-01")

    @pytest.mark.parametrize(
        "query", [{"person": "x" * 30}, {"day": "2026-13-45"}, {"kind": "?"}, {"before": "-1"}]
    )
    def test_nonsense_narrows_nothing(self, child: Any, query: dict[str, str]) -> None:
        assert "何晨柏" in shown(people.client("county_admin"), **query)


def test_it_goes_on_after_a_page(child: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "PAGE", 3)
    for _ in range(4):
        look("village_officer", child)
    county, found = people.client("county_admin"), events()
    first = shown(county)
    assert first.count("<tr") == 4 and f"before={found[2].pk}" in first
    second = shown(county, before=found[2].pk)
    assert second.count("<tr") == 3 and "更早的" not in second and "最新的" in second


def test_the_number_of_questions_does_not_grow(
    child: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        look("village_officer", child)
    county = people.client("county_admin")
    with django_assert_max_num_queries(25):
        county.get(HREF)


def test_a_question_that_is_not_asked_any_more(world: Any, child: Any) -> None:
    AccessEvent.objects.unscoped("test").update(questions="long_gone", at=now())
    assert "现在不问的一题" in shown(people.client("county_admin"))
    assert row(child).pk == events()[0].record_id
