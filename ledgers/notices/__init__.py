"""Notices: who is told what by which channel; an outbox row in the caller's transaction, sent later."""

from .telling import tell

__all__ = ["tell"]
