"""What accounts are told of templates: the roles there are, and what the levels of places are called."""

from __future__ import annotations

from forms_catalog.applying import StoredBook
from forms_catalog.definition import Pack
from people.accounts.ports import RoleRef

from .registry import roles


def role_refs() -> dict[str, RoleRef]:
    return {
        role.id: RoleRef(role.id, role.title.replace("<wbr>", ""), role.held_at, role.can)
        for role in roles()
    }


def level_words() -> dict[str, str]:
    pack = StoredBook().get("pack", "")
    return {item.name: item.label for item in pack.levels} if isinstance(pack, Pack) else {}
