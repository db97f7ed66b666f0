"""Posts: who holds which role, where, from when until when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models.body import Body
from people.models.place import Place
from people.models.user import User


class PostQuerySet(models.QuerySet["Post", "Post"]):
    """Posts; those that end stay, as the past acts point at them."""

    def on(self, day: date | None = None) -> PostQuerySet:
        """Held on that day; `until` is the first day it is held no more."""
        day = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def current(self, user: User, on: date | None = None) -> PostQuerySet:
        return self.on(on).filter(user=user)


class Post(models.Model):
    """A role held by a person at a place, at a body, or nowhere in particular.

    One that ends on the day on which it began was never held.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    role = models.CharField("岗位", max_length=60)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="posts")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=None) | Q(body=None), name="people_post_place_or_body"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="people_post_span"
            ),
        ]
        indexes = [models.Index(fields=["role", "place"], name="people_post_role_place")]

    def __str__(self) -> str:
        return f"{self.role} {self.since}"
