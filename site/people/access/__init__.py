"""The ways to sign in that fit a village: one-time passes, trusted phones, second factors."""

from people.access.ending import end_all

__all__ = ["end_all"]
