"""The settings of sender and worker processes in tests: the test's database and gateway, short terms."""

import os

from config.settings import *  # noqa: F403

SECRET_KEY = "only for tests"
QUIET_HOURS = ""
SMS = {"url": os.environ["GATEWAY"], "shape": "generic", "account": "", "secret": "x", "sign": ""}
NOTICES = {"lease": 3.0, "timeout": 1.0, "pauses": (0.05,), "strikes": 999, "tries": 50}
WORKER = {"lease": 1.5, "heartbeat": 0.4, "idle": 0.3, "again": (0.1, 0.2, 0.3, 0.4)}
