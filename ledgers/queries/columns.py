"""What is read of a record and of a change: the slots only mirror answers and stay where they are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from people.models import User

from ..models import Change, Record
from ..reading import Columns

LIGHT = ("uid", "number", "ledger", "edition", "place_path", "state", "answers", "created_at")
WHOLE = (*LIGHT, "version", "data_key", "key_id", "opened_by", "opened_post", "updated_at")
"""What pages read: the slots only mirror answers and are left in the database."""
RECORD = Columns(Record, *WHOLE)
CHANGE = Columns(
    Change,
    *("record", "version", "action", "state", "actor", "edition_id", "at", "diff"),
    *("warnings", "reason"),
)
ACTOR = Columns(User, "name", "username")
type Found = QuerySet[Any, Any]
