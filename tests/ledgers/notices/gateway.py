"""A gateway on loopback that behaves badly: it loses answers, fails, is busy, and remembers everything."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOW = 0.6
"""Longer than the sender waits."""


class Gateway(ThreadingHTTPServer):
    """`moods` says how often it does what: yes, lost (taken, no answer), error (not taken), no."""

    daemon_threads = True

    def __init__(self, **moods: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.moods = moods or {"yes": 1.0}
        self.taken: Counter[str] = Counter()
        self.lost: set[str] = set()
        self.said: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.slow = SLOW
        self.knows = False
        """Whether it tells a message by its key that it took before, and does not take it again."""
        self.dice = random.Random(7)
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send"

    def mood(self) -> str:
        with self.lock:
            return self.dice.choices(list(self.moods), list(self.moods.values()))[0]


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = json.loads(body)
        key, mood = self.headers.get("X-Key", ""), self.server.mood()
        if self.server.knows and self.server.taken[key]:
            self._answer(409, {"code": "duplicate", "id": key[:8]})
            return
        with self.server.lock:
            if mood in ("yes", "lost"):
                self.server.taken[key] += 1
                self.server.said.append(told)
                self.server.heads.append(dict(self.headers))
            if mood == "lost":
                self.server.lost.add(key)
        if mood == "lost":
            time.sleep(self.server.slow)
            return
        status = {"error": 500, "no": 400}.get(mood, 200)
        self._answer(status, {"code": "0", "errcode": 0, "id": key[:8]})

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        answer = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def gateway(**moods: float) -> Iterator[Gateway]:
    made = Gateway(**moods)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join(5)
