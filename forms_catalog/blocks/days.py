"""Days of the year as people write them, and as files keep them."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![0-9])([0-9]{2})-([0-9]{2})(?![0-9])")
_SAID = re.compile(r"([0-9]{1,2})月([0-9]{1,2})[日号]?")


def days_in_words(text: str) -> str:
    """03-15 is 3月15日."""
    return _CODE.sub(lambda found: f"{int(found[1])}月{int(found[2])}日", text)


def days_in_code(text: str) -> str:
    """3月15日 is 03-15; what is no day stays, so that the checks can say so."""
    return _SAID.sub(lambda found: f"{int(found[1]):02}-{int(found[2]):02}", text)
