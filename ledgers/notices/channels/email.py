"""E-mail by the mailer of the settings."""

from __future__ import annotations

import re
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, mailers

from ..channel import Channel, Lost, Off, Outgoing, Rejected, Unreachable, Unsent
from ..recipients import Recipient

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Email(Channel):
    """Its Message-ID is the message's key, so that a repeated one is known."""

    name = "email"
    label = "电子邮件"

    def reaches(self, recipient: Recipient) -> bool:
        return not recipient.outside

    def address(self, recipient: Recipient) -> tuple[str, str]:
        if not recipient.email:
            return "", "notice.no-email"
        good = ADDRESS.fullmatch(recipient.email)
        return (recipient.email, "") if good else ("", "notice.bad-email")

    def send(self, message: Outgoing) -> str:
        if settings.MAILERS["default"].get("BACKEND", "").endswith("dummy.EmailBackend"):
            raise Off
        connection = mailers.default
        try:
            connection.open()
        except (OSError, smtplib.SMTPException):
            raise Unreachable from None
        try:
            return _sent(connection, message)
        finally:
            _close(connection)


def _sent(connection: object, message: Outgoing) -> str:
    mark = f"<{message.key}@{settings.MAIL_DOMAIN}>"
    mail = EmailMessage(
        message.subject, message.text, to=[message.to], headers={"Message-ID": mark}
    )
    for name, data in message.papers:
        mail.attach(name, data, "application/pdf")
    try:
        connection.send_messages([mail])  # type: ignore[attr-defined]
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise (Rejected if all(code >= 500 for code in codes) else Unsent) from None
    except smtplib.SMTPResponseException as answered:
        raise (Rejected if answered.smtp_code >= 500 else Unsent) from None
    except (OSError, smtplib.SMTPException):
        raise Lost from None
    return mark


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return
