"""Page by page: kept first, judged then, gone on with on any device, submitted by one POST alone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from ledgers.drafts import Drafts
from ledgers.models import Draft, Record, Submission
from tests import people

from .filling import CARD, NEW, Hand, texts, walk, whole
from .tools import answers

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]


def drafts() -> int:
    return Draft.objects.unscoped("test").count()


def records() -> int:
    return Record.objects.unscoped("test").count()


@pytest.fixture
def hand(world: Any) -> Hand:
    return Hand().open(NEW)


def test_the_whole_way(hand: Hand) -> None:
    assert drafts() == 0
    walk(hand)
    assert hand.status == 200 and "有0处" not in hand.html and "errs-h" not in hand.html
    assert "**************0025" in hand.html and people.ID_CARDS[0] not in hand.html
    assert drafts() == 1 and records() == 0
    hand.press()
    assert "/receipts/" in hand.at and drafts() == 0 and records() == 2
    child = Record.objects.unscoped("test").get(ledger__key="children")
    assert answers(child)["name"] == "罗安" and answers(child)["ethnicity"] == "01"


def test_a_get_changes_nothing(hand: Hand) -> None:
    hand.press(name="罗安")
    uid = hand.uid
    before = Draft.objects.unscoped("test").values_list("version", "updated_at").get(uid=uid)
    for page in ("", "identity-1/", "family-3/", "all/", "check/", "delete/", "edition/"):
        assert hand.open(f"/drafts/{uid}/{page}").status == 200
    after = Draft.objects.unscoped("test").values_list("version", "updated_at").get(uid=uid)
    assert before == after and records() == 0 and Submission.objects.count() == 0


def test_nobody_missed_what_was_not_shown(hand: Hand) -> None:
    """A page comes back with what its answers brought up: said kindly, no fault counted."""
    shown = hand.controls.names
    told = {name: text for name, text in texts().items() if name in shown and name != "id_card"}
    hand.press(**told)
    assert hand.status == 200 and "又多了要填的" in hand.html and "<title>错误：" not in hand.html
    hand.press()
    assert hand.status == 422 and hand.html.count('href="#q-id_card"') == 1


def test_a_bad_page_comes_back_kept(hand: Hand) -> None:
    hand.press(name="罗安2", id_card="99", household_reg="Y", birth_date__y="2015", sex="2")
    assert hand.status == 422 and "先往下填" in hand.html and "<title>错误：" in hand.html
    values = hand.controls.values
    assert values["name"] == ["罗安2"] and values["birth_date-y"] == ["2015"]
    hand.press(go="on", **{name: value[0] for name, value in values.items()})
    assert hand.at == hand.step("identity-2") and hand.status == 200
    hand.open(hand.step("identity-1"))
    assert hand.controls.values["name"] == ["罗安2"]
    hand.open(hand.step("check"))
    assert "identity-1/?back=check#q-name" in hand.html and records() == 0


def test_back_from_the_check_page_and_straight_there_again(hand: Hand) -> None:
    walk(hand)
    hand.open(f"{hand.step('identity-1')}?back=check").press(name="罗谷")
    assert hand.at.endswith("/check/") and "罗谷" in hand.html


def test_put_aside_and_gone_on_with_elsewhere(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    assert (
        hand.at == "/work/" and "接着填 罗安的" in hand.html and "停在“个人基本情况”" in hand.html
    )
    other = Hand().open("/work/")
    assert other.open(f"/drafts/{other.uid}/").controls.values["name"] == ["罗安"]


def test_the_other_look_over_the_same_draft(hand: Hand) -> None:
    hand.press(go="switch", name="罗安")
    assert hand.at.endswith("/all/") and hand.controls.values["name"] == ["罗安"]
    assert hand.client.cookies["look"].value == "all"
    hand.press(go="switch", residence_detail="3组12号")
    assert hand.at.endswith("/identity-1/") and hand.client.cookies["look"].value == "pages"
    assert hand.open(hand.step("identity-3")).controls.values["residence_detail"] == ["3组12号"]
    assert drafts() == 1


def test_a_blank_form_is_no_draft(hand: Hand) -> None:
    hand.press(go="switch")
    assert hand.at == "/ledgers/left_behind/new/" and drafts() == 0
    hand.press(go="switch")
    assert hand.at == NEW and drafts() == 0


def test_one_page_submits_and_takes_the_draft_along(hand: Hand) -> None:
    hand.press(go="switch", name="罗安")
    whole(hand, **texts())
    assert "/receipts/" in hand.at and drafts() == 0 and records() == 2


def test_a_draft_that_was_sent_leads_to_its_receipt(hand: Hand) -> None:
    walk(hand)
    uid, check = hand.uid, hand.at
    hand.press()
    for page in ("", "identity-1/", "all/", "check/", "edition/", "delete/"):
        assert "/receipts/" in hand.open(f"/drafts/{uid}/{page}").at
    response = hand.client.post(check, {"ledger": "left_behind"})
    assert response["Location"] == f"/receipts/{uid.replace('-', '')}/"
    assert people.client("other_village_officer").get(check).status_code == 404
    assert records() == 2


def test_pressed_twice_is_sent_once(hand: Hand) -> None:
    walk(hand)
    second = Hand().open(hand.at)
    hand.press()
    second.press()
    assert "/receipts/" in hand.at == second.at and records() == 2


def test_two_browsers_on_one_page_see_both(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    one, two = (Hand().open(hand.step("identity-1")) for _ in "ab")
    one.press(go="later", name="罗谷")
    two.press(name="罗川", sex="2")
    assert two.status == 409 and "另一处填的是“罗谷”" in two.html
    assert two.controls.values["name"] == ["罗川"]
    assert Hand().open(hand.step("identity-1")).controls.values["name"] == ["罗谷"]
    two.press(go="later")
    assert Hand().open(hand.step("identity-1")).controls.values["name"] == ["罗川"]


def test_two_browsers_on_two_pages_never_meet(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    one = Hand().open(hand.step("identity-1"))
    two = Hand().open(hand.step("identity-3"))
    one.press(go="later", name="罗谷")
    two.press(go="later", residence_detail="3组")
    assert one.at == two.at == "/work/"
    assert Hand().open(hand.step("identity-1")).controls.values["name"] == ["罗谷"]
    assert Hand().open(hand.step("identity-3")).controls.values["residence_detail"] == ["3组"]


def photo(size: int = 8) -> Any:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (size, size), "green").save(out, "PNG")
    out.seek(0)
    out.name = "a.png"
    return out


def test_a_photo_is_kept_with_its_page(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    hand.open(hand.step("identity-4"))
    hand.press(go="later", files={"photo.file": photo()})
    hand.open(hand.step("identity-4"))
    assert "a.png" in hand.html and len(hand.controls.values["photo.kept"][0]) == 64
    walk(hand.open(hand.step("identity-1"))).press()
    child = Record.objects.unscoped("test").get(ledger__key="children")
    assert answers(child)["photo"]["name"] == "a.png"


def test_a_photo_of_forty_megabytes_is_refused_in_words(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    big = io.BytesIO(photo().getvalue() + b"\0" * 40_000_000)
    big.name = "a.png"
    hand.open(hand.step("identity-4")).press(files={"photo.file": big})
    assert hand.status == 422 and "10兆" in hand.html
    assert Hand().open(hand.step("identity-1")).controls.values["name"] == ["罗安"]


@pytest.mark.parametrize(
    "typed", ["罗😀安", "长" * 70_000, "<b>&\"'", "\x00", "罗\r\n安"], ids=repr
)
def test_whatever_is_typed_stands_on_the_page_again(hand: Hand, typed: str) -> None:
    hand.press(go="later", name="罗安")
    hand.open(hand.step("identity-3")).press(go="later", residence_detail=typed)
    assert hand.at == "/work/"
    found = Hand().open(hand.step("identity-3"))
    assert found.status == 200
    if typed.isprintable():
        assert found.controls.values["residence_detail"] == [typed]
    assert found.open(hand.step("check")).status == 200


@pytest.mark.parametrize("step", ["body-1", "identity-99", "done", "x", "check-1"])
def test_a_step_of_another_form(hand: Hand, step: str) -> None:
    hand.press(name="罗安")
    assert Hand().open(hand.step(step)).status == 404
    assert Hand().client.post(hand.step(step), {"name": "罗谷"}).status_code == 404


def test_names_that_the_page_does_not_ask_are_left_out(hand: Hand) -> None:
    hand.press(go="later", name="罗安", caregiver_name="罗柏", nonsense="x", child="y")
    sheet = next(Drafts(people.world().users["village_officer"]).latest())
    assert {
        "caregiver_name",
        "nonsense",
        "child",
        "key",
        "base",
    } & sheet.content.values.keys() == set()


@pytest.mark.parametrize("key", ["", "x", "f" * 64, "😀" * 32, "../../etc", "0" * 31])
def test_a_key_of_nobody_is_a_new_draft(hand: Hand, key: str) -> None:
    assert hand.press(go="later", key=key, name="罗安").at == "/work/" and drafts() == 1


def test_a_key_of_somebody_else_is_nobody_s(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    uid = hand.uid
    other = Hand("other_village_officer").open(NEW)
    assert other.press(go="later", key=uid.replace("-", ""), name="罗谷").status == 404
    data = {"ledger": "left_behind", "name": "罗谷"}
    for page in ("identity-1/", "all/", "check/", "save/", "delete/", "edition/"):
        assert other.client.post(f"/drafts/{uid}/{page}", data).status_code == 404
    assert Hand().open(f"/drafts/{uid}/identity-1/").controls.values["name"] == ["罗安"]


def test_throwing_away_asks_first(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    page = hand.step("delete")
    assert "罗安" in hand.open(page).html and drafts() == 1
    hand.client.post(page)
    assert drafts() == 0 and hand.open(page).status == 404


def test_a_thrown_away_page_that_is_still_open_is_kept_anew(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    open_page = Hand().open(hand.step("identity-1"))
    hand.client.post(hand.step("delete"))
    open_page.press(go="later", name="罗谷")
    assert open_page.at == "/work/" and drafts() == 1


def test_without_the_keys_everything_typed_stays_on_the_page(
    hand: Hand, settings: Any, tmp_path: Any
) -> None:
    settings.KEYRING = tmp_path / "gone.json"
    hand.press(name="罗安", id_card=CARD)
    assert hand.status == 503 and hand.controls.values["name"] == ["罗安"]
    assert "密钥" in hand.html and drafts() == 0


@pytest.mark.parametrize("page", ["family-4", "all"])
def test_the_keys_go_while_a_draft_is_open(
    hand: Hand, settings: Any, tmp_path: Any, page: str
) -> None:
    keys = settings.KEYRING
    hand.press(go="later", name="罗安")
    hand.open(hand.step(page))
    settings.KEYRING = tmp_path / "gone.json"
    hand.press(sibling_count="2")
    assert hand.status == 503 and hand.controls.values["sibling_count"] == ["2"]
    settings.KEYRING = keys
    assert hand.press(go="later").at == "/work/"
    assert Hand().open(hand.step("family-4")).controls.values["sibling_count"] == ["2"]
    assert Hand().open(hand.step("identity-1")).controls.values["name"] == ["罗安"]


@pytest.mark.parametrize(
    "typed",
    [{"edition": "9" * 5000}, {"edition": "²"}, {"edition": "0"}, {"step": "x"}, {"base": "😀"}],
    ids=lambda typed: str(typed)[:40],
)
def test_spoilt_marks(hand: Hand, typed: dict[str, str]) -> None:
    assert hand.press(go="later", name="罗安", **typed).at == "/work/"


def test_today_says_nothing_of_drafts_without_the_keys(
    hand: Hand, settings: Any, tmp_path: Any
) -> None:
    hand.press(go="later", name="罗安")
    settings.KEYRING = tmp_path / "gone.json"
    assert hand.open("/work/").status == 200 and "罗安" not in hand.html


@pytest.mark.parametrize(
    ("who", "cookie", "href"),
    [
        ("village_officer", "", "/new/pages/"),
        ("village_officer", "all", "/new/"),
        ("village_officer", "nonsense", "/new/pages/"),
        ("township_supervisor", "", "/new/"),
        ("township_supervisor", "pages", "/new/pages/"),
    ],
)
def test_which_look_a_person_gets(world: Any, who: str, cookie: str, href: str) -> None:
    browser: Client = people.client(who)
    if cookie:
        browser.cookies["look"] = cookie
    assert f'"/ledgers/left_behind{href}"' in browser.get("/work/").content.decode()


def test_a_double_is_told_on_the_page_that_asks_who_it_is(world: Any, hand: Hand) -> None:
    """Not fourteen pages later; out of sight it only exists, and one may go on all the same."""
    kept = people.register(world.users["village_officer"]).records[0]
    typed = {name: text for name, text in texts().items() if name in hand.controls.names}
    hand.press(**typed)
    assert hand.status == 422 and f'href="/records/{kept.uid}/"' in hand.html
    first = hand.at
    other = Hand("other_village_officer").open(NEW)
    other.press(**typed)
    assert other.status == 422 and "已在他处建档" in other.html
    assert kept.uid not in other.html and records() == 2
    hand.press(**typed | {"id_card": CARD})
    assert hand.status == 200 and hand.at != first, "another number goes on"
    other.press(go="on", **typed)
    assert other.status == 200


def test_a_draft_is_called_after_whom_it_is_about(hand: Hand, world: Any) -> None:
    """Of many half-filled visits each says whose it is; where nothing is typed, nothing is said."""
    kept = people.register(world.users["village_officer"]).records[0]
    assert "号户的" not in hand.open("/ledgers/households/new/pages/").html
    hand.open(f"/ledgers/home_visits/new/pages/?child={kept.uid}")
    assert "罗安的走访记录表" in hand.html
    hand.press(visit_method="HOME")
    assert "接着填 罗安的走访记录表" in hand.open("/work/").html
    other = Hand("other_village_officer").open(f"/ledgers/home_visits/new/pages/?child={kept.uid}")
    assert "罗安" not in other.html
