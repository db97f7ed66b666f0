"""Bodies: organisations that are no place of the tree, yet stand at one."""

from __future__ import annotations

import secrets

from django.db import models

from people.models.place import Place
from people.models.stamp import KeptModel, KeptQuerySet


def new_key() -> str:
    return secrets.token_hex(8)


class Body(KeptModel):
    """An organisation of a kind the pack names; `key` is its identity for ever."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField("标识", max_length=32, unique=True, default=new_key, editable=False)
    kind = models.CharField("种类", max_length=40)
    name = models.CharField("名称", max_length=120)
    code = models.CharField("机构代码", max_length=40, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="bodies")
    ended_on = models.DateField("撤销日期", null=True, blank=True)

    objects = KeptQuerySet["Body"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(ended_on=None) & ~models.Q(code=""),
                name="people_body_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name
