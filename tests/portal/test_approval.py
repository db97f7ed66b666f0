"""From the editor's draft to the publisher's word: nobody is in a group, all hold posts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, Workflow, WorkflowContentType

from forms_catalog.approval import MAY_PUBLISH, PublisherApproval, plant_workflow, send_in
from forms_catalog.models import Edition, FormTemplate, ListTemplate, publisher
from forms_catalog.problems import Problem, Refused
from people.models import Post
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
MODELS = (FormTemplate, ListTemplate)


@pytest.fixture
def office(world: Any) -> dict[str, Any]:
    """An editor and a publisher who is no superuser, with the workflow planted."""
    plant_workflow()
    publishes = get_user_model().objects.create_user("publisher", password=None, name="高岚")
    Post.objects.create(user=publishes, role="administrator", since=people.SINCE)
    return {name: get_user_model().objects.get(username=name) for name in STAFF}


STAFF = ("county_admin", "publisher", "village_officer")


def draft(user: Any, title: str = "新的名称") -> ListTemplate:
    row = ListTemplate.objects.order_by("key").first()
    row.title = title
    row.body = row.body | {"title": title}
    row.save_revision(user=user)
    return ListTemplate.objects.get(pk=row.pk)


def submitted(office: dict[str, Any]) -> tuple[ListTemplate, TaskState]:
    row = draft(office["county_admin"])
    state = row.get_workflow().start(row, office["county_admin"])
    return row, state.current_task_state


def browser(name: str) -> Client:
    return people.client(name)


def test_planted_once(world: Any) -> None:
    assert plant_workflow() and not plant_workflow()
    assert PublisherApproval.objects.count() == 1
    assert {model.get_default_workflow().name for model in MODELS} == {"模板审批"}
    Workflow.objects.filter(name="模板审批").update(name="另起的名字")
    WorkflowContentType.objects.all().delete()
    assert not plant_workflow() and not WorkflowContentType.objects.exists()


def test_who_decides(office: dict[str, Any]) -> None:
    row, state = submitted(office)
    task = state.task.specific
    assert isinstance(task, PublisherApproval)
    for name, decides in (("county_admin", False), ("publisher", True), ("village_officer", False)):
        user = office[name]
        assert user.has_perm(MAY_PUBLISH) is decides
        assert task.user_can_access_editor(row, user) is decides
        assert task.locked_for_user(row, user) is not decides
        assert task.user_can_lock(row, user) is task.user_can_unlock(row, user) is decides
        assert [action[0] for action in task.get_actions(row, user)] == (
            ["reject", "approve"] if decides else []
        )
        assert list(TaskState.objects.reviewable_by(user)) == ([state] if decides else [])


def test_approval_publishes(office: dict[str, Any]) -> None:
    row, state = submitted(office)
    before = Edition.objects.filter(kind="list", key=row.key).count()
    state.task.specific.on_action(state, office["publisher"], "approve")
    row.refresh_from_db()
    assert row.title == "新的名称" and not row.has_unpublished_changes
    assert Edition.objects.filter(kind="list", key=row.key).count() == before + 1
    assert not TaskState.objects.reviewable_by(office["publisher"]).exists()


def test_sent_back_with_a_word(office: dict[str, Any]) -> None:
    row, state = submitted(office)
    state.task.specific.on_action(state, office["publisher"], "reject", comment="名称太短")
    row.refresh_from_db()
    assert row.has_unpublished_changes and row.current_workflow_state.status == "needs_changes"
    state.refresh_from_db()
    assert state.comment == "名称太短" and state.finished_by == office["publisher"]


def test_sent_in_again_after_it_came_back(office: dict[str, Any]) -> None:
    row = draft(office["county_admin"])
    send_in(row, office["county_admin"])
    first = row.current_workflow_task_state
    first.task.specific.on_action(first, office["publisher"], "reject", comment="太短")
    row = draft(office["county_admin"], "更新的名称")
    send_in(row, office["county_admin"])
    (waiting,) = TaskState.objects.reviewable_by(office["publisher"])
    assert waiting.revision == row.latest_revision and waiting.pk != first.pk
    assert waiting.workflow_state == first.workflow_state


def press(name: str, row: Any, action: str, state: TaskState, **words: str) -> Any:
    """What a button of the panel 待我审批 posts."""
    at = "wagtailsnippets_forms_catalog_listtemplate:workflow_action"
    address = reverse(at, args=[row.pk, action, state.pk])
    return browser(name).post(address, words, headers={"x-requested-with": "XMLHttpRequest"})


def test_nothing_is_sent_back_without_a_word(office: dict[str, Any]) -> None:
    row, state = submitted(office)
    asked = press("publisher", row, "reject", state, comment="").json()
    assert asked["step"] == "action" and "哪里要改" in asked["html"]
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert press("publisher", row, "reject", state, comment="太短").json()["step"] == "success"
    state.refresh_from_db()
    assert state.status == "rejected" and state.comment == "太短"


def test_the_button_publishes(office: dict[str, Any]) -> None:
    row, state = submitted(office)
    for name in ("county_admin", "village_officer"):
        assert press(name, row, "approve", state).status_code in (302, 403)
    row.refresh_from_db()
    assert row.title != "新的名称"
    assert press("publisher", row, "approve", state).json()["step"] == "success"
    row.refresh_from_db()
    assert row.title == "新的名称"


def test_a_faulty_draft_goes_on_waiting(
    office: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may not be published is not half approved either."""
    row, state = submitted(office)

    def refuse(template: Any) -> None:
        raise Refused(Problem("list.option-gone", "少了一个选项"))

    monkeypatch.setattr(publisher, "judge", refuse)
    with pytest.raises(Refused), transaction.atomic():
        state.task.specific.on_action(state, office["publisher"], "approve")
    assert list(TaskState.objects.reviewable_by(office["publisher"])) == [state]
    row.refresh_from_db()
    assert row.title != "新的名称"


def test_the_desk(office: dict[str, Any]) -> None:
    """The publisher sees what waits; the editor sees what they sent in; others do not come in."""
    submitted(office)
    home = reverse("wagtailadmin_home")
    waiting = browser("publisher").get(home).content.decode()
    assert "待我审批" in waiting and "新的名称" in waiting and "高岚，您好" in waiting
    mine = browser("county_admin").get(home).content.decode()
    assert "待我审批" not in mine and "我送审的" in mine
    assert "1份有没发布的修改" in mine and "新的名称" in mine
    assert browser("village_officer").get(home).status_code == 302
    assert Client().get(home).url.startswith(reverse("login"))
