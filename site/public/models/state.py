"""What the public site remembers of itself: how often it has changed, and what a pack brought."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page


class Freshness(models.Model):
    """One row: a number that is another one as soon as anything shown to visitors has changed."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "公开网站的更新"

    def __str__(self) -> str:
        return str(self.number)


class Shipped(models.Model):
    """A page that a pack brought, as it was brought; without a page: an editor took it away."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120, unique=True)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=64)
    made = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "模板包带来的页面"

    def __str__(self) -> str:
        return self.key
