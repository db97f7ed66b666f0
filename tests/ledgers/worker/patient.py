"""The settings of worker processes in tests that wait as long as the house does."""

from config.settings import *  # noqa: F403

SECRET_KEY = "only for tests"
