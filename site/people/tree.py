"""How the tree grows and changes: plant, rename, merge; nothing is ever moved or deleted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from forms_catalog.problems import refuse
from people.lookup import TreePlaces
from people.models import Place, PlaceName
from people.models.stamp import touch
from people.paths import DEPTH, MOST, child, depth_of, last_number, range_of

__all__ = ["TreePlaces", "merge", "plant", "range_of", "rename"]


@transaction.atomic
def plant(
    parent: Place | None,
    level: str,
    name: str,
    code: str = "",
    since: date | None = None,
    kind: str = "",
) -> Place:
    """A new place below `parent` (None: a root); takes the next free segment."""
    touch()  # the lock: two plantings at once wait for each other here
    _check_parent(parent)
    _check_words(name, code, None)
    path = child(parent.path if parent else "", _next_number(parent))
    place = Place(path=path, level=level, parent=parent, name=name, code=code, kind=kind)
    place.save(force_insert=True)
    since = since or timezone.localdate()
    PlaceName.objects.create(place=place, name=name, code=code, kind=kind, since=since)
    return place


@transaction.atomic
def rename(
    place: Place, name: str, code: str, since: date | None = None, kind: str | None = None
) -> bool:
    """A new name, code or kind from that day on; False when nothing differs."""
    touch()
    place.refresh_from_db()
    kind = place.kind if kind is None else kind
    since = since or timezone.localdate()
    if (place.name, place.code, place.kind) == (name, code, kind):
        return False
    _check_words(name, code, place)
    _date_name(place, since, {"name": name, "code": code, "kind": kind})
    place.name, place.code, place.kind = name, code, kind
    place.save(update_fields=["name", "code", "kind"])
    return True


@transaction.atomic
def merge(place: Place, into: Place, on: date) -> None:
    """Ends `place` on that day (the first on which it is no more) and names its successor."""
    touch()
    place.refresh_from_db()
    into.refresh_from_db()
    _check_merge(place, into)
    place.ended_on, place.successor = on, into
    place.save(update_fields=["ended_on", "successor"])


def _next_number(parent: Place | None) -> int:
    last = Place.objects.filter(parent=parent).order_by("-path").first()
    number = last_number(last.path) + 1 if last else 1
    if number > MOST:
        raise refuse("place.full", "这一级的地方已经排满", "请联系系统管理员")
    return number


def _date_name(place: Place, since: date, words: dict[str, str]) -> None:
    """Ends the current name that day; one that began on the very day is corrected instead."""
    if since > timezone.localdate():
        raise refuse("place.future", "更名的日期还没有到", "请在生效当天或以后再改")
    current = place.names.get(until=None)
    if since < current.since:
        raise refuse("place.before", "更名的日期早于现用名称的起始日期", "请改用更晚的日期")
    if since == current.since:
        place.names.filter(pk=current.pk).update(**words)
    else:
        place.names.filter(pk=current.pk).update(until=since)
        PlaceName.objects.create(place=place, since=since, **words)


def _check_parent(parent: Place | None) -> None:
    if parent is None:
        return
    parent.refresh_from_db()
    if parent.ended_on:
        raise refuse("place.ended", f"{parent.name}已撤并", "请改放在接续它的地方之下")
    if depth_of(parent.path) >= DEPTH:
        raise refuse("place.deep", f"{parent.name}之下不能再分", f"地方最多分{DEPTH}级")


def _check_words(name: str, code: str, place: Place | None) -> None:
    if not name.strip():
        raise refuse("place.no-name", "没有名称", "请填写名称")
    other = Place.objects.living().filter(code=code).first() if code else None
    if other and other != place:
        raise refuse("place.code-taken", f"区划代码已属于{other.name}", "请核对代码")


def _check_merge(place: Place, into: Place) -> None:
    if place.ended_on:
        raise refuse("place.ended", f"{place.name}已撤并", "不必再次撤并")
    if into.ended_on:
        raise refuse("place.ended", f"{into.name}已撤并", "请改为并入接续它的地方")
    if place.pk == into.pk or place.level != into.level:
        raise refuse("place.no-match", "只能并入同一级的另一个地方", "请重新选择并入哪里")
    if Place.objects.living().filter(parent=place).exists():
        raise refuse("place.has-parts", f"{place.name}之下还有地方", "请先把它们并入别处")
