"""WeChat Work: the robot of one group, told once for all recipients."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from ..channel import Channel, Lost, Off, Outgoing, Rejected, Unsent
from ..posting import post

LONGEST = 2000
BUSY = (45009, -1)


class WeWork(Channel):
    """Everybody of the group reads it, so it stands for all recipients."""

    name = "wework"
    label = "企业微信群"
    shared = True

    def send(self, message: Outgoing) -> str:
        if not settings.WEWORK_URL:
            raise Off
        text = f"{message.subject}\n{message.text}".encode()[:LONGEST].decode(errors="ignore")
        body = {"msgtype": "text", "text": {"content": text}}
        headers = {"Content-Type": "application/json;charset=utf-8", "X-Key": message.key}
        said = post(settings.WEWORK_URL, headers, json.dumps(body, ensure_ascii=False).encode())
        code = _code(said)
        if code == 0:
            return ""
        raise Unsent if code in BUSY else Rejected


def _code(said: bytes) -> int:
    try:
        told: Any = json.loads(said)
        return int(told["errcode"])
    except (ValueError, KeyError, TypeError):
        raise Lost from None
