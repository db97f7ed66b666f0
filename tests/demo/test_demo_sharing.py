"""Several processes at one county: all are waited for, all are heard, none is left behind."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable

import pytest

from demo import sharing
from demo.progress import Progress
from demo.sending import Refused

type Tell = Callable[[int, int], None]


class Run:
    """A run without a house: what one process would do, in a moment."""

    def __init__(self, number: int, tell: Tell, work: Callable[[int, Tell], None]) -> None:
        self.number, self.tell, self.work = number, tell, work

    def run(self) -> None:
        self.work(self.number, self.tell)


def together(work: Callable[[int, Tell], None], processes: int = 3) -> Progress:
    progress = Progress(None)
    progress.begin("儿童", 600)
    sharing._together(lambda number, tell: Run(number, tell, work), progress, processes)
    return progress


def children() -> int:
    return len(multiprocessing.active_children())


def test_the_first_tells_how_far_all_are() -> None:
    def work(number: int, tell: Tell) -> None:
        tell(100, 50 * number)
        time.sleep(0.1 * number)
        tell(100, 100)

    assert together(work).line().startswith("儿童 600/600")
    assert children() == 0


def test_what_one_is_refused_all_are() -> None:
    def work(number: int, tell: Tell) -> None:
        if number == 2:
            raise Refused("身份号码已建档")
        time.sleep(0.01)

    with pytest.raises(Refused, match="身份号码已建档"):
        together(work)
    assert children() == 0


def test_stopped_it_leaves_nobody_behind() -> None:
    def work(number: int, tell: Tell) -> None:
        if number == 0:
            raise KeyboardInterrupt
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        together(work)
    assert children() == 0 and time.monotonic() - began < 30


def test_a_small_one_is_not_worth_a_second_process() -> None:
    assert sharing.usual("S") == 1
    assert 1 <= sharing.usual("M") <= 8
