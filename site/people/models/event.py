"""What was done to accounts: who, to whom, what, when, over which post; written once, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from people.models.post import Post
from people.models.stamp import Kept


class AccountEventQuerySet(models.QuerySet["AccountEvent", "AccountEvent"]):
    """Events, the latest first; there is no way to change or drop one."""

    def update(self, **values: Any) -> NoReturn:
        raise Kept("events of accounts are never changed")

    def delete(self) -> NoReturn:
        raise Kept("events of accounts are never deleted")


class AccountEvent(models.Model):
    """One act; `by` is empty when it was done on the command line."""

    class What(models.TextChoices):
        """The acts there are."""

        CREATED = "created", "开账号"
        WORDS = "words", "改姓名电话"
        POSTED = "posted", "任职"
        LEFT = "left", "离任"
        SLIP = "slip", "印登录单"
        RESET = "reset", "重置"
        DISABLED = "disabled", "停用"
        ENABLED = "enabled", "启用"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="events")
    what = models.CharField("事项", max_length=20, choices=What.choices)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("说明", max_length=200, blank=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "账号记录"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["whom", "what", "at"], name="people_event_whom_what")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Kept("events of accounts are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Kept("events of accounts are never deleted")
