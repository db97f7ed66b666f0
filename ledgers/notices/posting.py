"""One POST to an address of the settings: nowhere else, no redirects, with a time limit."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from .channel import Lost, Off, Rejected, Unreachable, Unsent
from .terms import terms

LARGEST = 64 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_UNSURE = (408, 502, 504)
KNOWN = 409
"""Of a key that was taken before: what it means is for the answer's body to say."""
_LATER = (401, 403, 404, 425, 429, 500, 503)


def post(url: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """The answer's body; raises Unsent, of which Lost says that it may have arrived."""
    connection, path = _connected(url)
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        status, said = answer.status, answer.read(LARGEST)
    except (OSError, http.client.HTTPException):
        raise Lost from None
    finally:
        connection.close()
    if status in _UNSURE:
        raise Lost
    if status in _LATER or 300 <= status < 400 or status > 504:
        raise Unsent
    if status >= 400 and status != KNOWN:
        raise Rejected
    return said


def _connected(url: str) -> tuple[http.client.HTTPConnection, str]:
    """An open connection: what fails until here has certainly not arrived."""
    parts = urlsplit(url)
    host, timeout = parts.hostname or "", terms().timeout
    if parts.scheme == "https":
        context = ssl.create_default_context()
        made: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=timeout, context=context
        )
    elif parts.scheme == "http" and host in LOOPBACK:
        made = http.client.HTTPConnection(host, parts.port, timeout=timeout)
    else:
        raise Off
    try:
        made.connect()
    except OSError:
        made.close()
        raise Unreachable from None
    return made, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
