"""What the background has done is forgotten after a month; nobody asks how it went any more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ..clock import now
from ..worker import Work, background, every
from ..worker.asking import BACKEND

KEPT = dt.timedelta(days=30)
AT_ONCE = 200
OVER = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


@every("03:30")
@background("清理做完的后台记录")
def old_tasks(work: Work) -> None:
    """Failed ones too; the lease goes with its task."""
    rows = DBTaskResult.objects.filter(backend_name=BACKEND, status__in=OVER)
    old = rows.filter(finished_at__lt=now() - KEPT)
    done, total = 0, old.count()
    while found := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows.filter(pk__in=found).delete()
            done += len(found)
            work.checkpoint(done)
        work.progress(done, total)
