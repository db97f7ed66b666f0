"""A notice's draft sent to whoever writes it, in the words of a made-up record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from ...ports import ports
from .. import standing
from ..notices_previews import said
from .base import DraftView


class TestView(DraftView):
    """Every channel of the draft; nothing of a real record is in it."""

    template_name = "forms_catalog/test_notice.html"
    header_icon = "mail"
    about = "发一条给自己试试"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        for one in said(self.draft):
            text = "\n".join(one.lines)
            why = ports.notices.test(request.user, one.channel, one.subject, text)
            if why:
                messages.warning(request, f"{one.label}：{why}")
            else:
                messages.success(request, f"{one.label}：发了，看看收到没有。")
        return redirect(standing.href(self.object, "test"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"channels": said(self.draft)}
