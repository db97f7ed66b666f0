"""What is decided above is taken back by nobody below; what was waiting waits again."""

from __future__ import annotations

import pytest

from ledgers import errands
from ledgers.submission import Part
from tests.ledgers.actions.test_life import clerk, do, manager, member  # noqa: F401
from tests.ledgers.actions.test_pages import browser, press, text
from tests.ledgers.tools import codes, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def undo(user, kept):
    return send(user, Part("members", {}, kept.uid, "undo", undoes=row(kept).version))


def test_a_decision_from_above_stands(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert do(manager, kept, "return", reason="生日没有填").ok
    assert codes(undo(clerk, kept)) == {"undo.not-yours"}
    assert press(clerk, kept, "undo").status_code == 404
    assert "/act/undo/" not in text(browser(clerk).get(f"/records/{kept.uid}/"))
    assert "/act/undo/" in text(browser(manager).get(f"/records/{kept.uid}/"))
    assert undo(manager, kept).ok and row(kept).state == "APPLIED"
    assert not errands.mine(clerk, errands.RETURNED), "nothing is asked of them any more"
    assert codes(undo(clerk, kept)) == {"undo.not-yours"}, "nor by taking back the taking back"
    assert row(kept).state == "APPLIED"


def test_what_came_back_waits_again(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert do(manager, kept, "return", reason="生日没有填").ok
    again = next(a for a in ("resubmit", "update") if do(clerk, kept, a, given={"remark": "改"}).ok)
    assert again and not errands.mine(clerk, errands.RETURNED)
    assert undo(clerk, kept).ok
    (errand,) = errands.mine(clerk, errands.RETURNED)
    assert errand.reason == "生日没有填"


def test_what_was_found_good_waits_no_more(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert do(manager, kept, "return", reason="生日没有填").ok and errands.mine(clerk, "returned")
    assert do(manager, kept, "verify").ok and not errands.mine(clerk, "returned")
