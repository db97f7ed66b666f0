"""The settings of a house whose gateways misbehave: it waits shortly, tries soon and never sleeps."""

from config.settings import *  # noqa: F403

QUIET_HOURS = ""
NOTICES = {"lease": 3.0, "timeout": 1.0, "pauses": (0.1,), "strikes": 99}
MAILERS["default"]["OPTIONS"]["timeout"] = 2  # noqa: F405
