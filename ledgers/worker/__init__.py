"""Background work that a killed worker does not lose: asked for by ids, taken under a lease."""

from .asking import background, enqueue
from .looking import Status, problem, status
from .work import Stopped, Work

__all__ = ["Status", "Stopped", "Work", "background", "enqueue", "problem", "status"]
