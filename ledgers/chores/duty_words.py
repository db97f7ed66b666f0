"""Reminders and escalations whose moment has come, some minutes after it at the latest."""

from __future__ import annotations

from ..duties import saying
from ..worker import Work, background, every


@every("every 10 minutes")
@background("提醒该做的事")
def duty_words(work: Work) -> None:
    for done, pks in enumerate(saying.due_now(), 1):
        saying.say(pks)
        work.checkpoint(done)
