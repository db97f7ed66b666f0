"""Background work that a killed worker does not lose: asked for by ids, taken under a lease."""

from .asking import BULK, INTERACTIVE, SCHEDULED, background, enqueue
from .looking import Status, problem, status
from .timetable import every
from .work import Stopped, Work

__all__ = [
    "BULK",
    "INTERACTIVE",
    "SCHEDULED",
    "Status",
    "Stopped",
    "Work",
    "background",
    "enqueue",
    "every",
    "problem",
    "status",
]
