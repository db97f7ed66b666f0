"""The settings of sender processes in tests: the test's database and gateway, short terms."""

import os

from config.settings import *  # noqa: F403

SECRET_KEY = "only for tests"
QUIET_HOURS = ""
SMS = {"url": os.environ["GATEWAY"], "shape": "generic", "account": "", "secret": "x", "sign": ""}
NOTICES = {"lease": 1.0, "timeout": 0.3, "pauses": (0.05,), "strikes": 999, "tries": 50}
