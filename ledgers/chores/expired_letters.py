"""Every night: signed letters whose last day is over are called so."""

from __future__ import annotations

from ..letters.ending import expire
from ..worker import Work, background, every


@every("00:20")
@background("到期的文书")
def expired_letters(work: Work) -> None:
    done = expire()
    work.progress(done, done)
