"""The task list: how far a ledger has got with each record that its form goes on from, for five people."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledgers.drafts import Content, Drafts, Sheet
from ledgers.ids import show_number
from ledgers.models import Change, Record
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.filling import CARD, Hand
from tests.ledgers.tools import child, id_card, many, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
LIST = "/ledgers/left_behind/tasks/"
WHY = "父亲电话少一位"
LINE = re.compile(
    r'<a class="task( task--done)?" href="([^"]+)"><span><b>([^<]+)</b>(.*?)</span>'
    r'<span class="tag tag--(\w+)">([^<]+)</span></a>'
)


class Seen:
    """The page as text, and its lines: (name, state, tag, address, hints, quiet)."""

    def __init__(self, name="village_officer", query=""):
        response = people.client(name).get(LIST + query)
        self.status, self.html = response.status_code, unescape(response.content.decode())
        found = LINE.findall(self.html)
        self.names = [name for _, _, name, *_ in found]
        self.states = {name: (label, tag) for _, _, name, _, tag, label in found}
        self.hrefs = {name: href for _, href, name, *_ in found}
        self.hints = {
            name: re.findall("<small[^>]*>([^<]+)", hint) for _, _, name, hint, *_ in found
        }
        self.quiet = {name for done, _, name, *_ in found if done}

    @property
    def count(self):
        return (re.findall("<p>(共[^<]+)</p>", self.html) or [""])[0]


def dossier(user, number, name, place=""):
    """Only the record that the form goes on from."""
    there = dict.fromkeys(("hukou_place", "residence_place"), place) if place else {}
    result = send(user, Part("children", child(number, name=name, **there)))
    assert result.ok, result.problems
    return result.records[0]


def registered(user, number, name, **changes):
    """(its dossier, the record that goes on from it)."""
    return people.register(user, id_card=id_card(number), name=name, **changes).records


def sent_back(kept, *reasons, state="RETURNED"):
    """As an action that wants a reason will leave it; one more change each."""
    Record.objects.unscoped("test").filter(uid=kept.uid).update(state=state)
    first = Change.objects.unscoped("test").filter(record=row(kept)).get()
    for version, reason in enumerate(reasons, 2):
        first.pk, first.version, first.reason = None, version, reason
        first.save()


def draft(user, kept, ledger="left_behind", at=""):
    book = live(ledger)
    uid = at or str(kept.uid)
    content = Content({"father_work_place": ["x"]}, through={"child": [uid, 1]})
    sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, content)
    return Drafts(user).save(sheet, lambda sheet: None)


@pytest.fixture
def village(officer):
    """One of each: sent back, half filled, not begun twice, two done."""
    made = {
        "罗乙": registered(officer, 1, "罗乙"),
        "罗甲": registered(officer, 2, "罗甲"),
        "罗丙": registered(officer, 3, "罗丙"),
        "罗丁": [dossier(officer, 4, "罗丁")],
        "罗戊": [dossier(officer, 5, "罗戊")],
        "罗己": [dossier(officer, 6, "罗己")],
    }
    sent_back(made["罗丙"][1], WHY)
    sent_back(made["罗甲"][1], state="VERIFIED")
    made["draft"] = draft(officer, made["罗戊"][0])
    return made


def test_each_state_with_its_way_on(village):
    seen = Seen()
    assert seen.states == {
        "罗丙": ("已退回", "back"),
        "罗戊": ("填写中", "half"),
        "罗丁": ("未开始", "todo"),
        "罗己": ("未开始", "todo"),
        "罗乙": ("待审核", "wait"),
        "罗甲": ("在册", "done"),
    }
    begin = "/ledgers/left_behind/new/pages/?child="
    assert seen.hrefs == {
        "罗丙": reverse("edit", args=[village["罗丙"][1].uid]),
        "罗戊": reverse("draft", args=[village["draft"].uid]),
        "罗丁": f"{begin}{village['罗丁'][0].uid}",
        "罗己": f"{begin}{village['罗己'][0].uid}",
        "罗乙": reverse("record", args=[village["罗乙"][1].uid]),
        "罗甲": reverse("record", args=[village["罗甲"][1].uid]),
    }
    assert seen.hints["罗丙"] == [WHY] and seen.hints["罗丁"] == []
    assert re.fullmatch(r"今天\d\d:\d\d存的", seen.hints["罗戊"][0])
    officer = people.client("village_officer")
    assert {officer.get(href).status_code for href in seen.hrefs.values()} == {200, 302}


def test_what_is_unfinished_comes_first_and_what_is_done_is_quiet(village):
    seen = Seen()
    order = [seen.states[name][0] for name in seen.names]
    assert order[:4] == ["已退回", "填写中", "未开始", "未开始"]
    assert seen.names[2:] == [*sorted(seen.names[2:4]), *sorted(seen.names[4:])]
    assert seen.quiet == {"罗乙", "罗甲"}
    assert seen.count == "共6份，还有4份没做"


def test_everything_done(officer):
    registered(officer, 1, "罗乙")
    assert Seen().count == "共1份，都做了"


def test_nothing_there_says_what_to_do(world):
    seen = Seen()
    assert (seen.status, seen.names, seen.count) == (200, [], "")
    assert "这里一份也没有" in seen.html and "/ledgers/left_behind/new/pages/" in seen.html
    assert "新登记" not in Seen("county_admin").html


def test_from_not_begun_to_done(officer):
    """The link of a line opens the form on that record; what was begun is told; at the end it is done."""
    made = dossier(officer, 1, "罗乙")
    hand = Hand().open(Seen().hrefs["罗乙"])
    assert hand.status == 200 and "罗乙" in hand.html
    hand.press("later")
    assert Seen().states == {"罗乙": ("填写中", "half")}
    assert Hand().open(Seen().hrefs["罗乙"]).status == 200
    answers = people.registration(child=str(made.uid))
    assert send(officer, Part("left_behind", answers)).ok
    assert Seen().states == {"罗乙": ("待审核", "wait")} and Seen().quiet == {"罗乙"}


@pytest.mark.parametrize("spelled", [str.upper, lambda uid: uid.replace("-", "")])
def test_a_draft_is_known_however_its_address_was_spelled(officer, spelled):
    made = dossier(officer, 1, "罗乙")
    draft(officer, made, at=spelled(str(made.uid)))
    assert Seen().states == {"罗乙": ("填写中", "half")}


def test_a_draft_is_told_to_its_author_alone(world, officer):
    made = dossier(officer, 1, "罗乙")
    draft(world.users["township_supervisor"], made)
    draft(officer, made, ledger="children")
    assert Seen().states == {"罗乙": ("未开始", "todo")}
    assert Seen("township_supervisor").states == {"罗乙": ("填写中", "half")}


def test_the_last_reason_is_told(officer):
    """Not a later change without one, and never what its filler said of an answer."""
    kept = registered(officer, 1, "罗乙")[1]
    sent_back(kept, "第一次的", WHY, "")
    Change.objects.unscoped("test").update(warnings={"father_work_place": "填的人说的"})
    seen = Seen()
    assert seen.hints == {"罗乙": [WHY]} and "填的人说的" not in seen.html


def test_a_draft_beside_a_record_changes_nothing(officer):
    made = registered(officer, 1, "罗乙")
    draft(officer, made[0])
    assert Seen().states == {"罗乙": ("待审核", "wait")}


@pytest.mark.parametrize("state", ["ENDED", "VOID"])
def test_what_has_ended_is_no_task(officer, state):
    sent_back(dossier(officer, 1, "罗乙"), state=state)
    assert Seen().names == []


def test_two_of_one_name_are_told_apart(officer):
    made = [dossier(officer, number, "罗乙") for number in (1, 2)]
    html = Seen().html
    assert all(show_number(row(kept).number) in html for kept in made)


# ---- five people ----


def test_who_sees_what(world, village):
    town, county = Seen("township_supervisor"), Seen("county_admin")
    assert set(town.names) == set(county.names) == {*village} - {"draft"}
    stranger = Seen("other_village_officer")
    assert (stranger.status, stranger.names, stranger.count) == (200, [], "")
    assert "河湾村" not in stranger.html and WHY not in stranger.html
    assert Seen("citizen").status == 302


def test_only_what_one_may_is_linked(village):
    """Who may neither begin nor change is led to what may be read."""
    town, county = Seen("township_supervisor").hrefs, Seen("county_admin").hrefs
    returned, fresh = village["罗丙"][1].uid, village["罗丁"][0].uid
    assert town["罗丙"] == county["罗丙"] == reverse("record", args=[returned])
    assert town["罗丁"] == f"/ledgers/left_behind/new/?child={fresh}"
    assert county["罗丁"] == reverse("record", args=[fresh])
    for name, hrefs in (("township_supervisor", town), ("county_admin", county)):
        client = people.client(name)
        assert {client.get(href).status_code for href in hrefs.values()} == {200}


def test_by_place(world, officer):
    """The place stands in the address; each line says its own when another one is asked."""
    dossier(officer, 1, "罗乙")
    other = world.places["柳坪村"].path
    dossier(world.users["other_village_officer"], 2, "罗甲", other)
    both = Seen("township_supervisor")
    assert both.hints == {"罗乙": ["河湾村"], "罗甲": ["柳坪村"]}
    assert f'<option value="{other}">柳坪村</option>' in both.html
    one = Seen("township_supervisor", f"?place={other}")
    assert (one.names, one.count, one.hints) == (["罗甲"], "共1份，还有1份没做", {"罗甲": []})
    assert f'<option value="{other}" selected>' in one.html
    assert Seen(query=f"?place={other}").names == []
    assert Seen("township_supervisor", "?place=nowhere&page=x").names == both.names


def test_a_ledger_that_goes_on_from_nothing(world, club):
    """Also one that points at records without being filled through them."""
    for key in ("children", "nothing"):
        assert people.client("village_officer").get(f"/ledgers/{key}/tasks/").status_code == 404
    clerk = people.client("clerk")
    for key in ("members", "sessions", "lessons"):
        assert clerk.get(f"/ledgers/{key}/").status_code == 200
        assert clerk.get(f"/ledgers/{key}/tasks/").status_code == 404


def test_the_ways_in(world):
    officer = people.client("village_officer")
    for address in ("/ledgers/left_behind/", "/work/"):
        assert f'href="{LIST}"' in officer.get(address).content.decode()
    assert "/tasks/" not in officer.get("/ledgers/children/").content.decode()
    assert LIST not in people.client("county_admin").get("/work/").content.decode()


def test_without_the_keys_only_drafts_are_not_told(village, settings, tmp_path):
    from ledgers.sealing import forget_keys

    settings.KEYRING = tmp_path / "keyring.json"
    forget_keys()
    seen = Seen()
    assert seen.status == 200 and seen.states["罗戊"] == ("未开始", "todo")
    assert CARD not in seen.html


# ---- pages, and what they cost ----


def test_pages_of_a_hundred(world, officer):
    registered(officer, 1, "罗乙")
    many(world.places["河湾村"].path, 150)
    one, two = Seen(), Seen(query="?page=2")
    assert (len(one.names), len(two.names)) == (100, 51)
    assert two.names[-1] == "罗乙" and "罗乙" not in one.names
    assert one.count == two.count == "共151份，还有150份没做"
    assert '<a href="?page=2">下一页</a>' in one.html
    assert Seen(query="?page=99").names == two.names


def test_too_many_for_one_list(world, officer, monkeypatch):
    """They are counted no further, and a place is to be chosen first."""
    monkeypatch.setattr("ledgers.queries.lists.COUNTED", 20)
    bound = ("ledgers.queries.COUNTED", "ledgers.tasklists.COUNTED", "ledgers.views.tasks.COUNTED")
    for name in bound:
        monkeypatch.setattr(name, 20)
    many(world.places["河湾村"].path, 30)
    seen = Seen("township_supervisor")
    assert (seen.names, seen.count) == ([], "共20+份") and "先在上面选一个地方" in seen.html


@pytest.mark.parametrize("name", people.PEOPLE[:4])
def test_the_number_of_queries_is_constant(world, officer, name):
    """Who it is, the scope, the drafts, the counts, the page, what came of it, the unread notices."""
    asked = []
    client = people.client(name)
    for at in range(2):
        for number in range(3):
            kept = registered(officer, at * 10 + number, "罗乙")
            sent_back(kept[1], WHY)
            draft(officer, dossier(officer, at * 10 + 5 + number, "罗甲"))
        client.get(LIST)
        with CaptureQueriesContext(connection) as found:
            assert client.get(LIST).status_code == 200
        asked.append(len(found))
    most = 11 if name == "county_admin" else 9  # whether the tree has one root, asked twice
    assert asked[0] == asked[1] <= most, [query["sql"][:300] for query in found]
