"""`manage.py setup` in a house that is not there yet."""

from __future__ import annotations

import pytest

from config.management.commands.setup import Command


def test_nothing_is_asked_of_a_database_before_its_folder_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Command, "check", lambda *args, **kwargs: asked.append("check"))
    monkeypatch.setattr(Command, "handle", lambda *args, **kwargs: asked.append("handle"))
    Command().execute(skip_checks=False, no_color=True, force_color=False, stdout=None, stderr=None)
    assert asked == ["handle"]
