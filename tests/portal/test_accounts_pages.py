"""The pages of accounts over HTTP: what is asked, what is shown again, what a list does and does not do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import AccountEvent, Body, Place, Post, User
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

LIST = "乡镇,村,岗位,姓名,电话\n枫树坪镇,河湾村,儿童主任,罗新,10000000002\n,高田村,儿童主任,罗外,\n"
HELD = re.compile(r'name="held" value="([^"]+)"')


def upload(browser: Any, text: str = LIST, name: str = "名单.csv") -> Any:
    file = SimpleUploadedFile(name, text.encode("gb18030"))
    return browser.post(reverse("account-roster"), {"file": file})


def test_who_is_asked_where_then_who(world: Any) -> None:
    browser, new = people.client("township_supervisor"), reverse("account-new")
    assert "河湾村" in browser.get(new).content.decode()
    path = world.places["河湾村"].path
    page = browser.get(new, {"at": path})
    assert page.status_code == 200 and "儿童主任" in page.content.decode()
    assert browser.post(new, {"at": path}).status_code == 422
    done = browser.post(new, {"at": path, "role": "village_director", "name": "罗新"})
    assert done.status_code == 302
    made = Post.objects.get(user__username="v104200")
    assert done["Location"] == f"{reverse('account', args=[made.user_id])}?done=new"
    for elsewhere in (world.places["高田村"].path, world.places["枫树坪镇"].path, "none", "body:x"):
        assert browser.get(new, {"at": elsewhere}).status_code == 404, elsewhere


def test_a_post_at_a_body(world: Any) -> None:
    school = Body.objects.get(key="school1")
    browser, at = people.client("township_supervisor"), f"body:{school.key}"
    done = browser.post(
        reverse("account-new"), {"at": at, "role": "school_officer", "name": "罗新"}
    )
    assert done.status_code == 302 and Post.objects.get(body=school).user.name == "罗新"


def test_the_list_narrows(world: Any) -> None:
    browser, there = people.client("county_admin"), reverse("accounts")

    def names(address: str = "", **posted: str) -> set[str]:
        answer = browser.post(there, posted) if posted else browser.get(there + address)
        return {one for one in ("何晨柏", "安柏恩", "林安") if one in answer.content.decode()}

    assert names() == {"何晨柏", "安柏恩", "林安"}
    assert names("?role=child_supervisor") == {"林安"}
    assert names(f"?place={world.places['青禾镇'].path}") == set()
    assert names("?state=off") == set() and names("?state=nothing&page=99") == names()
    assert names(q="晨柏") == {"何晨柏"}
    moved = browser.post(there, {"role": "child_supervisor", "q": ""})
    assert moved["Location"] == f"{there}?role=child_supervisor"


def test_a_list_is_shown_before_it_is_written(world: Any) -> None:
    browser, before = people.client("township_supervisor"), User.objects.count()
    page = upload(browser).content.decode()
    assert "不能收" in page and "何晨柏" in page and User.objects.count() == before
    held = HELD.search(page)
    assert held
    done = browser.post(reverse("account-roster"), {"held": held[1]})
    assert done["Location"] == f"{reverse('account-slips')}?done=1"
    assert User.objects.count() == before + 1 and not User.objects.filter(name="罗外").exists()
    again = browser.post(reverse("account-roster"), {"held": held[1]})
    assert again.status_code == 200 and "再看一遍" in again.content.decode()
    assert User.objects.count() == before + 1


def test_what_was_shown_to_one_is_written_by_nobody_else(world: Any) -> None:
    held = HELD.search(upload(people.client("township_supervisor")).content.decode())
    assert held
    before = User.objects.count()
    other = people.client("county_admin").post(reverse("account-roster"), {"held": held[1]})
    forged = people.client("township_supervisor").post(reverse("account-roster"), {"held": "x:y"})
    assert (other.status_code, forged.status_code) == (422, 422)
    assert User.objects.count() == before


@pytest.mark.parametrize("data", ["", "甲,乙\n1,2\n", "\x00\x01PK\x03\x04broken"])
def test_what_is_no_list_says_so(world: Any, data: str) -> None:
    answer = upload(people.client("township_supervisor"), data)
    assert answer.status_code == 422 and 'class="errs"' in answer.content.decode()


def test_slips_are_printed_and_counted_once(world: Any) -> None:
    browser = people.client("township_supervisor")
    held = HELD.search(upload(browser).content.decode())
    assert held
    browser.post(reverse("account-roster"), {"held": held[1]})
    slips = reverse("account-slips")
    answer = browser.post(slips, {"place": ""})
    assert answer["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"
    assert "no-store" in answer["Cache-Control"]
    assert AccountEvent.objects.filter(what="slip").count() == 1
    nothing = browser.post(slips, {"place": ""})
    assert nothing.status_code == 200 and "没有要印的" in nothing.content.decode()
    user = str(User.objects.get(username="village_officer").pk)
    assert browser.post(slips, {"user": user}).status_code == 404


def test_a_stranger_cannot_name_an_account(world: Any) -> None:
    """A post is handed to accounts that are below, not to whoever has this user name."""
    post = Post.objects.get(user__username="village_officer")
    hand = reverse("account-hand", args=[post.pk])
    browser = people.client("township_supervisor")
    for name in ("county_admin", "nobody", ""):
        answer = browser.post(hand, {"way": "known", "username": name})
        assert answer.status_code == 422, name
    done = browser.post(hand, {"way": "known", "username": "other_village_officer"})
    assert done.status_code == 302
    assert Place.objects.filter(posts__user__username="other_village_officer").count() == 2
