"""Sessions as Django keeps them, but looked up by a prepared query: every page begins with one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.prepared import Prepared


@Prepared
def _open(key: Any, now: Any) -> Any:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


class SessionStore(db.SessionStore):
    """Named by SESSION_ENGINE."""

    def load(self) -> dict[str, Any]:
        """What a session holds that is not over; one that is not there begins anew."""
        for (data,) in _open(key=self.session_key, now=timezone.now()):
            held: dict[str, Any] = self.decode(data)
            return held
        self._session_key = None
        return {}
