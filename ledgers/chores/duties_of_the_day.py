"""Every morning: what another day alone changes is planned, then the words of the day are said."""

from __future__ import annotations

from ..clock import today
from ..duties import saying, working
from ..registry import all_live
from ..worker import Work, background, every


@every("06:10")
@background("排今天要做的事")
def duties_of_the_day(work: Work) -> None:
    """The cursor is the day, the ledger and the last record; what was missed is caught up."""
    day, place, after = work.cursor or ("", 0, 0)
    if day != today().isoformat():
        day, place, after = today().isoformat(), 0, 0
    books = [book for _, book in sorted(all_live().items()) if working.timely(book)]
    for at in range(place, len(books)):
        for _, last in working.through(books[at], after, working.timely(books[at])):
            work.checkpoint([day, at, last])
        after = 0
    for pks in saying.due_now():
        saying.say(pks)
        work.checkpoint([day, len(books), 0])
