"""One event for every response that shows a guarded answer, and none for any other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from ledgers.clock import today
from ledgers.exchange import judging
from ledgers.exchange.bringing import bring
from ledgers.files import KeptFiles
from ledgers.ids import show_number
from ledgers.models import File, Share
from ledgers.registry import live
from ledgers.witnessing import keeping
from ledgers.witnessing.shown import about, noting, saw
from ledgers.witnessing.subjects import over
from tests import people
from tests.ledgers.editions import member, new_form, publish, with_
from tests.ledgers.tools import answers, change, row, send, user
from tests.ledgers.witnessing.tools import access, events, kinds
from tests.made import picture

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def ask(desk: Client, name: str, *args: Any) -> Any:
    return desk.get(reverse(name, args=args))


def guarded(**edits: Any) -> None:
    new_form("member", **{name: with_(**edit) for name, edit in edits.items()})
    publish()


class TestRecord:
    def test_a_masked_answer_counts(self, desk: Client, kept: Any, clerk: Any) -> None:
        assert ask(desk, "record", kept.uid).status_code == 200
        (event,) = events()
        assert (event.kind, event.questions, event.clear) == ("record", "phone", False)
        assert (event.user_id, event.post) == (clerk.pk, clerk.posts.get().pk)
        assert event.record_id == row(kept).pk and event.place_path == row(kept).place_path
        assert (event.count, event.searched, event.reason) == (1, False, "")

    def test_in_clear(self, desk: Client, kept: Any) -> None:
        access(clerk={"clear": ("phone",)})
        assert "10000001234" in ask(desk, "record", kept.uid).content.decode()
        assert [event.clear for event in events()] == [True]

    def test_hidden_is_not_shown(self, desk: Client, kept: Any) -> None:
        send(user("clerk"), change(kept, phone="10000004321"))
        access(clerk={"hidden": ("phone",)})
        assert "1234" not in ask(desk, "record", kept.uid).content.decode()
        assert events() == []

    def test_of_one_hidden_and_one_shown(self, desk: Client, kept: Any) -> None:
        guarded(remark={"sensitivity": 3})
        access(clerk={"hidden": ("phone",)})
        send(user("clerk"), change(kept, remark="右手"))
        ask(desk, "record", kept.uid)
        assert {event.questions for event in events()} <= {"remark", ""}

    def test_only_in_the_past(self, desk: Client, kept: Any) -> None:
        send(user("clerk"), change(kept, phone={"$missing": "refused"}))
        ask(desk, "record", kept.uid)
        assert [(event.questions, event.clear) for event in events()] == [("phone", True)]

    def test_a_share_from_afar_is_seen_under_no_post(self, kept: Any, world: Any) -> None:
        stranger = world.users["other_village_officer"]
        Share.objects.create(record=row(kept), user=stranger, since=today(), reason="试")
        assert ask(people.client(stranger.username), "record", kept.uid).status_code == 200
        assert [(event.user_id, event.post) for event in events()] == [(stranger.pk, None)]

    def test_a_stranger_leaves_none(self, kept: Any) -> None:
        assert ask(people.client("other_village_officer"), "record", kept.uid).status_code == 404
        assert events() == []

    def test_a_head_alone_shows_nothing(self, desk: Client, kept: Any) -> None:
        desk.head(reverse("record", args=[kept.uid]))
        desk.post(reverse("act", args=[kept.uid, "leave"]), {"version": "1"})
        assert events() == []

    def test_a_refusal_that_draws_the_answers(self, desk: Client, kept: Any) -> None:
        response = desk.post(reverse("edit", args=[kept.uid]), {"name": "罗安2"})
        assert response.status_code == 422 and kinds() == ["edit"]


class TestList:
    def test_a_list_of_what_is_not_guarded(self, desk: Client, kept: Any) -> None:
        ask(desk, "ledger", "members")
        assert events() == []

    def test_a_column(self, desk: Client, kept: Any, club: Any) -> None:
        guarded(birth_date={"sensitivity": 3})
        ask(desk, "ledger", "members")
        (event,) = events()
        assert (event.kind, event.questions, event.clear) == ("list", "birth_date", True)
        assert (event.record_id, event.count) == (None, 1)
        assert event.place_path == club.places["河湾村"].path

    def test_a_masked_column(self, desk: Client, kept: Any) -> None:
        guarded(birth_date={"sensitivity": 3})
        access(clerk={"masked": ("birth_date",)})
        ask(desk, "ledger", "members")
        assert [event.clear for event in events()] == [False]

    def test_the_title(self, desk: Client, club: Any, clerk: Any) -> None:
        guarded(name={"sensitivity": 3})
        member(clerk, club)
        ask(desk, "ledger", "members")
        assert [event.questions for event in events()] == ["name"]
        ask(desk, "work")
        assert kinds() == ["list", "page"]

    def test_that_a_text_was_looked_for_not_which(self, desk: Client, kept: Any) -> None:
        guarded(birth_date={"sensitivity": 3})
        desk.get(reverse("ledger", args=["members"]), {"q": "罗安"})
        desk.post(reverse("ledger", args=["members"]), {"q": "10000001234"}, follow=True)
        assert [event.searched for event in events()] == [True, True]
        assert not any("罗安" in str(vars(event)) for event in events())


class TestOtherWays:
    def test_the_edit_page(self, desk: Client, kept: Any) -> None:
        guarded(remark={"sensitivity": 3})
        ask(desk, "edit", kept.uid)
        (event,) = events()
        assert (event.kind, event.record_id) == ("edit", row(kept).pk)
        assert set(event.questions.split()) == {"phone", "remark"} and event.clear

    def test_an_empty_form_shows_nobody(self, desk: Client, kept: Any) -> None:
        assert ask(desk, "fill", "members").status_code == 200
        assert events() == []

    def test_paper(self, desk: Client, kept: Any) -> None:
        ask(desk, "print", kept.uid)
        (event,) = events()
        assert (event.kind, event.questions, event.clear) == ("print", "phone", False)
        assert event.record_id == row(kept).pk

    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_a_file_of_records(self, desk: Client, kept: Any, clerk: Any, kind: str) -> None:
        response = desk.post(reverse(f"export-{kind}", args=["members"]), {"q": "罗"})
        assert response.status_code == 200
        (event,) = events()
        assert (event.kind, event.count, event.searched) == ("export", 1, True)
        assert (event.questions, event.clear, event.record_id) == ("phone", False, None)

    def test_an_upload(self, desk: Client, club: Any, clerk: Any, kept: Any) -> None:
        guarded(contract={"sensitivity": 3})
        upload = KeptFiles().keep(clerk, "甲.png", picture(), image=False, sealed=False)
        held = member(clerk, club, contract=dict(upload), phone="10000007777", name="罗谷")
        uid = File.objects.unscoped("test").get(sha256=upload["sha256"]).uid
        assert ask(desk, "file", uid).status_code == 200
        (event,) = events()
        assert (event.kind, event.questions, event.clear) == ("file", "contract", True)
        assert event.record_id == row(held).pk

    def test_an_import_beside_what_is_stored(self, desk: Client, kept: Any, clerk: Any) -> None:
        book = live("members")
        assert book
        text = f"编号,手机\n{show_number(row(kept).number)},10000004321\n"
        batch = bring(clerk, book, "甲.csv", text.encode())
        judging.judge(batch, clerk)
        html = ask(desk, "import-one", batch.uid).content.decode()
        assert "手机" in html
        (event,) = events()
        assert (event.kind, event.questions, event.clear) == ("import", "phone", False)
        assert (event.record_id, event.place_path) == (None, row(kept).place_path)


def test_what_cannot_be_witnessed_is_not_shown(
    desk: Client, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(keeping, "insert", broken)
    response = ask(desk, "record", kept.uid)
    html = response.content.decode()
    assert response.status_code == 503 and "这一页现在不能显示" in html and "1234" not in html
    assert ask(desk, "work").status_code == 200


def test_outside_a_response_nothing_is_noted(kept: Any) -> None:
    book = live("members")
    assert book
    saw(book.questions["phone"], True)
    about(book.id, "0001")
    with noting() as shown:
        pass
    assert not shown.names and not shown.ledger


def test_the_first_who_says_what_it_is_about_is_right() -> None:
    with noting() as shown:
        about(1, "0001", 7)
        about(2, "0002", 8)
    assert (shown.ledger, shown.path, shown.record) == (1, "0001", 7)


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([], ""),
        (["00010002"], "00010002"),
        (["00010002", "00010003"], "0001"),
        (["0001", "00010003"], "0001"),
        (["00010002", "000100020001", "00010012"], "0001"),
        (["0001", "0002"], ""),
    ],
)
def test_the_lowest_place_over_several(paths: list[str], found: str) -> None:
    assert over(paths) == found


def test_no_answer_stands_in_an_event(desk: Client, kept: Any) -> None:
    access(clerk={"clear": ("phone", "id_card")})
    ask(desk, "record", kept.uid)
    told = " ".join(str(vars(event)) for event in events())
    assert "10000001234" not in told and answers(kept)["phone"] == "10000001234"
