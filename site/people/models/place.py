"""Places: a tree whose paths are the identity of a place for ever, with dated names and codes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import F, Q

from people.fields import PathField
from people.models.stamp import Kept, KeptModel, KeptQuerySet


class PlaceQuerySet(KeptQuerySet["Place"]):
    """Places in the order of the tree."""

    fixed = frozenset({"path", "parent", "parent_id"})

    def living(self) -> PlaceQuerySet:
        return self.filter(ended_on=None)


class Place(KeptModel):
    """A place; `people.tree` keeps `name`, `code`, `kind` in step with its current PlaceName."""

    id = models.BigAutoField(primary_key=True)
    path = PathField("路径", editable=False)
    level = models.CharField("级别", max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="children"
    )
    name = models.CharField("名称", max_length=80)
    code = models.CharField("区划代码", max_length=12, blank=True)
    kind = models.CharField("类型", max_length=20, blank=True)
    ended_on = models.DateField("撤并日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地方"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["path"], name="people_place_path"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(ended_on=None) & ~Q(code=""),
                name="people_place_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **how: Any
    ) -> Place:
        place = super().from_db(db, field_names, values, **how)
        place._written = place.__dict__.get("path", "")
        return place

    def save(self, *args: Any, **kwargs: Any) -> None:
        written = getattr(self, "_written", "")
        if written and "path" in self.__dict__ and self.path != written:
            raise Kept("the path of a place is written once")
        super().save(*args, **kwargs)
        self._written = self.__dict__.get("path", written)


class PlaceName(KeptModel):
    """What a place was called from `since` until the day before `until`."""

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="names")
    name = models.CharField("名称", max_length=80)
    code = models.CharField("区划代码", max_length=12, blank=True)
    kind = models.CharField("类型", max_length=20, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    objects = KeptQuerySet["PlaceName"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地名沿革"
        ordering = ["place", "since"]
        constraints = [
            models.UniqueConstraint(fields=["place", "since"], name="people_placename_since"),
            models.UniqueConstraint(
                fields=["place"], condition=Q(until=None), name="people_placename_current"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="people_placename_span"
            ),
        ]

    def __str__(self) -> str:
        return self.name
