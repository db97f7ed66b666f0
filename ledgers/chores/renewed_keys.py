"""What old keys hold passes under the current ones; asked for when keys are turned, and every night."""

from __future__ import annotations

import time

from django.db import transaction

from forms_catalog.problems import refuse

from ..notices.rounds import engine
from ..sealing import house_keys, reindexing, rewrapping, turning
from ..sealing.holders import holders
from ..worker import Work, background, every

PAUSE = 0.02
"""Seconds between two batches, so that whoever saves a form comes in between on SQLite."""
ROUNDS = 3
"""What was being written while its turn came is met in the next round."""


@every("04:15")
@background("把资料换到新密钥下")
def renewed_keys(work: Work) -> None:
    """The cursor is the round, the table and the last row; the index comes after the tables."""
    start, table, after = work.cursor or (0, 0, 0)
    if work.cursor is None:
        work.progress(0, turning.waiting())
    for turn in range(start, ROUNDS):
        for place in range(table, len(holders())):
            _wrap(work, turn, place, after)
            after = 0
        _index(work, turn, after)
        table = after = 0
        if not turning.waiting():
            break
    while reindexing.sweep():
        work.checkpoint([ROUNDS, 0, 0])
        time.sleep(PAUSE)
    _end(work)


def _end(work: Work) -> None:
    turning.standing()  # since when the old ones are needed no more
    if left := turning.waiting():
        work.progress(work.done, work.done + left)
        raise refuse("keys.not-all", f"还有{left}条换不了", "请管理员用 keys list 看缺哪个密钥")
    work.progress(work.done, work.done)
    if work.done:
        engine("key_rotated", about=f"keys.{house_keys().seal_id}.{house_keys().index_id}")


def _wrap(work: Work, turn: int, place: int, after: int) -> None:
    holder = holders()[place]
    while batch := rewrapping.outdated(holder, after):
        ready, after = rewrapping.turned(batch), batch[-1].pk
        with transaction.atomic():
            done = rewrapping.write(holder, ready)
            _step(work, done, [turn, place, after])
        time.sleep(PAUSE)


def _index(work: Work, turn: int, after: int) -> None:
    while ids := reindexing.outdated(after):
        after = ids[-1]
        with transaction.atomic():
            done = reindexing.remake(ids)
            _step(work, done, [turn, len(holders()), after])
        time.sleep(PAUSE)


def _step(work: Work, done: int, cursor: list[int]) -> None:
    work.done += done
    work.total = max(work.total, work.done)
    work.checkpoint(cursor)
