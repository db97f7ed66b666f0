"""Notices of a made-up register, and short words for what stands in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms_catalog.models import Template
from ledgers import registry
from ledgers.models import Message


@pytest.fixture
def publish(db: None) -> Callable[..., str]:
    """A notice about the dossiers, published as it stands; gives its key."""

    def made(key: str = "word", **body: Any) -> str:
        told = {"kind": "notice", "id": key, "title": "一句话", "ledger": "children", "format": 1}
        told |= {"to": ["village_director@record"], "text": "请看((name))", **body}
        values = {"title": told["title"], "body": told, "live": True}
        Template.objects.update_or_create(kind="notice", key=key, owner="", defaults=values)
        registry.forget()
        return key

    return made


def outbox(**only: Any) -> list[Message]:
    return list(Message.objects.unscoped("test").filter(**only).order_by("id"))
