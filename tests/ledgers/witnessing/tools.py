"""A club whose ledger lets masked numbers be asked for, and short words for what was kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from forms_catalog.definition import Action
from ledgers.models import AccessEvent
from ledgers.registry import live
from tests.ledgers.editions import new_rules, publish

REASON = "打电话联系"


def events(**narrowed: Any) -> list[AccessEvent]:
    """Everything that was kept, the first first."""
    return list(AccessEvent.objects.unscoped("test").filter(**narrowed).order_by("id"))


def kinds() -> list[str]:
    return [event.kind for event in events()]


def ledger(key: str = "members", who: tuple[str, ...] = ("clerk",), **more: Any) -> None:
    """The ledger's next edition, in which these roles may ask for a masked answer."""
    book = live(key)
    assert book is not None
    asked = {"from_": ("any",)} | more
    action = Action(name="unmask", label="显示", verb="reveal", who=who, **asked)
    others = tuple(one for one in book.rules.actions if one.verb != "reveal")
    new_rules(key, actions=(*others, action))
    publish()


def access(key: str = "members", **roles: dict[str, Any]) -> None:
    """The ledger's next edition, with other rights for some roles."""
    book = live(key)
    assert book is not None
    rules = [replace(one, **roles.get(one.name, {})) for one in book.rules.access]
    new_rules(key, access=tuple(rules))
    publish()
