"""What the house asks for by itself: every moment of the timetable once, whichever worker comes first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.tasks import Task

from forms_catalog.problems import Refused, refuse

from ..clock import now
from ..models import Lease, Schedule
from .asking import SCHEDULED, Scalar, enqueue, only_an_id, task_of
from .rules import rule_of

log = logging.getLogger("ledgers.worker")
PACKAGE = "ledgers.chores"
"""Where tasks of the house stand, one a module; nobody lists them."""
_told: set[str] = set()


@dataclass(frozen=True, slots=True)
class Chore:
    """A task that comes round by itself, as its module says."""

    task: Task[..., None]
    rule: str
    args: tuple[Scalar, ...]


chores: dict[str, Chore] = {}


def every(rule: str, *args: Scalar) -> Callable[[Task[..., None]], Task[..., None]]:
    """Puts a background task on the timetable: `@every("03:30")` above `@background(...)`."""
    rule_of(rule)

    def planned(task: Task[..., None]) -> Task[..., None]:
        chores[task.name] = Chore(task, rule, args)
        return task

    return planned


def keep() -> None:
    """The rows of all that the modules say; a worker does it when it starts."""
    import_module(PACKAGE)
    for name, chore in chores.items():
        plan(name, chore.task, *chore.args, rule=chore.rule)


def plan(name: str, task: Task[..., None], *args: Scalar, rule: str) -> None:
    """From now on by this rule. The next moment stays while the rule does; raises Refused."""
    for arg in args:
        only_an_id(arg)
    due = rule_of(rule).after(now())
    what = {"task": task.module_path, "args": list(args)}
    row, made = Schedule.objects.get_or_create(
        name=name, defaults=what | {"rule": rule, "due_at": due}
    )
    if made:
        return
    if (row.task, row.args) != (what["task"], what["args"]):
        Schedule.objects.filter(pk=row.pk).update(**what)
    if row.rule != rule:
        Schedule.objects.filter(pk=row.pk, rule=row.rule).update(rule=rule, due_at=due)


def fire() -> None:
    """Asks for what is due. What was missed, however often, is asked for once."""
    for row in _due():
        try:
            _fire(row)
        except Refused as refused:
            _tell(row, next(iter(refused)).code)


def _due() -> Iterable[Schedule]:
    """A moment whose predecessor is still being done waits for it, so that none runs beside itself."""
    undone = Lease.objects.filter(pk=OuterRef("run"), open=True)
    return running().filter(due_at__lte=now()).exclude(Exists(undone)).order_by("due_at")


def running() -> QuerySet[Schedule]:
    return Schedule.objects.filter(paused=False)


def _fire(row: Schedule) -> None:
    """The row that still says the old moment is the claim; the task goes in with it or not at all."""
    task = task_of(row.task)
    if task is None:  # another release on the same database: whoever knows it does it
        _tell(row, "work.unknown")
        return
    due = rule_of(row.rule).after(now())
    mine = running().filter(pk=row.pk, due_at=row.due_at)
    with transaction.atomic():
        if not mine.update(due_at=due, last_at=row.due_at):
            return
        asked = enqueue(task, *row.args, asked_by=None, priority=SCHEDULED)
        _follow(row, asked)
    log.info("schedule %s: task %s", row.name, asked)


def _follow(row: Schedule, task: str) -> None:
    Schedule.objects.filter(pk=row.pk).update(run=task)


def _tell(row: Schedule, code: str) -> None:
    """Once a process, not at every look."""
    if row.name not in _told:
        log.warning("schedule %s: not asked for (%s)", row.name, code)
        _told.add(row.name)


def pause(name: str) -> None:
    """No moment counts until it goes on."""
    if not running().filter(name=name).update(paused=True):
        raise _moved_on()
    log.info("schedule %s: paused", name)


def resume(name: str) -> None:
    """At the next moment, not for those that passed meanwhile."""
    row = Schedule.objects.filter(name=name, paused=True).first()
    if row is None:
        raise _moved_on()
    due = rule_of(row.rule).after(now())
    Schedule.objects.filter(pk=row.pk, paused=True).update(paused=False, due_at=due)
    log.info("schedule %s: goes on", name)


def _moved_on() -> Refused:
    return refuse("schedule.moved-on", "这个安排刚才已经变了", "下面是现在的样子，看过再按")
