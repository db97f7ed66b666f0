"""What lets a person in beside a password: one-time passes, trusted phones, tries of a second factor."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models.user import User


class AccessPass(models.Model):
    """A one-time address, of which only the digest is kept: who reads the table gets in nowhere."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passes")
    by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    spent = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录单"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(spent=None, ended=None),
                name="people_one_open_pass",
            )
        ]


class TrustedPhone(models.Model):
    """A browser that its person opens with six digits; `bond` breaks when their password changes."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phones")
    digest = models.CharField(max_length=64, unique=True)
    pin = models.CharField(max_length=128)
    bond = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    wrong = models.PositiveSmallIntegerField(default=0)
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField()
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "信任的手机"


class CodeTries(models.Model):
    """How often somebody tried a second factor lately, and the last moment whose code was taken."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    wrong = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    step = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "验证码次数"
