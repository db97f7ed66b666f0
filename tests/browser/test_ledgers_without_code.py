"""An administrator defines two linked ledgers without code; a clerk fills one, a manager verifies it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .acting import DESK, PHONE, RECORD, Acting, complete, words
from .test_editor_large import send
from .test_rule_builder import add_line

MEMBER = """format: 1
form: {key}
title: 会员登记表
instance_name: ((name))
sections:
  body:
    label: 会员
    questions:
      name: {{label: 姓名, type: person_name, required: true}}
      phone: {{label: 手机, type: phone, required: true, sealed: true}}
      grade: {{label: 等级, type: choice, choices: {{A: 金卡, B: 银卡}}, required: true}}
      paid: {{label: 交了年费吗, type: yes_no, required: true}}
      joined: {{label: 入会日期, type: date}}
"""
SESSION = """format: 1
form: {key}
title: 训练记录表
sections:
  body:
    label: 训练
    questions:
      member: {{label: 会员, type: record, record: %s, required: true}}
      came: {{label: 本人到场, type: yes_no, required: true}}
"""
PHONE_NUMBER = "10000001234"
GUARD = "先交年费，再核实"


def publishes(page: Page) -> None:
    """From the check page, which has nothing to complain of."""
    expect(page.locator(".tpl-note--good")).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url(lambda url: "/check/" not in url)


def a_form(page: Page, title: str, text: str) -> str:
    """A published form; gives its key."""
    made = send(page, "/admin/forms/add/", title=title).url
    number = re.search(r"/edit/(\d+)/", made)[1]
    old = page.context.request.get(f"/admin/forms/export/{number}/").text()
    key = re.search(r"form: (\w+)", old)[1]
    done = send(page, f"/admin/forms/import/{number}/", text=text.format(key=key), replace="1")
    assert "/edit/" in done.url, done.text()
    page.goto(f"/admin/forms/check/{number}/")
    publishes(page)
    return key


def a_ledger(page: Page, title: str, form: str) -> str:
    """A new ledger with what most need; gives its address in the admin."""
    page.goto("/admin/ledgers/add/")
    page.get_by_label("名称").fill(title)
    page.get_by_label("用哪张表登记").select_option(label=form)
    page.locator("#id_fills").get_by_label("前台").check()
    page.locator("#id_checks").get_by_label("经理").check()
    page.get_by_role("button", name="建立").click()
    page.wait_for_url("**/edit/**")
    return page.url.partition("?")[0].partition("#")[0]


def key_of(page: Page, href: str) -> str:
    return re.search(
        r"ledger: (\w+)", page.context.request.get(href.replace("/edit/", "/export/")).text()
    )[1]


def goes_to(page: Page, label: str) -> None:
    """Another page of the same ledger, as Wagtail takes it when it has looked at it."""
    page.locator(".tpl-nav a", has_text=label).click()
    page.get_by_role("heading", name=label, exact=True).first.wait_for()
    page.locator(".ledger-page").wait_for()
    page.wait_for_timeout(1500)


def saves(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button.action-save").first.click()


def key(around: Page | Locator, path: str) -> Locator:
    """What stands under a heading, scrolled to: names are drawn when they are seen."""
    found = around.locator(f"[data-contentpath='{path}']").last
    found.scroll_into_view_if_needed()
    return found


def part(page: Page, words: str) -> Locator:
    """The block of a state, an action, a view, opened."""
    head = page.locator("[data-streamfield-child] h2", has_text=words).first
    section = head.get_attribute("id").replace("-heading", "-section")
    block = page.locator(f"[data-streamfield-child]:has(> [id='{section}'])")
    block.locator("[data-panel-toggle]").first.click()
    return block


def added(around: Page | Locator, path: str) -> Locator:
    """One more part at the end of a list."""
    inside = around.locator(f"[data-contentpath='{path}']").first
    blocks = inside.locator("[data-streamfield-child]:visible")
    before = blocks.count()
    inside.locator(".c-sf-add-button:visible").last.click()
    expect(blocks).to_have_count(before + 1)
    return blocks.last


def names_the_states(page: Page) -> None:
    goes_to(page, "状态")
    box = page.locator("[name='part_states-states-0-value-label']")
    expect(box).to_have_value("已登记")
    box.fill("待审核")
    page.locator("[name='part_states-states-0-value-color']").select_option(label="蓝")
    saves(page)


def guards_the_action(page: Page) -> None:
    """Built from lines, with words for whoever may not."""
    goes_to(page, "动作")
    action = part(page, "核实")
    expect(key(action, "from").get_by_label("待审核")).to_be_checked()
    expect(key(action, "who").get_by_label("经理")).to_be_checked()
    row = added(action, "guard")
    row.locator("summary", has_text="写条件").click()
    rule = row.locator(".rule")
    add_line(rule, 哪一题="交了年费吗", 怎么比="是", 哪个答案="是")
    expect(rule.locator(".rule__said")).to_contain_text("交了年费吗")
    row.locator("[name$='-constraint_message']").fill(GUARD)
    saves(page)


def acts(page: Page, label: str, verb: str, states: tuple[str, ...], who: tuple[str, ...]) -> None:
    """One more button of the record page."""
    action = added(page, "actions")
    action.locator("[name$='-label']").first.fill(label)
    action.locator("select[name$='-verb']").select_option(value=verb)
    for path, names in (("from", states), ("who", who)):
        for one in names:
            key(action, path).get_by_label(one, exact=True).check()


def lets_them_move(page: Page) -> None:
    """To another place, and two into one."""
    goes_to(page, "动作")
    acts(page, "转场地", "transfer", ("已核实",), ("前台", "经理"))
    acts(page, "合并", "merge", ("待审核", "已核实"), ("经理",))
    saves(page)
    goes_to(page, "基本")
    page.get_by_label("重复的可以合并").check()
    saves(page)


def counts_the_trainings(page: Page, sessions: str) -> None:
    goes_to(page, "列和视图")
    column = added(page, "derived")
    column.locator("[name$='-label']").first.fill("来了几次")
    column.locator("select[name$='-from']").select_option(value=sessions)
    key(column, "by").locator("select").select_option(value="member")
    key(column, "take").locator("select").select_option(label="有几份")
    rule = key(column, "where").locator(".rule")
    add_line(rule, 哪一题="本人到场", 怎么比="是", 哪个答案="是")
    expect(column.locator("[name$='-where']")).to_have_value("${came} = 'yes'")
    saves(page)


def keeps_a_view(page: Page) -> None:
    goes_to(page, "列和视图")
    expect(page.locator("[data-contentpath='columns']").first).to_contain_text("等级")
    view = added(page, "views")
    view.locator("[name$='-label']").fill("等着审核的")
    rule = key(view, "filter").locator(".rule")
    add_line(rule, 哪一题="状态", 怎么比="是", 哪个答案="待审核")
    expect(rule.locator(".rule__said")).to_contain_text("待审核")
    names = key(view, "columns")
    names.get_by_label("显示哪些列：添一个").select_option(value="grade")
    expect(names.locator("li")).to_have_text(re.compile("等级"))
    saves(page)


def lets_the_manager_see(page: Page) -> None:
    goes_to(page, "谁能看")
    expect(page.locator(".tpl-table")).to_contain_text("经理")
    clear = key(page, "clear")
    clear.get_by_label("加密但给他看全的题：添一个").select_option(value="phone")
    expect(clear.locator("li")).to_have_text(re.compile("手机"))
    saves(page)
    expect(page.locator(".tpl-table")).to_contain_text("1题看全")


def looks(page: Page) -> None:
    """As a list, as a record with its buttons, as a drawing, as a file."""
    page.get_by_role("button", name=re.compile("预览")).first.click()
    frame = page.frame_locator("iframe[title]").first
    for mode, said in (
        ("list", "编的8条"),
        ("record", "待审核"),
        ("life", "动作一览"),
        ("yaml", GUARD),
    ):
        page.locator("[data-side-panel='preview'] select").select_option(mode)
        expect(frame.get_by_text(said).first).to_be_attached()
    page.get_by_role("button", name=re.compile("预览")).first.click()


def designs(page: Page) -> tuple[str, str]:
    """Both ledgers, published; gives their keys."""
    a_form(page, "会员登记表", MEMBER)
    href = a_ledger(page, "网球会员", "会员登记表")
    names_the_states(page)
    guards_the_action(page)
    lets_them_move(page)
    keeps_a_view(page)
    lets_the_manager_see(page)
    looks(page)
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    publishes(page)
    members = key_of(page, href)
    a_form(page, "训练记录表", SESSION.replace("%s", members))
    second = a_ledger(page, "网球训练", "训练记录表")
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    publishes(page)
    sessions = key_of(page, second)
    page.goto(href)
    counts_the_trainings(page, sessions)
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    publishes(page)
    return members, sessions


def fills(act: Acting, key: str, name: str = "罗安", **changes: str) -> str:
    """The clerk, on a phone; gives the address of the record."""
    page = act.person("clerk", PHONE)
    page.goto(f"/ledgers/{key}/new/")
    posted = {"name": name, "phone": PHONE_NUMBER, "grade": "A", "paid": "yes"} | changes
    complete(page, posted)
    page.wait_for_url("**/receipts/**")
    page.locator("a[href*='/records/']").first.click()
    page.wait_for_url("**/records/**")
    assert "待审核" in words(page) and PHONE_NUMBER not in words(page)
    return page.url


def presses(page: Page, href: str, button: str) -> None:
    page.goto(href)
    page.get_by_role("button", name=button, exact=True).or_(
        page.get_by_role("link", name=button, exact=True)
    ).first.click()


def stands(page: Page, state: str) -> None:
    expect(page.locator(".title .tag")).to_have_text(state)


def sends_back(page: Page, href: str) -> None:
    presses(page, href, "退回")
    page.get_by_label("原因").fill("等级再看一眼")
    page.get_by_role("button", name="退回", exact=True).click()
    stands(page, "待审核")


def trains(act: Acting, sessions: str, href: str) -> None:
    """The clerk writes down that the member came."""
    desk = act.person("clerk", PHONE)
    desk.goto(f"/ledgers/{sessions}/new/?member={RECORD.search(href)[1]}")
    complete(desk, {"came": "yes"})
    desk.wait_for_url("**/receipts/**")


def shows_how_often(manager: Page, members: str) -> None:
    manager.goto(f"/ledgers/{members}/")
    manager.get_by_text("更多条件和列").click()
    manager.get_by_label("来了几次").check()
    manager.get_by_role("button", name="查找").click()
    manager.wait_for_url("**cols=*")
    cell = manager.locator("tbody tr", has_text="罗安").locator("[data-label='来了几次']")
    expect(cell).to_have_text("1")


def hands_over(act: Acting, manager: Page, href: str) -> None:
    """The clerk asks; whoever looks after the other place takes it."""
    desk = act.person("clerk", DESK)
    presses(desk, href, "转场地")
    desk.get_by_label("柳坪村").check()
    desk.get_by_role("button", name="转场地", exact=True).click()
    manager.goto("/queues/offered/")
    manager.get_by_role("link", name=re.compile("罗安")).first.click()
    manager.get_by_role("button", name="接收", exact=True).click()
    manager.goto(href)
    assert "柳坪村" in words(manager)
    assert desk.goto(href).status == 404


def puts_together(manager: Page, href: str, other: str) -> None:
    presses(manager, href, "合并")
    manager.get_by_label("姓名或编号").fill("罗安")
    manager.get_by_role("button", name="查找").click()
    manager.locator(f"a[href*='{RECORD.search(other)[1]}']").click()
    with manager.expect_navigation():
        manager.get_by_role("button", name="合并", exact=True).click()
    assert manager.goto(other).status == 404, "what was merged is found in the one that stands"
    manager.goto(href)
    assert "并进来的记录" in words(manager)


def test_a_ledger_is_defined_without_code(act: Acting) -> None:
    members, sessions = designs(act.person("administrator", DESK))
    href = fills(act, members)
    manager = act.person("manager", DESK)
    manager.goto(href)
    assert PHONE_NUMBER in words(manager)
    presses(manager, href, "核实")
    stands(manager, "已核实")
    sends_back(manager, href)
    presses(manager, href, "核实")
    stands(manager, "已核实")
    trains(act, sessions, href)
    shows_how_often(manager, members)
    hands_over(act, manager, href)
    puts_together(manager, href, fills(act, members, phone="10000009876"))
