"""A tennis club that confirms its members on paper."""

from __future__ import annotations

from typing import Any

import pytest

from forms_catalog.models import Template
from ledgers import registry
from ledgers.letters.house import letter
from ledgers.letters.issuing import issue
from ledgers.models import LetterIssue
from ledgers.submission import Part
from people.models import Place
from tests.ledgers.tools import row, send, user


@pytest.fixture
def write(club: Any) -> Any:
    """The club's letter with other words or rules, as if it had been published so."""

    def rewritten(key: str = "welcome", **changes: Any) -> str:
        row = Template.objects.get(kind="letter", key="welcome", owner="")
        body = row.body | changes | {"id": key}
        values = {"title": "文书", "body": body, "live": True}
        Template.objects.update_or_create(kind="letter", key=key, owner="", defaults=values)
        registry.forget()
        return key

    return rewritten


def member(number: int, active: bool = True, **changes: Any) -> Any:
    """Somebody in the club."""
    said = {
        "name": f"安{'晨柏川恩文'[number % 5]}{'一二三四五六七八九十'[number // 5 % 10]}",
        "sex": "M",
        "birth_date": "1990-01-01",
        "phone": f"1000001{number:04d}",
        "court": Place.objects.get(name="河湾村").path,
        "fee": "200",
    }
    result = send(user("clerk"), Part("members", said | changes, reasons={"name": "是另一个人"}))
    assert result.ok, result.problems
    kept = result.records[0]
    if active:
        assert send(user("manager"), Part("members", {}, kept.uid, "verify")).ok
    return kept


def given(record: Any, by: str = "manager", key: str = "welcome") -> LetterIssue:
    found = letter(key)
    assert found
    return issue(user(by), found, row(record).pk)


def read(found: LetterIssue) -> LetterIssue:
    row: LetterIssue = LetterIssue.objects.unscoped("test").get(pk=found.pk)
    return row
