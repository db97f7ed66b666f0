"""The settings of the benchmark with a second database of the same shape: what only writes."""

from config import env
from tests.bench_settings import *  # noqa: F403
from tests.bench_settings import VAR_DIR

DATABASES = {
    "default": env.database("", VAR_DIR / "tonghu.sqlite3"),
    "control": env.database("", VAR_DIR / "control.sqlite3"),
}
