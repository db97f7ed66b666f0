"""The project's settings, with a folder of its own, a cheap hasher and plain static files."""

import os
import tempfile

# Workers inherit the environment of the process that starts them: each takes a folder of its own.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["TONGHU_VAR"] = tempfile.mkdtemp(prefix=f"tonghu-test-{_worker}-")
os.environ["TONGHU_KEYRING"] = os.environ["TONGHU_VAR"] + "/keyring.json"
os.environ["TONGHU_FILES"] = os.environ["TONGHU_VAR"] + "/files"

from config.settings import *  # noqa: E402, F403

SECRET_KEY = "only for tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405
AXES_ENABLED = True
REQUIRE_TWO_FACTORS = False
ALLOWED_HOSTS = ["*"]
LOGGING_CONFIG = None
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
