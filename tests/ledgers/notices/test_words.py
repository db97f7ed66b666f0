"""What people have written stays text, whatever it looks like; sealed answers stay sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from forms_catalog import forming
from ledgers.notices import tell
from ledgers.notices.telling import opened
from ledgers.registry import live
from ledgers.submission import Part
from tests.ledgers import registers
from tests.ledgers.tools import lives, row, send

from .conftest import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

CORPUS = [
    "((name))",
    "((id_card??((id_card))))",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "<script>alert(1)</script>",
    "<b onclick=x>甲</b>",
    "&lt;b&gt;",
    "甲' or '1'='1",
    "=1+1",
    "%s %(name)s {0} {name}",
    "\\r\\nBcc: b@example.invalid",
    "[甲](javascript:alert(1))",
    "**甲**",
]


@pytest.mark.parametrize("text", CORPUS)
def test_templates_and_markup_stay_literal(world, publish, text):
    found = registers.dossier(5)
    part = Part("children", {"residence_detail": text}, found.uid, "update")
    assert send(registers.director("河湾村"), part).ok
    key = publish(text="住在((residence_detail))。", subject="((residence_detail))")
    tell(key, record=row(found).pk, about="a")
    said = opened(outbox(notice=key)[0])
    assert (said["text"], said["subject"]) == (f"住在{text}。", text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("甲\u202e乙\u2066丙\u2069", "甲乙丙"),
        ("甲\r\nBcc: b@example.invalid", "甲 Bcc: b@example.invalid"),
        ("甲\u2028乙\x00\x1b[31m", "甲 乙 [31m"),
        ("甲" * 300, "甲" * 199 + "…"),
    ],
)
def test_nothing_turns_round_or_breaks_up_the_line(world, publish, value, text):
    key = publish(text="((word))！", subject="((word))")
    tell(key, record=row(registers.dossier(5)).pk, about="a", values={"word": value})
    said = opened(outbox(notice=key)[0])
    assert (said["text"], said["subject"]) == (f"{text}！", text)


def test_sealed_answers_leave_only_where_the_template_names_them(world, publish):
    found = row(registers.dossier(5))
    body = {"text": "((father_phone)) ((father_phone:last4)) ((id_card:code))"}
    tell(publish("shut", **body), record=found.pk, about="a")
    tell(publish("open", **body, sealed=["father_phone"]), record=found.pk, about="a")
    shut, clear = (opened(outbox(notice=key)[0])["text"] for key in ("shut", "open"))
    assert shut.split()[:2] == ["*******1234", "*******1234"] and "990121" not in shut
    assert clear.split()[:2] == ["10000001234", "1234"] and "990121" not in clear


def test_the_forms_of_values(world, publish):
    text = "((name:mask))|((sex))|((sex:code))|((birth_date:cn))|((n:4))|((d))|((d:cn))|((gone??甲((n))))"
    key = publish(text=text)
    values = {"n": 7, "d": dt.date(2026, 3, 1)}
    found = row(registers.dossier(0))
    tell(key, record=found.pk, about="a", values=values)
    said = opened(outbox(notice=key)[0])["text"].split("|")
    assert said[:3] == ["罗＊", "女", "2"] and said[3].startswith("二〇一二年")
    assert said[4:] == ["0007", "2026年3月1日", "二〇二六年三月一日", ""]


def test_values_that_the_template_works_out(world, publish):
    values = [
        {"name": "label", "value": "jr:choice-name(${sex}, '${sex}')"},
        {"name": "bad", "value": "1 +"},
    ]
    key = publish(text="((label))((bad))。", values=values)
    tell(key, record=row(registers.dossier(0)).pk, about="a")
    assert opened(outbox(notice=key)[0])["text"] == "女。"


def test_a_question_that_was_removed_is_blank(world, publish):
    key = publish(text="甲((no_such_question))乙((child.name))丙((_nothing))")
    tell(key, record=row(registers.dossier(0)).pk, about="a")
    assert opened(outbox(notice=key)[0])["text"] == "甲乙丙"


def test_what_hangs_on_a_link(world, publish):
    found = registers.dossier(3)
    made = row(registers.left_behind(found))
    key = publish(text="((child.name:mask))((child.id_card))的登记", ledger="left_behind")
    tell(key, record=made.pk, about="a")
    text = opened(outbox(notice=key)[0])["text"]
    assert text.startswith("罗＊*") and "990121" not in text


def test_what_hangs_on_a_link_is_masked_as_its_own_page_masks_it(world, publish, monkeypatch):
    found = registers.dossier(3)
    made = row(registers.left_behind(found))
    to = ["village_director@record", "child_supervisor@township"]
    key = publish(text="((child.name))，((child.sex))。", ledger="left_behind", to=to)
    book = live("children")
    veiled = {"masked": ("name",), "hidden": ("sex",)}
    own = [
        replace(one, **veiled) if one.name == "village_director" else one
        for one in book.rules.access
    ]
    lives(monkeypatch, "children", replace(book, rules=replace(book.rules, access=tuple(own))))
    tell(key, record=made.pk, about="a")
    found = {r.user.username: opened(r)["text"] for r in outbox(notice=key)}
    assert found == {"village_officer": "＊＊＊＊，。", "township_supervisor": "罗安，女。"}


def test_each_channel_has_its_own_words(world, publish):
    text = [{"name": "inbox", "value": "长长的话"}, {"name": "sms", "value": "短"}]
    key = publish(text=text, channels=["inbox", "sms", "email"])
    tell(key, record=row(registers.dossier(0)).pk, about="a")
    assert [opened(r)["text"] for r in outbox(notice=key)] == ["长长的话", "短", "长长的话"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("1020.5", "壹仟零贰拾元伍角整"),
        ("1005.05", "壹仟零伍元零伍分"),
        ("100010", "壹拾万零壹拾元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("甲", "甲"),
    ],
)
def test_amounts_in_words(amount, words):
    assert forming.in_words(amount) == words
