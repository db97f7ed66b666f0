"""Which keys the house runs by: a value to know each again, from which no key can be told."""

from __future__ import annotations

from django.db import models


class KeyCheck(models.Model):
    """The HMAC of a constant under one key of the key file; a key of another house gives another."""

    use = models.CharField(max_length=8)
    key_id = models.CharField(max_length=16)
    value = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)
    unused_since = models.DateTimeField(null=True)
    """Since when nothing has needed the key, as far as anybody looked."""
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["use", "key_id"], name="key_check_once")]

    def __str__(self) -> str:
        return f"{self.use} {self.key_id}"
