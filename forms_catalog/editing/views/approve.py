"""An approver's yes publishes: what may not be published is shown instead of an error."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.snippets.views import snippets

from ...problems import Refused
from .. import standing


class WorkflowActionView(snippets.WorkflowActionView):
    """Wagtail's, with all or nothing."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
        except Refused:
            messages.error(request, "还不能发布：有问题要先改，都列在这里。")
            return redirect(standing.href(self.object, "check"))
