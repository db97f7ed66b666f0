"""What gateways are asked and what they answer, as their shapes say."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from ledgers.notices.shapes import SHAPES, answered, asked

VALUES = {
    "key": "k1",
    "to": "10000000001",
    "text": "甲&b=((secret))",
    "account": "a",
    "secret": "s",
}


def test_a_form_and_nothing_slips_out_of_it():
    head, body = asked(SHAPES["yunpian"], VALUES)
    assert head["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert parse_qs(body.decode()) == {
        "apikey": ["s"],
        "mobile": ["10000000001"],
        "text": ["甲&b=((secret))"],
        "uid": ["k1"],
    }


def test_a_json_body():
    _, body = asked(SHAPES["chuanglan"], VALUES)
    told = json.loads(body)
    assert (told["msg"], told["uid"], told["password"]) == ("甲&b=((secret))", "k1", "s")


@pytest.mark.parametrize(
    ("shape", "said", "found"),
    [
        ("yunpian", b'{"code": 0, "sid": 77}', ("yes", "77")),
        ("yunpian", b'{"code": 53}', ("again", "")),
        ("yunpian", b'{"code": 2}', ("no", "")),
        ("chuanglan", b'{"code": "0", "msgId": "m"}', ("yes", "m")),
        ("chuanglan", b"<html>", ("unknown", "")),
        ("generic", b"[]", ("unknown", "")),
    ],
)
def test_answers(shape, said, found):
    assert answered(SHAPES[shape], said) == found
