"""The engine's own names in expressions: who fills, where, in which state."""

from __future__ import annotations

from typing import Any

from forms_catalog.expressions.values import Identity, Value
from forms_catalog.ports import ports
from people.models import User

from .registry import Live
from .rounds import open_round
from .scope import reach


def of_round(ledger: Live, place: str) -> dict[str, Value]:
    """The round that is open at a place, for ledgers that hold the results of rounds."""
    found = open_round(ledger, place) if ledger.rules.coverage and place else None
    return {"_round": found.title, "_round_date": found.date or ""} if found else {}


def reserved(user: Any, place: str = "", state: str = "") -> dict[str, Value]:
    """Name -> value; what is not here reads as blank. `place` is '' while no record has one."""
    posts = [post for post in reach(user).posts if post.place_path]
    own = posts[0].place_path if len(posts) == 1 else ""
    found: dict[str, Value] = {
        "_actor": str(user.pk) if isinstance(user, User) else "",
        "_actor_name": user.name if isinstance(user, User) else "",
        "_actor_phone": Identity(user.phone if isinstance(user, User) else ""),
        "_actor_place": own,
        "_place": place or own,
        "_state": state,
    }
    for ref in ports.places.ancestors(found["_place"]) if found["_place"] else ():
        found[f"_{ref.level}"] = ref.name
        found[f"_{ref.level}_code"] = ref.code
    return found
