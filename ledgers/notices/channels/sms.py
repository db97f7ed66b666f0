"""Short messages by the gateway of the settings, asked in the shape that it wants."""

from __future__ import annotations

import re

from django.conf import settings

from ..channel import Channel, Lost, Off, Outgoing, Rejected, Unsent
from ..posting import post
from ..recipients import Recipient
from ..shapes import SHAPES, answered, asked

NUMBER = re.compile(r"\+?[0-9]{5,20}")


class Sms(Channel):
    """The county's signature stands in front, as providers ask for it."""

    name = "sms"
    label = "短信"

    def address(self, recipient: Recipient) -> tuple[str, str]:
        number = re.sub(r"[\s()（）-]", "", recipient.phone)
        if not number:
            return "", "notice.no-phone"
        return (number, "") if NUMBER.fullmatch(number) else ("", "notice.bad-phone")

    def send(self, message: Outgoing) -> str:
        own = settings.SMS
        shape = SHAPES.get(own["shape"])
        if not own["url"] or shape is None:
            raise Off
        values = {name: own[name] for name in ("account", "secret")}
        values |= {"key": message.key, "to": message.to, "text": own["sign"] + message.text}
        word, id_there = answered(shape, post(own["url"], *asked(shape, values)))
        if word == "yes":
            return id_there
        raise {"again": Unsent, "no": Rejected}.get(word, Lost)
