"""Applying a pack: what it would change is said first; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from .definition import Template as Definition
from .definition import dump, load
from .models import Template
from .packs import Folder
from .problems import Place, Problem, Refused


@dataclass(frozen=True, slots=True)
class Step:
    """One template of the pack: new, changed or same; `kept` = changed here, so left alone.

    `taken`: another pack has a template of that id, so this one cannot be applied beside it.
    """

    kind: str
    key: str
    title: str
    what: str


FOLLOWERS: list[Callable[[Path], list[Step]]] = []
"""What else takes something from a pack once its templates stand; each app adds its own."""


class StoredBook:
    """The published templates of the database as a book, each read once: for one look, not to keep.

    Its pack is the one that was taken into use first; later ones add to it.
    """

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], Definition | None] = {}

    def get(self, kind: str, id: str) -> Definition | None:
        if (kind, id) not in self._read:
            self._read[kind, id] = self._stored(kind, id)
        return self._read[kind, id]

    def _stored(self, kind: str, id: str) -> Definition | None:
        rows = Template.objects.filter(kind=kind, owner="", live=True)
        if kind == "pack":
            row = rows.order_by("pk").first()
        elif kind == "calendar" and not id:
            row = rows.order_by("key").first()
        else:
            row = rows.filter(key=id).first()
        return load(row.body) if row else None

    def later(self) -> frozenset[str]:
        pack = self.get("pack", "")
        return frozenset(getattr(pack, "later", ()))


def plan(folder: Folder) -> list[Step]:
    """What applying the folder would do to each template."""
    rows = {(row.kind, row.key): row for row in Template.objects.filter(owner="")}
    pack = folder.pack.id if folder.pack else ""
    found = folder.templates.values()
    return [_step(item, rows.get((item.kind, item.id)), pack) for item in found]


def _step(item: Definition, row: Template | None, pack: str) -> Step:
    new = dump(item)
    if row is None:
        what = "new"
    elif row.pack not in ("", pack) and row.body != new:
        what = "taken"
    elif row.body == new and row.live:
        what = "same"
    elif row.base == row.body and not row.has_unpublished_changes:
        what = "changed"
    else:
        what = "same" if row.base == new else "kept"
    return Step(item.kind, item.id, item.title, what)


@transaction.atomic
def apply(folder: Folder) -> list[Step]:
    """Writes the new and changed templates; what was changed here is kept, its base moves on.

    Raises Refused when an id is another pack's.
    """
    steps = plan(folder)
    if taken := [step for step in steps if step.what == "taken"]:
        raise Refused(*(_taken(step) for step in taken))
    for step in steps:
        item = folder.templates[step.kind, step.key]
        if step.what in {"new", "changed"}:
            _write(item, folder, body=True)
        elif step.what == "kept":
            _write(item, folder, body=False)
    return steps


def _taken(step: Step) -> Problem:
    text = f"“{step.key}”这个标识已经被另一个模板包用了"
    return Problem("pack.taken", text, "换一个标识", Place(path=f"{step.kind} {step.key}"))


def _write(item: Definition, folder: Folder, body: bool) -> None:
    new = dump(item)
    values = {"base": new, "pack": folder.pack.id if folder.pack else ""}
    if body:
        values |= {"body": new, "title": item.title}
    Template.objects.update_or_create(kind=item.kind, key=item.id, owner="", defaults=values)
