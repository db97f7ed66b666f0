"""Publishing a draft: checked with all that uses it, frozen together, ledgers and records follow."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from forms_catalog import editions
from forms_catalog.applying import StoredBook
from forms_catalog.definition import load
from forms_catalog.models import Edition, FormTemplate, ListTemplate
from forms_catalog.problems import Refused
from forms_catalog.publishing import effects_of, problems_of
from ledgers.models import Record
from ledgers.registry import live
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def drafted(row: Any, change: Any) -> Any:
    """A revision of the row whose body was changed; the row itself stays as it is."""
    draft = type(row).objects.get(pk=row.pk)
    draft.body = copy.deepcopy(draft.body)
    change(draft.body)
    return draft.save_revision()


def form(key: str = "left_behind_registration") -> FormTemplate:
    return FormTemplate.objects.get(key=key)


def asks_more(body: Any) -> None:
    body["sections"][-1]["questions"].append({"name": "extra", "label": "还有什么", "type": "text"})


def without(name: str) -> Any:
    def change(body: Any) -> None:
        for section in body["sections"]:
            section["questions"] = [q for q in section.get("questions", ()) if q["name"] != name]

    return change


def retyped(name: str, kind: str) -> Any:
    def change(body: Any) -> None:
        for section in body["sections"]:
            for question in section.get("questions", ()):
                if question["name"] == name:
                    question["type"] = kind

    return change


def codes(draft: Any) -> set[str]:
    return {problem.code for problem in problems_of(load(draft.as_object().body))}


def test_a_draft_changes_nothing_until_it_is_published(world: Any) -> None:
    before = editions.latest("form", "left_behind_registration")
    revision = drafted(form(), asks_more)
    assert form().has_unpublished_changes
    assert StoredBook().get("form", form().key) == load(form().body)
    assert editions.latest("form", "left_behind_registration") == before
    revision.publish()
    after = editions.latest("form", "left_behind_registration")
    assert before and after and after.number == before.number + 1
    assert live("left_behind").form_edition == after.pk  # type: ignore[union-attr]
    assert "extra" in editions.bundle(after.pk).questions
    assert "extra" not in editions.bundle(before.pk).questions


def test_a_record_stays_on_the_edition_it_was_filled_with(world: Any) -> None:
    result = people.register(world.users["village_officer"])
    before = Record.objects.unscoped("test").get(uid=result.records[1].uid).edition_id
    drafted(form(), asks_more).publish()
    assert Record.objects.unscoped("test").get(uid=result.records[1].uid).edition_id == before
    uses = effects_of(load(form().body)).uses
    assert [(use.ledger, dict(use.records)) for use in uses] == [("left_behind", {1: 1})]


def test_what_includes_the_form_gets_a_new_edition_with_it(world: Any) -> None:
    revision = drafted(form("child"), asks_more)
    effects = effects_of(load(revision.as_object().body))
    assert len(effects.others) == 2 and [q.name for q in effects.form.added] == ["extra"]
    revision.publish()
    numbers = {key: editions.latest("form", key).number for key in ("child", form().key)}  # type: ignore[union-attr]
    assert numbers == {"child": 2, "left_behind_registration": 2}


def test_a_list_takes_its_forms_along(world: Any) -> None:
    row = ListTemplate.objects.get(key="migration_type")
    drafted(row, lambda body: body["options"][0].update(label="父母都在外面")).publish()
    assert editions.latest("list", "migration_type").number == 1  # type: ignore[union-attr]
    bundle = live("left_behind").bundle  # type: ignore[union-attr]
    assert bundle.options["migration_type"][0].label == "父母都在外面"
    assert editions.latest("form", form().key).number == 2  # type: ignore[union-attr]


BROKEN = {
    "a column that a ledger shows": (without("migration_type"), "ledger.column-unknown"),
    "another kind of answer": (retyped("father_work_place", "integer"), "question.kind-changed"),
    "two of one name": (
        lambda body: body["sections"][-1]["questions"].append(
            {"name": "name", "label": "姓名", "type": "text"}
        ),
        "include.name-clash",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_draft_that_would_break_something_is_refused(world: Any, case: str) -> None:
    change, code = BROKEN[case]
    revision = drafted(form(), change)
    assert code in codes(revision)
    editions_before = Edition.objects.count()
    with pytest.raises(Refused) as refused:
        revision.publish()
    assert code in {problem.code for problem in refused.value}
    assert Edition.objects.count() == editions_before and not form().live_revision


def test_a_published_option_is_switched_off_never_removed(world: Any) -> None:
    row = ListTemplate.objects.get(key="migration_type")
    revision = drafted(row, lambda body: body["options"].pop())
    assert "list.option-gone" in codes(revision)
    drafted(row, lambda body: body["options"][-1].update(disabled=True)).publish()
    assert live("left_behind").bundle.options["migration_type"][-1].disabled  # type: ignore[union-attr]


def test_a_schedule_that_fails_stops_nobody_else(world: Any) -> None:
    due = timezone.now() - dt.timedelta(hours=1)
    for key, change in (
        ("left_behind_registration", without("migration_type")),
        ("child", asks_more),
    ):
        draft = form(key)
        draft.body, draft.go_live_at = copy.deepcopy(draft.body), due
        change(draft.body)
        draft.save_revision(approved_go_live_at=due)
    call_command("publish_scheduled")
    assert "extra" in editions.bundle(editions.latest("form", "child").pk).questions  # type: ignore[union-attr]
    kept = form()
    assert kept.has_unpublished_changes and not kept.approved_schedule
    assert "migration_type" in str(kept.body)


def test_a_draft_under_way_is_not_overwritten_by_its_pack(world: Any, settings: Any) -> None:
    drafted(form(), asks_more)
    pack = settings.PACKS_DIR / settings.PACK
    call_command("pack", "apply", pack, templates_only=True, verbosity=0)
    draft = form().get_latest_revision_as_object()
    assert "extra" in str(draft.body)


def test_a_revision_holds_no_row_facts(world: Any) -> None:
    """What the pack shipped and where the row belongs is never brought back by an old revision."""
    revision = drafted(form(), asks_more)
    FormTemplate.objects.filter(pk=form().pk).update(pack="other", base={"moved": "on"})
    found = type(revision).objects.get(pk=revision.pk).as_object()
    assert (found.pack, found.base) == ("other", {"moved": "on"})
