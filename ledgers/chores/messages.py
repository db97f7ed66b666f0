"""Every minute: digests whose time has come, receipts nobody confirmed, and whatever waits to be sent."""

from __future__ import annotations

from ..notices import rounds, sending, unconfirmed
from ..worker import Work, background, every


@every("every 1 minutes")
@background("发通知")
def messages(work: Work) -> None:
    rounds.gather()
    unconfirmed.escalate()
    done = sending.run(work.stopped)
    work.progress(done, done)
