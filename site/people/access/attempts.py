"""Counts wrong tries and keeps nothing of what was posted: a sign-in form may carry a page's answers."""

from __future__ import annotations

import copy
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, QueryDict


class Handler(AxesDatabaseHandler):
    """AXES_HANDLER: sees who tried and from where, and neither query nor body."""

    def user_login_failed(
        self, sender: Any, credentials: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        bare = copy.copy(request)
        if bare is not None and request is not None:
            bare.GET = bare.POST = QueryDict()  # type: ignore[assignment]
        super().user_login_failed(sender, credentials, bare, **kwargs)
        for name, value in vars(bare).items() if bare is not None else ():
            if name.startswith("axes_"):
                setattr(request, name, value)
