"""JSON as it is stored: Chinese as itself, a quarter less than escaped."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PlainEncoder(DjangoJSONEncoder):
    """Leaves characters as they are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


class PlainJSON(models.JSONField):
    """A JSONField that writes with `PlainEncoder`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("encoder", PlainEncoder)
        super().__init__(*args, **options)
