"""The county in the house: by its own doors, once, with accounts only their owners can open."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from demo import handout, loading, posts, preparing
from demo.county import FULL, place_rows
from ledgers.models import Record
from people.models import Body, Place, Post, User
from people.tree import rename
from portal.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> None:
    """Templates, places, posts and schools; accounts in a folder of this test."""
    settings.VAR_DIR = tmp_path
    preparing.apply_pack()
    loading.load_county()
    loading.load_schools()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Place, Body, Post, User))


def records() -> Any:
    return Record.objects.unscoped("a test counts what was loaded")


def test_county_loads_once(house: None) -> None:
    codes = {code for _, code, *_ in place_rows() if code}
    assert Place.objects.filter(code__in=codes).count() == 1 + 21 + 529
    assert Place.objects.filter(level="group").count() >= 240
    assert Post.objects.filter(role=posts.DIRECTOR, user__username__startswith="v").count() >= 529
    before = counts()
    loading.load_county()
    loading.load_schools()
    assert counts() == before


def test_a_place_renamed_since_keeps_its_name(house: None) -> None:
    place = Place.objects.get(code=FULL)
    rename(place, "枫树坪新镇", FULL)
    loading.load_county()
    assert Place.objects.get(code=FULL).name == "枫树坪新镇"


def test_accounts_are_handed_out_in_a_private_file(house: None) -> None:
    text = handout.hand_out()
    assert handout.file().read_text(encoding="utf-8") == text
    assert stat.S_IMODE(handout.file().stat().st_mode) == 0o600
    for username, password in handout._known().items():
        assert User.objects.get(username=username).check_password(password)
        assert not set(password) & set("0O1lIio")


def test_a_second_run_keeps_every_password(house: None) -> None:
    assert handout.hand_out() == handout.hand_out()


def test_a_password_changed_by_its_owner_is_left_alone(house: None) -> None:
    handout.hand_out()
    user = User.objects.get(username="c01")
    user.set_password("河湾村的柳树2026")
    user.save()
    assert handout.CHANGED in handout.hand_out()
    user.refresh_from_db()
    assert user.check_password("河湾村的柳树2026")
    assert handout.CHANGED in handout.hand_out()


def test_a_new_house_gets_new_passwords(house: None) -> None:
    handout.hand_out()
    first = set(handout._known().values())
    handout.file().unlink()
    User.objects.update(password="!")
    handout.hand_out()
    second = set(handout._known().values())
    assert len(first) == len(second) == len(posts.shown())
    assert not first & second


def test_only_the_administrator_may_do_everything(house: None) -> None:
    handout.hand_out()
    ours = User.objects.filter(username__in=[account.username for account in posts.accounts()])
    assert [user.username for user in ours.filter(is_superuser=True)] == ["admin"]
    usable = {user.username for user in ours if user.has_usable_password()}
    assert usable == {account.username for _, account in posts.shown()}


def test_the_front_page_is_planted_once(house: None) -> None:
    preparing.plant_front_page()
    page = HomePage.objects.get()
    preparing.plant_front_page()
    assert HomePage.objects.get().latest_revision_id == page.latest_revision_id
    assert [phone.value["number"] for phone in page.phones][:2] == ["110", "12355"]


def test_the_command_says_a_line_a_step(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "prepare_house", lambda: "已备好")
    monkeypatch.setattr(preparing, "plant_front_page", lambda: "“首页”")
    out = StringIO()
    call_command("demo", size="none", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line[:5] for line in lines[:6]] == [f"[{n}/6]" for n in range(1, 7)]
    assert "儿童：" not in out.getvalue()
    assert "v104200" in out.getvalue()
    assert records().count() == 0


def test_quiet_says_one_line(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "prepare_house", lambda: "已备好")
    out = StringIO()
    call_command("demo", size="none", quiet=True, stdout=out)
    assert len(out.getvalue().splitlines()) == 1
