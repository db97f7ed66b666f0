"""`manage.py demo`: a synthetic county, ready to try; a second run finds all of it in place."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo import handout, loading, preparing

type Step = tuple[str, Callable[[], str]]


def steps(size: str) -> list[Step]:
    """In the order in which one needs the other."""
    found: list[Step] = [
        ("准备", preparing.prepare_house),
        ("模板", preparing.apply_pack),
        ("地方和岗位", loading.load_county),
        ("学校", loading.load_schools),
    ]
    if size != "none":
        found.append(("儿童", lambda: loading.load_children(size)))
        found.append(("风险评估", lambda: loading.load_assessments(size)))
    return [*found, ("首页", preparing.plant_front_page)]


@contextmanager
def quiet_log() -> Iterator[None]:
    """Only warnings: the log of planting a page would drown the few lines people want."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """What migrations and records leave behind is looked through less often: a fifth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class Command(BaseCommand):
    """Sets up the demonstration step by step."""

    help = "造一个虚构的演示县：地方、岗位、学校、儿童和演示账号；重复运行不会改动"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        sizes = "S：一个镇的儿童；none：不造儿童"
        parser.add_argument("--size", choices=["S", "none"], default="S", help=sizes)
        parser.add_argument("--quiet", action="store_true", help="只说最后一句")

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        with quiet_log(), seldom_collected():
            self._take(steps(options["size"]), options["quiet"])
        text = handout.hand_out()
        if not options["quiet"]:
            self.stdout.write(f"\n{text}")
        took = perf_counter() - began
        self.stdout.write(f"演示县已备好（{took:.0f}秒），账号在 {handout.file()}")

    def _take(self, found: list[Step], quiet: bool) -> None:
        for number, (name, step) in enumerate(found, 1):
            start = perf_counter()
            words = step()
            if not quiet:
                took = perf_counter() - start
                self.stdout.write(f"[{number}/{len(found)}] {name}：{words}（{took:.1f}秒）")
                self.stdout.flush()
