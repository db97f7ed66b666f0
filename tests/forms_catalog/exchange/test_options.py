"""What is not an option is asked back with what is probably meant, and never taken for it."""

from __future__ import annotations

import pytest

from forms_catalog.definition import Option
from forms_catalog.exchange.options import Matcher
from forms_catalog.problems import Refused

PEOPLES = [("01", "汉族"), ("19", "黎族"), ("15", "土家族"), ("06", "苗族")]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("漢族", "汉族"),
        ("汗族", "汉族"),
        ("土家", "土家族"),
        ("苗", "苗族"),
        ("龙", "请从这些里选：汉族"),
    ],
)
def test_what_sounds_the_same_comes_before_what_looks_alike(said: str, meant: str) -> None:
    match = Matcher([Option(name=code, label=label) for code, label in PEOPLES])
    with pytest.raises(Refused) as caught:
        match.one(said)
    assert caught.value.problems[0].code == "cell.not-an-option"
    assert meant in caught.value.problems[0].text
