"""How a message stands, and why one did not go out, in words for those who look after the outbox."""

from __future__ import annotations

HELD, QUEUED, SENT, FAILED = "held", "queued", "sent", "failed"
ACCEPTED, DELIVERED, GIVEN_UP = "accepted", "delivered", "given_up"
GATHERED, MUTED = "gathered", "muted"

LABELS = {
    HELD: ("等着合成一条", "wait"),
    QUEUED: ("等着发", "wait"),
    SENT: ("正在发", "half"),
    FAILED: ("没发成，会再试", "back"),
    ACCEPTED: ("已发出", "done"),
    DELIVERED: ("已送到", "done"),
    GIVEN_UP: ("没有发出", "late"),
    GATHERED: ("并进另一条了", "off"),
    MUTED: ("本人不要这种", "off"),
}
OPEN = (QUEUED, FAILED, SENT)
"""What the sender may have to do something with."""

ADDRESSLESS = (
    "notice.nobody",
    "notice.no-phone",
    "notice.no-email",
    "notice.bad-phone",
    "notice.bad-email",
)
"""There is nowhere to send it to."""

PROBLEMS = {
    "notice.nobody": "没有找到收的人：这个岗位现在没有人，或者记录里没有填",
    "notice.no-phone": "收的人没有登记电话，请在账号里补上",
    "notice.no-email": "收的人没有登记邮箱，请在账号里补上",
    "notice.bad-phone": "登记的电话号码不对，请改正",
    "notice.bad-email": "登记的邮箱不对，请改正",
    "notice.channel-off": "这个渠道还没有设好，请管服务器的人设好以后再试",
    "notice.unreachable": "连不上对方的服务，会再试",
    "notice.no-answer": "对方没有回话，可能已经收到，会用同一个编号再试",
    "notice.gateway-busy": "对方的服务暂时不收，会再试",
    "notice.gateway-refused": "对方的服务不收这一条",
    "notice.tried-out": "试了很多次都没有发成",
    "notice.letter-missing": "要附的文书还出不了，会再试",
    "notice.unreadable": "内容打不开，存放密钥的文件可能换过",
    "notice.fell": "发的时候程序出了错，会再试",
}


def why(code: str) -> str:
    """Words for a problem's code."""
    return PROBLEMS.get(code, "没有发成") if code else ""
