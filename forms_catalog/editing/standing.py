"""Where a template stands: its editions, who uses it, what ledgers let whom do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from ..bundle import every_question
from ..definition import Access, Ledger, load
from ..models import Edition, Template
from ..ports import ports
from ..publishing import reads
from .words import plain


def href(row: Any, name: str, *args: Any) -> str:
    """The address of a page of the editor of this row's kind."""
    viewset = type(row).snippet_viewset
    return reverse(viewset.get_url_name(name), args=[row.pk, *args])


@dataclass
class Published:
    """An edition and the records that were filled with it, by ledger."""

    number: int
    day: Any
    records: list[tuple[str, int]] = field(default_factory=list)


def published(row: Any) -> list[Published]:
    """Newest first."""
    rows = Edition.objects.filter(kind=row.kind, key=row.key).order_by("-number")
    found = [Published(number, day) for number, day in rows.values_list("number", "published_at")]
    uses = ports.uses.of_form(row.key) if row.kind == "form" else ()
    for one in found:
        one.records = [(u.title, u.records[one.number]) for u in uses if u.records.get(one.number)]
    return found


def numbers(kind: str) -> dict[str, int]:
    """The last edition of every template of a kind."""
    pairs = Edition.objects.filter(kind=kind).order_by("number").values_list("key", "number")
    return dict(pairs)


def state(row: Any, number: int) -> str:
    """In the words of the list page."""
    if not row.live:
        return f"已停用（曾到第{number}版）" if number else "草稿"
    tail = "，有未发布的修改" if row.has_unpublished_changes else ""
    return f"线上第{number}版{tail}" if number else f"线上{tail}"


def _others(*kinds: str) -> Iterable[Any]:
    rows = Template.objects.filter(owner="", kind__in=kinds)
    return [(row, load(row.body)) for row in rows.order_by("kind", "title")]


def used_by(row: Any) -> list[Any]:
    """The forms that include this form or offer this list, or read this ledger, drafts too.

    Ledgers that take values from a ledger are among them.
    """
    kinds = ("form", "ledger") if row.kind == "ledger" else ("form",)
    return [other for other, definition in _others(*kinds) if _uses(definition, row)]


def _uses(form: Any, row: Any) -> bool:
    if row.kind == "ledger":
        return reads(form, row.key)
    if row.kind == "list":
        return any(q.option("choices") == row.key for q in every_question(form))
    return any(section.include.partition(".")[0] == row.key for section in form.sections)


@dataclass(frozen=True)
class Opened:
    """A ledger and what each role may do in it."""

    title: str
    roles: list[dict[str, Any]]


EXPORT = {"no": "不能", "approval": "须审批", "yes": "可以"}


def access(form: str) -> list[Opened]:
    """The ledgers that the form opens, with the rights of every role there."""
    names = role_titles()
    ledgers = (d for _, d in _others("ledger") if isinstance(d, Ledger))
    return [
        Opened(plain(ledger.title), [_role(one, names) for one in ledger.access])
        for ledger in ledgers
        if ledger.form.partition(".")[0] == form
    ]


def role_titles() -> dict[str, str]:
    """What roles are called, by their keys."""
    rows = Template.objects.filter(owner="", kind="role")
    return {key: plain(title) for key, title in rows.values_list("key", "title")}


def title_of(kind: str, key: str) -> str:
    """What a template is called; its key where there is none."""
    found = Template.objects.filter(owner="", kind=kind, key=key).values_list("title", flat=True)
    return plain(next(iter(found), "")) or key


def role_row(one: Access | None, name: str, names: dict[str, str]) -> dict[str, Any]:
    """What a role may do with records; one that the ledger does not show them to sees none."""
    return {"role": names.get(name, name), "sees": one is not None} | (_may(one) if one else {})


def _role(one: Access, names: dict[str, str]) -> dict[str, Any]:
    return role_row(one, one.name, names)


def _may(one: Access) -> dict[str, Any]:
    return {
        "fill": one.fill,
        "export": EXPORT.get(one.export, one.export),
        "hidden": len(one.hidden),
        "masked": len(one.masked),
        "clear": len(one.clear),
    }


def included(include: str) -> dict[str, str] | None:
    """The form that an included section comes from, as a link when it is there."""
    from ..models import FormTemplate

    row = FormTemplate.objects.filter(key=include.partition(".")[0]).first()
    return {"title": plain(str(row)), "href": href(row, "edit")} if row else None
