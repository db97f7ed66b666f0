"""The main job through the gate."""

import pytest

from ledgers.intake import accept
from ledgers.models import Change, Record
from tests import people


@pytest.mark.storage
def test_one_sitting_opens_both_records(world):
    result = accept(people.sitting(world.users["village_officer"]))
    assert result.status == "accepted", result.problems
    assert [kept.ledger for kept in result.records] == ["children", "left_behind"]
    row = Record.objects.unscoped("test").get(uid=result.records[0].uid)
    assert row.answers["id_card"]["$sealed"]
    assert Change.objects.unscoped("test").count() == 2
