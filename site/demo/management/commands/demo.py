"""`manage.py demo`: a synthetic county, ready to try; a second run finds all of it in place."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import handout, listing, loading, preparing, roster, sharing, showing
from demo.children import SIZES
from demo.progress import Progress, duration
from demo.sending import Refused

STOPPED = "停下来了，已经登记的都在。再运行同一条命令，就从这里接着做。"
OTHER = (
    "没有装完：这里的数据和这一版的演示数据对不上，可能是旧版本留下的。\n"
    "请换一个文件夹（设 TONGHU_VAR），或移走原来的数据文件夹，再运行一次。"
)
type Step = tuple[str, Callable[[], str]]


def steps(size: str, progress: Progress, processes: int = 0) -> list[Step]:
    """In the order in which one needs the other."""
    many = size if size in SIZES else "S"
    found: list[Step] = [
        ("准备", preparing.prepare_house),
        ("模板", preparing.apply_pack),
        ("地方和岗位", lambda: loading.load_county(many)),
        ("学校", lambda: loading.load_schools(many)),
    ]
    if size != "none":
        many_at_once = processes or sharing.usual(size)
        found += [
            ("小组和户", lambda: str(sharing.found(size, progress, many_at_once))),
            ("儿童", lambda: children(size, progress, many_at_once)),
            ("增减和困境", lambda: str(sharing.come_and_go(size, progress, many_at_once))),
            ("报告和个案", lambda: str(sharing.handle(size, progress))),
            ("入户排查", lambda: str(sharing.survey(size, progress, many_at_once))),
        ]
    return [*found, ("首页", preparing.plant_front_page), ("动态和身边的人", showing.show)]


def children(size: str, progress: Progress, processes: int) -> str:
    """Registered, and beside them what to look for and a roster to try the import on."""
    found = sharing.register(size, progress, processes)
    roster.write()
    listing.write(found.odd, list(roster.told()))
    return str(found)


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
        sizes = "S：一个镇560名儿童；M：全县12,866名；L：十个县128,660名；none：不造儿童"
        parser.add_argument("--size", choices=[*SIZES, "none"], default="S", help=sizes)
        many = "几个进程一起装；不写，大的由程序定"
        parser.add_argument("--processes", type=int, choices=range(1, 17), default=0, help=many)
        parser.add_argument("--quiet", action="store_true", help="只说最后一句")

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        progress = Progress(None if options["quiet"] else self.stdout)
        try:
            with quiet_log(), seldom_collected():
                found = steps(options["size"], progress, options["processes"])
                self._take(found, progress, options["quiet"])
        except Refused as refused:
            progress.clear()
            raise CommandError(f"{OTHER}\n{refused}") from None
        except KeyboardInterrupt:
            progress.clear()
            self.stderr.write(STOPPED)
            raise SystemExit(130) from None
        text = handout.hand_out()
        if not options["quiet"]:
            self.stdout.write(f"\n{text}")
            if options["size"] != "none":
                self.stdout.write(f"试导入用的花名册 {roster.file()}")
                self.stdout.write(f"有意放入的异常 {listing.file()}\n")
        took = duration(perf_counter() - began)
        self.stdout.write(f"演示县已备好（{took}），账号在 {handout.file()}")

    def _take(self, found: list[Step], progress: Progress, quiet: bool) -> None:
        for number, (name, step) in enumerate(found, 1):
            start = perf_counter()
            words = step()
            progress.clear()
            if not quiet:
                took = duration(perf_counter() - start)
                self.stdout.write(f"[{number}/{len(found)}] {name}：{words}（{took}）")
                self.stdout.flush()
