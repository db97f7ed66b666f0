"""Every morning: the notices whose day it is."""

from __future__ import annotations

from ..notices import rounds
from ..worker import Work, background, every


@every("07:30")
@background("发今天该发的通知")
def timed_notices(work: Work) -> None:
    done = rounds.scheduled()
    work.progress(done, done)
