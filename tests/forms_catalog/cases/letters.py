"""Letters: words that say nothing, numbers that stay masked, people who may not issue them."""

from .ledgers import actions

LETTER = """
format: 1
letter: proof
title: 证明
ledger: members
who: [clerk]
text: 甲
""".lstrip()
EFFECT = "  update:\n    label: 更新\n    from: [any]\n    who: [clerk]\n    effects:\n    - "


def letter(**changes: str) -> str:
    """A sound letter with lines changed, others added at its end."""
    lines = []
    for line in LETTER.rstrip("\n").split("\n"):
        lines.append(changes.pop(line.partition(":")[0], line))
    return "\n".join([*lines, *changes.values()]) + "\n"


CASES = {
    "of no ledger": letter(ledger="«letter.unknown-ledger»ledger: nobody"),
    "issued by nobody": letter(who="«letter.unknown-role»who: [nobody]"),
    "a condition on nobody": letter(when="«expression.unknown-name»when: ${nobody} = '1'"),
    "a value that is none": letter(values="values:\n  «expression.syntax»v: ${name} ="),
    "a placeholder that is none": letter(text="«letter.unread-placeholder»text: 甲((名))"),
    "a placeholder of nobody": letter(text="«letter.unknown-name»text: ((nobody))"),
    "what is sealed": letter(text="«letter.masked»text: ((number))"),
    "what is sealed in a linked record": letter(
        ledger="ledger: others", text="«letter.masked-there»text: ((member.number))"
    ),
    "nobody in a linked record": letter(
        ledger="ledger: others", text="«letter.unknown-name»text: ((member.nobody))"
    ),
    "written out what is not sealed": letter(clear="«letter.not-sealed»clear: [name]"),
    "a term that is no day": letter(term="«letter.no-day»term: {from: name, to: born}"),
    "a scan that is no file": letter(scan="«letter.no-file»scan: name"),
    "needed in no ledger": letter(
        needed="needed: {«letter.unknown-ledger»ledger: nobody, filter: 1 = 1}"
    ),
    "needed by what is no column": letter(
        needed="needed: {ledger: members, «expression.unknown-name»filter: \"${grade} = 'A'\"}"
    ),
    "a letter of nobody": actions(f"{EFFECT}«ledger.unknown-letter»letter: nobody\n"),
    "a letter of others": actions(f"{EFFECT}«ledger.letter-not-theirs»letter: paper\n"),
}
