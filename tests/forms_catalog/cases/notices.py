"""Notices: events that do not happen, people who are nobody, placeholders that say nothing."""

from .ledgers import actions

NOTICE = """
format: 1
notice: word
title: 一句话
ledger: members
to: [clerk@record]
text: 甲
""".lstrip()


def notice(**changes: str) -> str:
    """A sound notice with lines changed, others added at its end."""
    lines = []
    for line in NOTICE.rstrip("\n").split("\n"):
        lines.append(changes.pop(line.partition(":")[0], line))
    return "\n".join([*lines, *changes.values()]) + "\n"


def on(text: str) -> str:
    return notice(on=f"«notice.{text.partition(' ')[0]}»on: {{{text.partition(' ')[2]}}}")


CASES = {
    "a ledger that is not there": notice(ledger="«notice.unknown-ledger»ledger: nobody"),
    "two events": on("one-event action: opening, changed: name"),
    "an action of no ledger": notice(
        ledger="note: 甲", on="«notice.no-ledger»on: {action: opening}"
    ),
    "an action of nobody": on("unknown-action action: jump"),
    "a column of nobody": on("unknown-column changed: nobody"),
    "a round that does neither": on("unknown-round round: begun"),
    "an event of nobody": on("unknown-event engine: jumped"),
    "a day of nobody": on("unknown-day every: fortnight"),
    "a day that is none": on("unknown-day every: [13-01]"),
    "a day that no year has": on("unknown-day every: [02-29, 02-30]"),
    "a condition on nobody": notice(
        condition="«expression.unknown-name»condition: ${nobody} = '1'"
    ),
    "a value that is none": notice(values="values:\n  «expression.syntax»v: ${name} ="),
    "who can be read by nobody": notice(to="«notice.unread-recipient»to: [clerk]"),
    "a role of nobody": notice(to="«notice.unknown-role»to: [nobody@record]"),
    "a level of nobody": notice(to="«notice.unknown-level»to: [clerk@town(court)]"),
    "a place that is a name": notice(to="«notice.unknown-place»to: [clerk@name]"),
    "a telephone that is a name": notice(to='«notice.no-phone-question»to: ["${name}"]'),
    "a telephone that nothing rings": notice(
        ledger="ledger: others",
        to='to: ["${phone}"]',
        more="«notice.phone-unreached»channels: [inbox, email]",
    ),
    "nobody was to confirm": notice(
        more="«notice.escalate-without-ack»escalate:\n"
        "- {after: 1h, to: [clerk@record], «notice.unknown-notice»notice: nobody}"
    ),
    "told again by itself": notice(
        more="ack: 1h\nescalate:\n- {after: 1h, «notice.unread-recipient»to: [clerk], "
        "«notice.escalate-itself»notice: word}"
    ),
    "a placeholder that is none": notice(text="«notice.unread-placeholder»text: 甲((名))"),
    "a placeholder of nobody": notice(text="«notice.unknown-name»text: ((nobody))"),
    "a name of no engine": notice(text="«notice.unknown-name»text: ((_nobody))"),
    "what no round lacks": notice(
        on="on: {every: week}", text="«notice.without-round»text: ((_missing))"
    ),
    "a form of nobody": notice(text="«notice.unknown-form»text: ((name:loud))"),
    "what is sealed": notice(text="«notice.masked»text: ((number))"),
    "what is sealed and named": notice(
        text="text: ((number))", sealed="«notice.needs-second»sealed: [number]"
    ),
    "what is very sensitive": notice(
        ledger="ledger: visits",
        text="«notice.sensitive»text: ((secret))",
        channels="channels: [sms]",
        sealed="«notice.needs-second»sealed: [secret]",
    ),
    "sealed what is not": notice(sealed="«notice.not-sealed notice.needs-second»sealed: [name]"),
    "a channel of nobody": notice(channels="«notice.unknown-channel»channels: [pigeon]"),
    "words for a channel of nobody": notice(text="«notice.unknown-channel»text: {pigeon: 甲}"),
    "a letter of nobody": notice(attach="«notice.unknown-letter»attach: nobody"),
    "a digest of nobody": notice(digest="«notice.unknown-digest»digest: hour"),
    "so often": notice(at_most="«notice.unread-limit»at_most: often"),
    "at once and gathered": notice(
        urgent="urgent: true", digest="«notice.urgent-digest»digest: day"
    ),
    "told by an action": actions(
        "  update:\n    label: 更新\n    from: [any]\n    who: [clerk]\n"
        "    effects:\n    - «ledger.unknown-notice»notice: nobody\n"
    ),
}
