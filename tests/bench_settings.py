"""Production settings with a hello page beside them."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench_urls"
ALLOWED_HOSTS = ["testserver"]
LOGGING_CONFIG = None
