"""Runs the web server, and what joins it later, under one parent: one log, one stop, no orphan."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

ROOT = Path(__file__).resolve().parents[4]
GRACE = 10.0
REST = 1.0
"""Seconds before a fallen part is started anew; twice as long each time that it falls at once."""
LONGEST_REST = 15.0
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """One process of the house. One that `revives` is started anew when it falls, and binds itself."""

    name: str
    argv: tuple[str, ...]
    revives: bool = False


@dataclass(frozen=True)
class Death:
    """A part that ended unasked, which ends the others."""

    name: str
    code: int


@dataclass
class Fall:
    """How often a part that revives has fallen of late, and when it may rise."""

    rest: float = 0.0
    at: float = 0.0
    rises: float = 0.0
    down: bool = False

    def noted(self, now: float) -> bool:
        """Once a fall: sets how long the part rests."""
        if self.down:
            return False
        lately = now - self.rises < LONGEST_REST
        self.rest = min(LONGEST_REST, max(REST, self.rest * 2)) if lately else REST
        self.down, self.at = True, now
        return True

    def rested(self, now: float) -> bool:
        if not self.down or now - self.at < self.rest:
            return False
        self.down, self.rises = False, now
        return True


class Crew:
    """Keeps several processes alive or dead together."""

    def __init__(self, parts: list[Part], log: IO[bytes], grace: float = GRACE) -> None:
        self._parts = parts
        self._log = log
        self._grace = grace
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._pumps: list[threading.Thread] = []
        self._falls: dict[str, Fall] = {}

    def run(self) -> Death | None:
        """Returns None after a requested stop, else who died first."""
        before = {number: signal.signal(number, self._ask) for number in STOPS}
        try:
            self._start()
            return self._watch()
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()

    def _start(self) -> None:
        # All processes first, then the threads: forking a threaded process is unsafe.
        for part in self._parts:
            self._running[part.name] = spawn(part)
        for name in self._running:
            self._listen(name)

    def _listen(self, name: str) -> None:
        pump = threading.Thread(target=self._copy, args=(name, self._running[name]), daemon=True)
        pump.start()
        self._pumps.append(pump)

    def _watch(self) -> Death | None:
        while not self._asked.wait(0.3):
            for part in self._parts:
                code = self._running[part.name].poll()
                if code is not None and not part.revives:
                    return Death(part.name, code)
                if code is not None:
                    self._revive(part, code)
        return None

    def _revive(self, part: Part, code: int) -> None:
        """Starts a fallen part anew, after a rest."""
        fall, now = self._falls.setdefault(part.name, Fall()), time.monotonic()
        if fall.rested(now):
            self._pumps = [pump for pump in self._pumps if pump.is_alive()]
            self._running[part.name] = spawn(part, bound=False)
            self._listen(part.name)
        elif fall.noted(now):
            words = f"自行退出（代码 {code}），{fall.rest:.0f} 秒后重新启动"
            self._write(part.name, words.encode())

    def _end(self) -> None:
        deadline = time.monotonic() + self._grace
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pump in self._pumps:
            pump.join(2)

    def _copy(self, name: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._write(name, line.rstrip(b"\r\n"))

    def _write(self, name: str, line: bytes) -> None:
        with self._lock, suppress(OSError, ValueError):
            self._log.write(b"[%s] %s\n" % (name.encode(), line))
            self._log.flush()


def spawn(part: Part, bound: bool = True) -> subprocess.Popen[bytes]:
    """A child in a group of its own, so that ^C reaches it through us and it ends whole.

    Beside threads nothing may run between fork and exec: such a child binds itself (`--parent`).
    """
    return subprocess.Popen(
        part.argv,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
        preexec_fn=dies_with_parent() if bound else None,
    )


def dies_with_parent() -> Any:
    """What a child runs before exec: the kernel stops it when we are killed (Linux only)."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def environment() -> dict[str, str]:
    """Ours, with site/ and the root importable and nothing held back in a buffer."""
    paths = [str(ROOT / "site"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONUNBUFFERED": "1",
    }


def web(host: str, port: int, workers: int, threads: int) -> Part:
    """granian: a fallen worker is replaced, a worker that falls at once again ends the server."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": workers,
        "--blocking-threads": threads,
        "--workers-kill-timeout": int(GRACE) - 2,
        "--respawn-interval": 1,
    }
    words = [str(word) for pair in options.items() for word in pair]
    flags = ["--no-ws", "--respawn-failed-workers"]
    return Part("web", (sys.executable, "-m", "granian", *words, *flags, "config.wsgi:application"))


def background() -> Part:
    """Does what takes longer than a request; when it falls, the next one goes on with its work."""
    parent = ("--parent", str(os.getpid()))
    return Part("worker", (sys.executable, str(ROOT / "manage.py"), "worker", *parent), True)


def has_worker() -> bool:
    return os.environ.get("WORKER") != "0" and "worker" in get_commands()


def refuse_if_taken(host: str, port: int) -> None:
    """granian shares ports silently, so two servers on one would answer in turns: ask first."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError:
        raise CommandError(f"无权使用端口 {port}：请换 1024 以上的端口（--port）。") from None
    except OverflowError:
        raise CommandError(f"没有 {port} 这个端口：应在 1 到 65535 之间。") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"端口 {port} 已被占用：请先停掉占用它的程序，或换一个端口（--port {port + 1}）。"
            ) from None
        raise CommandError(f"无法监听 {host}:{port}（{error.strerror}）。") from None


def address(host: str, port: int) -> str:
    """What a person on this machine types into the browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


class Command(BaseCommand):
    """Serves the house until it is told to stop."""

    help = "启动网页服务（Ctrl-C 停止）"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听的地址")
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--workers", type=int, default=2, help="进程数")
        parser.add_argument("--threads", type=int, default=4, help="每个进程同时处理的请求数")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if getattr(settings, "NOT_SET_UP", "") == settings.SECRET_KEY:
            raise CommandError("还没有准备好，请先运行 make demo，或 manage.py setup。")
        refuse_if_taken(host, port)
        self._announce(address(host, port))
        parts = [web(host, port, options["workers"], options["threads"])]
        if has_worker():
            parts.append(background())
        if died := Crew(parts, sys.stderr.buffer).run():
            raise CommandError(f"{died.name} 自行退出（代码 {died.code}），其余已一并停止。")
        self.stdout.write("已停止。")

    def _announce(self, url: str) -> None:
        self.stdout.write(f"童护已启动：{url}（Ctrl-C 停止）")
        if settings.DEMO:
            self.stdout.write(f"演示账号：{settings.VAR_DIR / 'demo-accounts.txt'}")
        self.stdout.flush()
