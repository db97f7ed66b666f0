"""Opening, ending, resetting, handing over: what is written, and what is kept for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms_catalog.problems import Refused
from people.access import passes
from people.accounts import acts, handover, slips
from people.accounts.acts import Person
from people.accounts.lines import State, lines
from people.models import AccountEvent, Place, Post, User
from people.models.stamp import Kept
from tests import people

from .conftest import account, office, post

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

BY = "township_supervisor"


def place(name: str) -> Place:
    return Place.objects.get(name=name)


def state(username: str) -> State:
    found = lines(office("boss"))
    return next(line.state for line in found if line.username == username)


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [problem.code for problem in refused.value]


def told(username: str) -> list[str]:
    return [str(event.what) for event in AccountEvent.objects.filter(whom__username=username)][::-1]


def test_a_new_account_has_no_password(land: Any) -> None:
    made = handover.fill(office(BY), Person("罗新", "1"), "village_director", place("柳坪村"))
    assert made.user.username == "v104201" and not made.user.has_usable_password()
    assert (made.role, made.place, made.until) == ("village_director", place("柳坪村"), None)
    assert told("v104201") == ["created", "posted"] and state("v104201") == State.NEW
    event = AccountEvent.objects.filter(whom=made.user).latest("pk")
    assert (event.by.username, event.post) == (BY, made)


def test_the_same_name_elsewhere_is_somebody_else(land: Any) -> None:
    by, person = office("county_admin"), Person("罗新")
    names = [
        handover.fill(by, person, "village_director", place(where)).user.username
        for where in ("柳坪村", "高田村")
    ]
    names.append(
        handover.fill(by, Person("安新"), "village_director", place("柳坪村")).user.username
    )
    assert names == ["v104201", "v102200", "v104201-2"]
    again = lambda: handover.fill(by, person, "village_director", place("柳坪村"))  # noqa: E731
    assert codes(again) == ["account.held"]


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("village_director", "高田村"),
        ("child_supervisor", "枫树坪镇"),
        ("county_office", "河湾村"),
        ("administrator", None),
        ("no_such_role", "河湾村"),
    ],
)
def test_nobody_gives_what_is_not_below(land: Any, role: str, where: str | None) -> None:
    spot = place(where) if where else None
    before = User.objects.count()
    assert codes(lambda: handover.fill(office(BY), Person("罗新"), role, spot)) == [
        "account.not-below"
    ]
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("name", "phone", "wrong"),
    [
        (" ", "", ["account.no-name"]),
        ("罗" * 61, "", ["account.long-name"]),
        ("罗新", "没有", ["account.phone"]),
        ("", "?", ["account.no-name", "account.phone"]),
    ],
)
def test_words_of_a_person(name: str, phone: str, wrong: list[str]) -> None:
    assert codes(lambda: Person.typed(name, phone)) == wrong


def test_full_width_digits_are_digits() -> None:
    assert Person.typed("　罗　新 ", "１００００００００２") == Person("罗 新", "1000000002")


def test_disabling_ends_every_way_in(land: Any) -> None:
    browser = people.client("village_officer")
    slip = passes.issue(User.objects.get(username="village_officer"), None)
    acts.disable(office(BY), account(BY, "village_officer"))
    assert state("village_officer") == State.OFF and told("village_officer") == ["disabled"]
    assert browser.get("/work/").status_code == 302
    assert passes.redeem(slip.url_path.rstrip("/").rpartition("/")[2]) is None
    acts.disable(office(BY), account(BY, "village_officer"))
    assert told("village_officer") == ["disabled"]
    acts.enable(office(BY), account(BY, "village_officer"))
    assert told("village_officer") == ["disabled", "enabled"]
    user = User.objects.get(username="village_officer")
    assert user.check_password("pass of village_officer")


def test_a_reset_account_opens_by_a_slip_alone(land: Any) -> None:
    browser = people.client("village_officer")
    by = office(BY)
    acts.reset(by, account(BY, "village_officer"))
    assert browser.get("/work/").status_code == 302
    assert not User.objects.get(username="village_officer").has_usable_password()
    assert state("village_officer") == State.NEW
    wanted = slips.wanting(by, lines(by))
    assert "village_officer" in {line.username for line in wanted}
    made = slips.issue(by, [line for line in wanted if line.username == "village_officer"])
    assert state("village_officer") == State.SENT and made[0].where == "澜川县 枫树坪镇 河湾村"
    assert told("village_officer") == ["reset", "slip"]
    assert passes.redeem(made[0].url_path.rstrip("/").rpartition("/")[2]) is not None


@pytest.mark.parametrize("act", [acts.disable, acts.enable, acts.reset])
def test_who_is_only_partly_below_is_left_alone(land: Any, act: Any) -> None:
    assert codes(lambda: act(office(BY), account(BY, "twice"))) == ["account.not-below"]
    by = office(BY)
    assert "twice" not in {line.username for line in slips.wanting(by, lines(by))}
    assert User.objects.get(username="twice").is_active and told("twice") == []


def test_a_post_goes_to_a_new_person(land: Any) -> None:
    old = Post.objects.get(user__username="village_officer")
    new = handover.hand(office(BY), old, Person("罗新"))
    old.refresh_from_db()
    assert old.until == new.since and new.place == old.place and new.user.name == "罗新"
    assert not User.objects.get(username="village_officer").is_active
    assert told("village_officer") == ["left", "disabled"]
    assert told("v104200") == ["created", "posted"]
    assert codes(lambda: handover.hand(office(BY), old, Person("罗又"))) == ["account.post-ended"]


def test_who_keeps_another_post_keeps_the_account(land: Any) -> None:
    old = Post.objects.get(user__username="twice", place__name="柳坪村")
    handover.hand(office(BY), old, account(BY, "village_officer"))
    assert User.objects.get(username="twice").is_active and told("twice") == ["left"]
    assert Post.objects.on().filter(user__username="village_officer").count() == 2


def test_a_post_of_today_ends_today(land: Any) -> None:
    by = office(BY)
    wrong = handover.fill(by, Person("罗错"), "village_director", place("柳坪村"))
    handover.vacate(by, by.post(wrong.pk))
    wrong.refresh_from_db()
    assert wrong.until == wrong.since and not Post.objects.on().filter(pk=wrong.pk).exists()


def test_hands_over_to_nobody_who_cannot_come_in(land: Any) -> None:
    by, old = office(BY), Post.objects.get(user__username="village_officer")
    assert codes(lambda: handover.hand(by, old, account(BY, "village_officer"))) == [
        "account.same-person"
    ]
    acts.disable(by, account(BY, "other_village_officer"))
    assert codes(lambda: handover.hand(by, old, account(BY, "other_village_officer"))) == [
        "account.disabled"
    ]
    old.refresh_from_db()
    assert old.until is None


def test_an_empty_post_is_a_line_until_it_is_filled(land: Any) -> None:
    by = office(BY)
    old = Post.objects.get(user__username="village_officer")
    handover.vacate(by, old)
    empty = [line for line in lines(by) if line.state == State.EMPTY]
    assert [(line.where, line.role) for line in empty] == [("枫树坪镇 河湾村", "village_director")]
    left = next(line for line in lines(by) if line.username == "village_officer")
    assert left.state == State.OFF and not left.post
    handover.fill(by, Person("罗新"), "village_director", place("河湾村"))
    assert State.EMPTY not in {line.state for line in lines(by)}


def test_the_list_shows_what_is_below_and_nothing_else(land: Any) -> None:
    names = {line.username for line in lines(office(BY))}
    assert names == {"village_officer", "other_village_officer", "twice", "teacher"}
    assert {"inspector", "boss", "county_admin"} <= {
        line.username for line in lines(office("boss"))
    }
    assert not {"inspector", "boss"} & {line.username for line in lines(office("county_admin"))}


def test_a_name_put_right_says_both(land: Any) -> None:
    acts.reword(office(BY), account(BY, "village_officer"), Person("何晨松", "10000000009"))
    user = User.objects.get(username="village_officer")
    assert (user.name, user.phone) == ("何晨松", "10000000009")
    event = AccountEvent.objects.get(whom=user)
    assert (event.what, event.note) == ("words", "何晨柏 → 何晨松")


def test_events_are_written_once(land: Any) -> None:
    acts.disable(office(BY), account(BY, "village_officer"))
    event = AccountEvent.objects.get()
    event.note = "x"
    for wrong in (
        event.save,
        event.delete,
        AccountEvent.objects.all().delete,
        lambda: AccountEvent.objects.update(note="x"),
    ):
        with pytest.raises(Kept):
            wrong()


def test_who_never_worked_here_is_still_on_the_list_of_the_house(land: Any) -> None:
    post("gone", "village_director", place="河湾村", since="2020-01-01", until="2021-01-01")
    assert [line.state for line in lines(office(BY)) if line.username == "gone"] == [State.NEW]


def test_every_line_opens(land: Any) -> None:
    """What the list shows of people has a page, also who never held a post."""
    User.objects.create_superuser("root", name="根")
    post("moved", "village_director", place="河湾村", since="2020-01-01", until="2021-01-01")
    post("moved", "village_director", place="高田村", since="2021-01-01", until="2022-01-01")
    for by in (office(BY), office("county_admin"), office("boss")):
        users = {line.user for line in lines(by) if line.user}
        assert all(by.account(user) for user in users)
    assert "root" in {line.username for line in lines(office("boss"))}
    assert "moved" not in {line.username for line in lines(office(BY))}
