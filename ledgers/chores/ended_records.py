"""Every night: whose time is over comes on the list, and what was agreed to and left over goes."""

from __future__ import annotations

from ..keeping import listing, working
from ..worker import Work, background, every


@every("02:30")
@background("查看哪些记录保存期满")
def ended_records(work: Work) -> None:
    def seen(looked: int) -> None:
        work.progress(looked, looked)

    listing.refresh(seen)
    if listing.rows_of().filter(status=listing.AGREED).exists():
        working.ask()
