"""A village's survey, one after another: what is still to be done stands first, what is done is quiet."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from .acting import DESK, NEW, PHONE, Acting, Child, House, answers, fill, post, press, words

TASKS = "/ledgers/left_behind/tasks/"
WHY = "父亲电话少一位"


def only_dossier(act: Acting, page: Page, name: str) -> None:
    posted = answers(act.house, name=name, id_card=act.house.number())
    response = post(page, "/ledgers/children/new/", posted)
    assert "/receipts/" in response.url, response.text()


def send_back(house: House, child: Child) -> None:
    """What an action with a reason will leave: until there is one, written beside the gate."""
    with sqlite3.connect(house.var / "tonghu.sqlite3", timeout=20) as db:
        uid = child.uid.replace("-", "")
        db.execute("UPDATE ledgers_record SET state = 'RETURNED' WHERE uid = ?", (uid,))
        found = "SELECT id FROM ledgers_record WHERE uid = ?"
        db.execute(f"UPDATE ledgers_change SET reason = ? WHERE record_id = ({found})", (WHY, uid))
    db.close()


def line(page: Page, name: str) -> str:
    return page.locator(".task", has_text=name).inner_text()


def place(page: Page, name: str) -> int:
    """Where in the list a line stands."""
    found = page.locator(".task").all_inner_texts()
    return next(at for at, text in enumerate(found) if name in text)


@pytest.mark.parametrize("js", [True, False])
def test_ux_28_the_list_of_what_is_still_to_be_done(act: Acting, js: bool) -> None:
    page = act.person("village_officer", PHONE, java_script_enabled=js)
    fresh, half, back, done = (f"罗{'沛' if js else '沂'}{last}" for last in "安柏晨川")
    for name in (fresh, half):
        only_dossier(act, page, name)
    send_back(act.house, act.child(page, back))
    act.child(page, done)
    page.goto("/ledgers/left_behind/")
    page.get_by_role("link", name="看还差哪些").click()
    page.wait_for_url(f"**{TASKS}")
    page.get_by_role("link", name=half).click()
    page.wait_for_url(re.compile(f"{NEW}.*child="))
    press(page, "先存下，以后再填")
    page.goto(TASKS)
    states = [(fresh, "未开始"), (half, "填写中"), (back, "已退回"), (done, "待审核")]
    assert [state for name, state in states if state not in line(page, name)] == []
    assert WHY in line(page, back)
    assert place(page, back) < place(page, half) < place(page, fresh) < place(page, done)
    expect(page.locator(".task--done", has_text=done)).to_have_count(1)
    assert re.search(r"共\d+份，还有\d+份没做", words(page))
    page.get_by_role("link", name=half).click()
    page.wait_for_url("**/drafts/**")
    page.goto(TASKS)
    page.get_by_role("link", name=back).click()
    page.wait_for_url("**/records/*/edit/")
    page.goto(TASKS)
    page.get_by_role("link", name=done).click()
    page.wait_for_url(re.compile(r"/records/[0-9a-f-]{36}/$"))


def test_ux_28_in_any_order_and_by_place(act: Acting) -> None:
    """Another village's list holds none of these; the township chooses a village in the address."""
    officer = act.person("village_officer", PHONE)
    only_dossier(act, officer, "罗丹嘉")
    stranger = act.person("other_village_officer", PHONE)
    stranger.goto(TASKS)
    assert "罗丹嘉" not in words(stranger) and "都做了" in words(stranger)
    town = act.person("township_supervisor", DESK)
    town.goto(TASKS)
    town.get_by_label("地方", exact=True).select_option(label="河湾村")
    town.get_by_role("button", name="只看这里").click()
    town.wait_for_url(f"**{TASKS}?place=*")
    assert "罗丹嘉" in words(town) and "柳安" not in words(town)
    fill(town, {"place": ""})
    town.get_by_role("button", name="只看这里").click()
    assert "柳" in words(town)
