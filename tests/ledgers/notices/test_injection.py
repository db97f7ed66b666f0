"""What people write stays text on every wire and on paper: nothing of it becomes a head, a tag, a value."""

from __future__ import annotations

import html
import io
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from pypdf import PdfReader

from ledgers.models import Message
from ledgers.notices import sending, slips, tell
from tests import people
from tests.ledgers import registers
from tests.ledgers.tools import row

from .conftest import outbox
from .gateway import gateway
from .test_words import CORPUS

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
TURNED = {
    "甲\r\nBcc: b@example.invalid": "甲 Bcc: b@example.invalid",
    "甲\r\n\r\n<b>乙</b>": "甲 <b>乙</b>",
    "甲\r\n.\r\nMAIL FROM:<b@example.invalid>": "甲 . MAIL FROM:<b@example.invalid>",
    "=?utf-8?B?QmNj?=": "=?utf-8?B?QmNj?=",
    "甲\u202e乙\u2066丙\u2069\u200f丁": "甲乙丙丁",
    "甲\x00\x1b[31m\x85乙": "甲 [31m 乙",
    '{"to": "10000000009"}': '{"to": "10000000009"}',
    "甲&mobile=10000000009": "甲&mobile=10000000009",
}
SAID = {text: text for text in CORPUS} | TURNED
HEADS = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding"}
HEADS |= {"Subject", "From", "To", "Date", "Message-ID"}


@pytest.fixture
def dossier(world: Any, settings: Any) -> Any:
    settings.QUIET_HOURS, settings.MAIL_DOMAIN = "", "example.invalid"
    officer = world.users["village_officer"]
    type(officer).objects.filter(pk=officer.pk).update(email="a@example.invalid")
    found = row(registers.dossier(3))
    Message.objects.unscoped("test").all().delete()
    return found


def test_on_every_wire_and_on_paper(dossier: Any, publish: Any, settings: Any) -> None:
    values = {f"v{n}": text for n, text in enumerate(SAID)}
    lines = [SAID[text] for text in values.values()]
    channels = ["inbox", "sms", "email", "wework", "slip"]
    for n in range(0, len(lines), 6):  # a group takes no more at once
        names = list(values)[n : n + 6]
        text, subject = "\n".join(f"（(({name}))）" for name in names), f"题((v{n}))"
        key = publish(f"word{n}", channels=channels, text=text, subject=subject)
        wanted = "\n".join(f"（{line}）" for line in lines[n : n + 6])
        with gateway() as there:
            settings.SMS = settings.SMS | {"url": there.url, "sign": "", "secret": "x"}
            settings.WEWORK_URL = there.url
            tell(key, record=dossier.pk, about="a", values=values)
            assert sending.run() == 3
        said = {"text" if "to" in one else "group": one for one in there.said}
        assert said["text"]["text"] == wanted and said["text"]["to"] == "10000000001"
        assert said["group"]["text"]["content"] == f"题{lines[n]}\n{wanted}"
        _in_mail(f"题{lines[n]}", wanted)
        _in_the_inbox(key, wanted)
        _on_paper(key, wanted)


def _in_mail(subject: str, text: str) -> None:
    sent = message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)
    assert {*sent.keys()} <= HEADS and (sent["To"], sent["Bcc"]) == ("a@example.invalid", None)
    assert (sent["Subject"], sent.get_content().strip()) == (subject, text)


def _in_the_inbox(key: str, text: str) -> None:
    (found,) = outbox(notice=key, channel="inbox")
    page = people.client("village_officer").get(f"/inbox/{found.uid}/").text
    shown = html.unescape(page)
    assert all(line in shown for line in text.split("\n"))
    assert "<script>alert" not in page and "<b onclick" not in page and "<b>乙" not in page


def _on_paper(key: str, text: str) -> None:
    pages = PdfReader(io.BytesIO(slips.sheet(outbox(notice=key, channel="slip")))).pages
    shown = "".join("".join(page.extract_text().split()) for page in pages)
    for line in text.split("\n"):
        assert "".join(line.split()) in shown, line
