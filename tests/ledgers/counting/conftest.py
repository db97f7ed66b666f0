"""Gardens under a clock that a test turns."""

from tests.ledgers.periods.conftest import gardens

__all__ = ["gardens"]
