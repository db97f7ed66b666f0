"""Every minute: what came in a flood is written in its order; what was written is kept once only."""

from __future__ import annotations

from ..intake import holding
from ..worker import Work, background, every


@every("every 1 minutes")
@background("登记排队的来件")
def held_submissions(work: Work) -> None:
    done = holding.work_off(work.stopped)
    work.progress(done, done)
