"""Checking a draft and publishing it: all problems at once, or what publishing would do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages

from ...applying import StoredBook
from ...approval import send_in
from ...consequences import Sight
from ...definition import ChoiceList, Ledger
from ...problems import Refused
from ...publishing import effects_of, needs_second
from .. import standing
from ..faults import faults_of
from ..words import changes, plain
from .base import DraftView

AGAIN = "您看过以后，草稿又改了。请再看一遍，再发布"
STILL = "发布没有成功：刚才又有了新的问题，都列在下面"


class CheckView(DraftView):
    """Nothing is published that was not shown here first."""

    template_name = "forms_catalog/check.html"
    header_icon = "upload"
    about = "检查并发布"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if code := request.POST.get("restore"):
            self.save(restored(self.draft, code))
            words = "放回来了。" if isinstance(self.draft, Ledger) else "放回来了，标为停用。"
            messages.success(request, words)
            return redirect(standing.href(self.object, "check"))
        if request.POST.get("seen", "") != self.seen:
            return self._again(AGAIN)
        done = self._submit() if "submit" in request.POST else self._publish()
        return done or self._again(STILL)

    def _again(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(standing.href(self.object, "check"))

    @property
    def seen(self) -> str:
        """Which draft the person looks at: a revision may be overwritten by autosave."""
        found = self.object.latest_revision
        return f"{found.pk} {found.created_at.isoformat()}" if found else "0"

    @property
    def ready(self) -> bool:
        return not any(not fault.warn for fault in faults_of(self.object))

    def _publish(self) -> HttpResponse | None:
        if not self.can("publish"):
            return self._submit()
        if self._needs_second():
            return self._submit("这样一来有人会看到加密的内容，要由另一位有发布权的人来发布。")
        user = self.request.user
        revision = self.object.latest_revision or self.object.save_revision(user=user)
        try:
            with transaction.atomic():
                revision.publish(user=user, skip_permission_checks=True)
        except Refused:
            return None
        messages.success(self.request, self._done())
        return redirect(standing.href(self.object, "edit"))

    def _needs_second(self) -> bool:
        """Whoever wrote what lets something sealed out hands it to another person."""
        found = self.object.latest_revision
        return needs_second(self.draft) and (not found or found.user_id == self.request.user.pk)

    def _done(self) -> str:
        at = self.object.go_live_at
        if at and at > timezone.now():
            return f"定好了：{timezone.localtime(at):%Y年%-m月%-d日%H:%M}发布。"
        number = standing.numbers(self.object.kind).get(self.object.key, 1)
        return f"“{self.object}”发布了，现在是第{number}版。"

    def _submit(self, why: str = "") -> HttpResponse | None:
        if not self.ready:
            return None
        workflow = self.object.get_workflow()
        if workflow is None or self.object.workflow_in_progress:
            messages.error(self.request, "现在不能送审：没有设审批，或者已经在审。")
            return redirect(standing.href(self.object, "edit"))
        if not self.object.latest_revision:
            self.object.save_revision(user=self.request.user)
        send_in(self.object, self.request.user)
        messages.success(self.request, f"{why}已送审。")
        return redirect(standing.href(self.object, "edit"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        draft = self.draft
        effects = effects_of(draft)
        before = StoredBook().get(draft.kind, draft.id)
        faults = faults_of(self.object)
        return context | {
            "faults": [fault for fault in faults if not fault.warn],
            "advice": [fault for fault in faults if fault.warn],
            "effects": effects,
            "ledger": effects.ledger if isinstance(draft, Ledger) else None,
            "sights": [_named(one) for one in effects.ledger.sights],
            "first": before is None,
            "same": before == draft,
            "changes": changes(before, draft),
            "others": [plain(title) for title in effects.others],
            "uses": [_stays(use) for use in effects.uses],
            "seen": self.seen,
            "can_publish": self.can("publish"),
            "in_workflow": self.object.workflow_in_progress,
            "has_workflow": self.object.get_workflow() is not None,
            "go_live_at": self.object.go_live_at,
            "scheduled": bool(self.object.go_live_at and self.object.go_live_at > timezone.now()),
        }


def _stays(use: Any) -> dict[str, Any]:
    """The records of a ledger and the editions they stay on."""
    pairs = sorted(use.records.items())
    return {
        "title": plain(use.title),
        "records": [(f"第{number}版" if number else "更早的版", count) for number, count in pairs],
        "total": sum(use.records.values()),
    }


def _named(sight: Sight) -> tuple[str, Sight]:
    return standing.role_titles().get(sight.role, sight.role), sight


def restored(draft: Any, code: str) -> Any:
    """The draft with what was published once back in its place; an option is switched off."""
    before = StoredBook().get(draft.kind, draft.id)
    if isinstance(draft, Ledger) and isinstance(before, Ledger):
        return _with_state(draft, before, code)
    if not isinstance(draft, ChoiceList) or not isinstance(before, ChoiceList):
        return draft
    gone = before.option(code)
    if gone is None or draft.option(code):
        return draft
    at = min(before.options.index(gone), len(draft.options))
    back = replace(gone, disabled=True)
    return replace(draft, options=(*draft.options[:at], back, *draft.options[at:]))


def _with_state(draft: Ledger, before: Ledger, code: str) -> Ledger:
    gone = before.state(code)
    if gone is None or draft.state(code):
        return draft
    at = min(before.states.index(gone), len(draft.states))
    return replace(draft, states=(*draft.states[:at], gone, *draft.states[at:]))
