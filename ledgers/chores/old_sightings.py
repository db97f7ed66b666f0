"""Who was shown what is kept for three years, then forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ..clock import now
from ..models import AccessEvent
from ..worker import Work, background, every

KEPT = dt.timedelta(days=3 * 365 + 1)
AT_ONCE = 200


@every("03:50")
@background("清理三年以前的查看记录")
def old_sightings(work: Work) -> None:
    rows = AccessEvent.objects.unscoped("all that are older than three years")
    old = rows.filter(at__lt=now() - KEPT)
    done, total = 0, old.count()
    while found := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows.filter(pk__in=found).delete()
            done += len(found)
            work.checkpoint(done)
        work.progress(done, total)
