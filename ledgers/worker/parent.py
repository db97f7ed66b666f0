"""A worker that was started by a parent ends with it, however the parent ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

PR_SET_PDEATHSIG = 1


def orphaned(parent: int) -> bool:
    return bool(parent) and os.getppid() != parent


def end_with(parent: int) -> None:
    """The kernel tells at once (Linux); elsewhere `orphaned` is asked between two tasks."""
    if parent and sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
