"""Civil time: one zone, dates never pass through UTC."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    return now().astimezone(timezone.get_default_timezone()).date()


@lru_cache(maxsize=256)
def civil(moment: dt.datetime) -> dt.date:
    """The day it was in the county."""
    return timezone.localdate(moment)


@lru_cache(maxsize=256)
def moment(moment: dt.datetime) -> dt.datetime:
    """The day and hour it was in the county, without a zone: what expressions calculate with."""
    return timezone.localtime(moment).replace(tzinfo=None)


def day_begins(day: dt.date) -> dt.datetime:
    """The first moment of a day in the county."""
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
