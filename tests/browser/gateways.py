"""Gateways on loopback with moods in a fixed order: for short messages, for a group, for mail."""

from __future__ import annotations

import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from tests.ledgers.notices.gateway import Gateway


class Moody(Gateway):
    """As told one after another, then always well; `lost` is taken and never answered."""

    def __init__(self, *moods: str) -> None:
        super().__init__()
        self.order, self.slow = list(moods), 1.5

    def mood(self) -> str:
        with self.lock:
            return self.order.pop(0) if self.order else "yes"


class Post(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it took, and may forget to say so."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *moods: str) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.order = list(moods)
        self.taken: Counter[str] = Counter()
        self.said: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            word = line[:4].strip().upper()
            if word == b"DATA":
                self._say("354 go on")
                if not self._taken():
                    return
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _taken(self) -> bool:
        lines = iter(self.rfile.readline, b".\r\n")
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        mood = self.server.order.pop(0) if self.server.order else "yes"
        if mood == "error":
            self._say("451 later")
            return True
        self.server.taken[mail["Message-ID"]] += 1
        self.server.said.append(mail.get_content().strip())
        if mood == "lost":
            time.sleep(0.1)
            return False
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def listening(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
