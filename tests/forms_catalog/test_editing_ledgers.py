"""A ledger on its edit page: begun, changed page by page, checked, published, promised."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_catalog import editions
from forms_catalog.applying import StoredBook
from forms_catalog.blocks import block_id
from forms_catalog.checks.meaning.ledgers import questions_of
from forms_catalog.definition import Access, DerivedColumn, Ledger, State, load
from forms_catalog.models import Edition, FormTemplate, LedgerTemplate, Template
from forms_catalog.publishing import needs_second
from forms_catalog.slots import family
from ledgers.intake import accept
from ledgers.registry import live
from tests import people

from .editor import address, autosave, boss, draft, ledger_row, opened, paged, save

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
LIST = "wagtailsnippets_forms_catalog_ledgertemplate"
PAGES = ("basics", "states", "actions", "looks", "rounds", "access", "keeping")


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


@pytest.fixture
def row(world: Any) -> Any:
    """One of the pack's ledgers, in use."""
    return LedgerTemplate.objects.get(key="children")


def check(browser: Client, row: Any) -> Any:
    return browser.get(address(row, "check"))


def publish(browser: Client, row: Any) -> Any:
    seen = check(browser, row).context["seen"]
    return browser.post(address(row, "check"), {"seen": seen, "publish": "1"})


def put(browser: Client, row: Any, page: str, ledger: Ledger) -> Any:
    """Saves a page as another ledger has it."""
    data = paged(opened(browser, row, section=page), page, ledger)
    return save(browser, row, data)


def codes(page: Any) -> list[str]:
    return [fault.code for fault in page.context["faults"]]


def filled() -> Any:
    """A child of 河湾村; its record stands in the first state."""
    officer = people.world().users["village_officer"]
    result = accept(people.sitting(officer, one=people.dossier()))
    assert result.status == "accepted", result.problems
    return result.records[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_nobody_touched_changes_nothing(browser: Client, row: Any, page: str) -> None:
    before = draft(row)
    answer = save(browser, row, opened(browser, row, section=page))
    assert answer.status_code == 302 and f"section={page}" in answer.url
    assert draft(row) == before


def test_a_new_ledger_begins_with_what_most_need(browser: Client) -> None:
    asked = {"title": "借用登记", "form": "child", "fills": ["village_director"]}
    answer = browser.post(reverse(f"{LIST}:add"), asked | {"checks": ["child_supervisor"]})
    assert answer.status_code == 302
    made = LedgerTemplate.objects.get(title="借用登记")
    ledger = draft(made)
    assert [state.label for state in ledger.states] == ["已登记", "已核实", "已作废"]
    assert {a.name for a in ledger.actions} == {"opening", "update", "verify", "return", "void"}
    assert ledger.place == "hukou_place" and ledger.role("child_supervisor")
    assert codes(check(browser, made)) == []
    assert publish(browser, made).url == address(made, "edit")
    assert editions.latest("ledger", ledger.id).number == 1


def test_a_roster_begins_with_the_columns_of_its_ledger(browser: Client, row: Any) -> None:
    """Published as it stands, offered to its own ledger and to no other."""
    add = reverse("wagtailsnippets_forms_catalog_formtemplate:add")
    assert browser.post(add, {"title": "名单", "roster": "children"}).status_code == 302
    made = FormTemplate.objects.get(title="名单")
    asked = {one.name: one for one in draft(made).questions()}
    assert list(asked)[:2] == ["seq", "name"] and asked["id_card"].sealed
    assert asked["risk_level"].label == "风险等级"
    assert codes(check(browser, made)) == []
    publish(browser, made)
    assert made.key in offered(browser, row)["roster"]
    other = LedgerTemplate.objects.get(key="households")
    assert made.key not in offered(browser, other)["roster"]
    page = browser.get(reverse(f"{LIST}:add"))
    assert made.key not in dict(page.context["form"].fields["form"].choices)


def test_rounds_and_columns_are_chosen_among_what_is_there(browser: Client) -> None:
    """Of the ledgers that a question points at, or that a box beside names."""
    row = LedgerTemplate.objects.get(key="coverage_surveys")
    known = offered(browser, row)
    assert {"round", "household"} <= {*known["unit"]} and "ref_date" not in known["date"]
    rounds = offered(browser, row, ".round")
    assert "ref_date" in rounds["date"] and "scope_place" in rounds["division"]
    assert {"_state", "result"} <= {*known["coded"]} and "visit_date" not in known["coded"]
    assert "village_group" in offered(browser, row, ".household")["listed"]
    taken = offered(browser, row, "households")["taken"]
    assert {"count", "latest(kind)", "sum(pop)", "pop"} <= {*taken} and "sum(kind)" not in taken


def offered(browser: Client, row: Any, about: str = "") -> dict[str, list[str]]:
    """The names that the boxes of a page choose among."""
    answer = browser.post(address(row, "rule"), {"fields": "1", "about": about}).json()
    return {what: [one[0] for one in many] for what, many in answer["choices"].items()}


def test_a_copy_asks_only_for_its_name(browser: Client, row: Any) -> None:
    page = browser.get(address(row, "copy"))
    assert set(page.context["form"].fields) == {"title"}
    browser.post(address(row, "copy"), {"title": "另一本"})
    made = draft(LedgerTemplate.objects.get(title="另一本"))
    assert made.states == draft(row).states and made.id != row.key


def test_pages_are_saved_apart(browser: Client, row: Any) -> None:
    """Two people at two pages: both stay."""
    first, second = opened(browser, row, section="states"), opened(browser, row, section="access")
    now = draft(row)
    states = replace(now, states=(*now.states, State(name="NEW", label="新的")))
    save(browser, row, paged(first, "states", states))
    access = replace(now, access=now.access[:1])
    save(boss("other", "别人"), row, paged(second, "access", access))
    found = draft(row)
    assert found.state("NEW") and len(found.access) == 1


def test_the_same_page_twice_is_shown_to_whoever_comes_second(browser: Client, row: Any) -> None:
    mine = opened(browser, row, section="states")
    now = draft(row)
    theirs = replace(now, states=(*now.states, State(name="NEW", label="新的")))
    put(boss("other", "别人"), row, "states", theirs)
    other = replace(now, states=(*now.states, State(name="MORE", label="我的")))
    page = save(browser, row, paged(mine, "states", other))
    assert page.status_code == 200 and "别人" in page.context["clash"].short
    assert draft(row).state("NEW") and not draft(row).state("MORE")


def test_it_saves_itself(browser: Client, row: Any) -> None:
    data = opened(browser, row, section="keeping")
    data["part_keeping-retention-years"] = "7"
    assert autosave(browser, row, data).status_code == 200
    assert draft(row).retention.years == 7


def test_every_problem_is_a_link_to_its_place(browser: Client, row: Any) -> None:
    now = draft(row)
    gone = replace(now, actions=tuple(replace(a, to="NOWHERE") for a in now.actions))
    put(browser, row, "actions", gone)
    faults = check(browser, row).context["faults"]
    assert {fault.code for fault in faults} == {"ledger.unknown-state"}
    assert f"section=actions&check=1#block-{block_id('opening')}-section" in faults[0].href
    page = browser.get(faults[0].href.partition("#")[0])
    assert page.context["faults"] and "part_actions" in page.context["form"].errors


def test_faults_speak_as_the_page_does(browser: Client) -> None:
    """No name of a file and no key of it: labels, and what to press."""
    row = LedgerTemplate.objects.get(key="coverage_surveys")
    now = draft(row)
    column = DerivedColumn(name="twice", label="两样", calculation="1", take="count")
    put(browser, row, "looks", replace(now, columns=("household",), derived=(*now.derived, column)))
    told = {fault.code: fault for fault in check(browser, row).context["faults"]}
    assert {"coverage.not-a-column", "derived.how"} <= {*told}
    said = "".join(f"{fault.text}{fault.remedy}" for fault in told.values())
    assert "“入户结果”" in said or "“结果”" in said
    assert not re.findall("“[a-z][a-z_]+”", said), said


def test_changes_are_told_by_labels(browser: Client, row: Any) -> None:
    now = draft(row)
    seen = Access(name="county_office", masked=("father_name", "sex"))
    others = tuple(one for one in now.access if one.name != seen.name)
    put(browser, row, "access", replace(now, access=(*others, seen)))
    said = str(check(browser, row).context["changes"])
    assert "县级经办" in said and "父亲姓名、性别" in said and "father_name" not in said


def test_a_state_with_records_may_not_go(browser: Client, row: Any) -> None:
    filled()
    now = draft(row)
    fewer = replace(
        now,
        states=now.states[1:],
        actions=tuple(
            replace(a, to="" if a.to == "SUBMITTED" else a.to, from_=_without(a.from_))
            for a in now.actions
        ),
    )
    put(browser, row, "states", fewer)
    put(browser, row, "actions", fewer)
    page = check(browser, row)
    assert codes(page) == ["ledger.state-in-use"]
    assert page.context["ledger"].states == (("待审核", 1),)
    browser.post(address(row, "check"), {"restore": "SUBMITTED"})
    assert draft(row).states == now.states and codes(check(browser, row)) == []


def test_or_another_state_says_that_it_was_this_one(browser: Client, row: Any) -> None:
    filled()
    now = draft(row)
    heir = replace(now.states[0], name="WAITS", was="SUBMITTED")
    moved = replace(
        now,
        states=(heir, *now.states[1:]),
        actions=tuple(
            replace(a, to="WAITS" if a.to == "SUBMITTED" else a.to, from_=_without(a.from_))
            for a in now.actions
        ),
    )
    put(browser, row, "states", moved)
    put(browser, row, "actions", moved)
    assert "ledger.state-in-use" not in codes(check(browser, row))


def _without(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if code != "SUBMITTED") or ("VERIFIED",)


def test_what_publishing_does_is_said_before(browser: Client, row: Any) -> None:
    filled()
    now = draft(row)
    changed = replace(
        now,
        columns=(*now.columns[1:], _fit(now)),
        actions=tuple(a for a in now.actions if a.name != "verify"),
        access=(
            Access(name="child_supervisor", hidden=("father_name",), clear=("id_card",)),
            Access(name="village_director", fill=True),
            Access(name="police"),
        ),
    )
    for page in ("looks", "actions", "access"):
        put(browser, row, page, changed)
    found = check(browser, row).context["ledger"]
    assert found.total == 1 and found.columns == ("姓名",) and found.actions == ("审核通过",)
    assert len(found.refilled) + len(found.homeless) == 1
    sights = {one.role: one for one in found.sights}
    assert sights["police"].whole == "gained" and sights["county_office"].whole == "lost"
    assert any("父亲姓名" in told for told in sights["child_supervisor"].less)
    assert any("身份号码" in told for told in sights["child_supervisor"].more)


def test_who_shows_sealed_answers_to_more_does_not_publish_it_alone(
    browser: Client, row: Any
) -> None:
    """Neither to a role that sees them whole, nor to one that may ask for them, nor unsealed."""
    now, before = draft(row), editions.latest("ledger", row.key)
    more = tuple(
        replace(a, clear=("id_card",)) if a.name == "county_office" else a for a in now.access
    )
    put(browser, row, "access", replace(now, access=more))
    browser.post(address(row, "check"), {"seen": _seen(browser, row), "publish": "1"}, follow=True)
    assert editions.latest("ledger", row.key) == before
    publish(boss("other", "别人"), row)
    assert editions.latest("ledger", row.key) != before
    asked = tuple(
        replace(a, who=(*a.who, "volunteer")) if a.name == "reveal" else a for a in now.actions
    )
    form = load(form_of(row).body)
    plain = [replace(s, questions=tuple(map(_plain, s.questions))) for s in form.sections]
    assert needs_second(replace(now, actions=asked)) and not needs_second(now)
    assert needs_second(replace(form, sections=tuple(plain))) and not needs_second(form)


def _seen(browser: Client, row: Any) -> str:
    return str(check(browser, row).context["seen"])


def _plain(question: Any) -> Any:
    return replace(question, sealed=False)


def form_of(row: Any) -> Any:
    return Template.objects.get(kind="form", key=load(row.body).form)


def _fit(ledger: Ledger) -> str:
    """A question that could be a column and was none so far."""
    questions = questions_of(ledger, StoredBook()) or {}
    known = {*ledger.columns, *live(ledger.id).slots}
    return next(name for name, one in questions.items() if family(one) and name not in known)


def test_publishing_makes_one_edition_with_its_slots(browser: Client, row: Any) -> None:
    now = draft(row)
    before = Edition.objects.filter(kind="ledger", key=row.key).count()
    put(browser, row, "looks", replace(now, columns=now.columns[:-1]))
    assert publish(browser, row).url == address(row, "edit")
    assert Edition.objects.filter(kind="ledger", key=row.key).count() == before + 1
    canonical = editions.canonical(editions.latest("ledger", row.key).pk)
    assert canonical["slots"].keys() >= set(now.columns)


def test_what_changed_is_told_in_words(browser: Client, row: Any) -> None:
    now = draft(row)
    put(
        browser,
        row,
        "states",
        replace(now, states=(replace(now.states[0], label="等着"), *now.states[1:])),
    )
    page = browser.get(address(row, "revisions_compare", "live", "latest"))
    [change] = page.context["changes"]
    assert change.what == "changed" and change.where == "状态"
    assert change.details == (("叫什么", "待审核", "等着"),)


def test_yaml_out_and_in(browser: Client, row: Any) -> None:
    text = browser.get(address(row, "export")).content.decode()
    answer = browser.post(
        address(row, "import"), {"text": text.replace("待审核", "等着"), "replace": "1"}
    )
    assert answer.status_code == 302 and draft(row).states[0].label == "等着"


def test_who_uses_it(browser: Client, row: Any) -> None:
    page = browser.get(address(row, "usage"))
    assert "留守" in "".join(one["title"] for one in page.context["forms"])


@pytest.mark.parametrize("mode", ["list", "record", "life", "yaml"])
@pytest.mark.parametrize("key", ["children", "risk_assessments", ""])
def test_every_look_of_a_draft(browser: Client, mode: str, key: str) -> None:
    empty = Ledger(id="empty", title="", form="", place="", states=(), actions=(), access=())
    row = LedgerTemplate.objects.get(key=key) if key else ledger_row(empty)
    page = browser.get(address(row, "preview_on_edit"), {"mode": mode})
    assert page.status_code == 200 and "<html" in page.content.decode()


def test_names_are_offered_by_their_words(browser: Client, row: Any) -> None:
    asked = browser.post(address(row, "rule"), {"asks": "[]", "fields": "1", "section": "actions"})
    found = asked.json()
    choices = found["choices"]
    assert ["any", "任何状态", ""] in choices["from"]
    assert ["VERIFIED", "在册", ""] in choices["state"]
    assert ["id_card", "身份号码", ""] in choices["sealed"]
    assert "id_card" not in {one[0] for one in choices["column"]}
    columns = {one["name"] for one in found["fields"] if one["column"]}
    assert {"_state", "name"} <= columns and "id_card" not in columns


ASKS = (
    ("columns", "${_state} = 'VERIFIED'", []),
    ("columns", "${residence_detail} = 'x'", ["expression.unknown-name"]),
    ("condition", "${residence_detail} = 'x'", []),
    ("elsewhere", "${came} = 'yes'", []),
)


@pytest.mark.parametrize("ask", ASKS, ids=repr)
def test_a_filter_speaks_of_columns_only(browser: Client, row: Any, ask: Any) -> None:
    import json

    what, text, expected = ask
    asks = json.dumps([{"id": 0, "what": what, "text": text}])
    [answer] = browser.post(address(row, "rule"), {"asks": asks}).json()["answers"]
    assert [one["code"] for one in answer["problems"] if not one["warn"]] == expected


@pytest.mark.parametrize("name", people.PEOPLE)
def test_only_who_edits_templates_edits_ledgers(world: Any, row: Any, name: str) -> None:
    allowed = name == "county_admin"
    answer = people.client(name).get(address(row, "edit"))
    assert (answer.status_code == 200) == allowed
