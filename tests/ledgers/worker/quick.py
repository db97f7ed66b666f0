"""The settings of worker processes in tests: the test's database, short terms."""

from config.settings import *  # noqa: F403

SECRET_KEY = "only for tests"
WORKER = {"lease": 1.5, "heartbeat": 0.4, "idle": 0.3, "again": (0.1, 0.2, 0.3, 0.4)}
