"""A ledger that is open to everybody: as whom, what may be asked, what is told later."""

from .ledgers import ledger

OPEN = {"role": "role: guest", "answer": "answer: [name]", "urgent": "urgent: ${name} = 'a'"}


def public(head: str = "public:", form: str = "form: member", **changes: str) -> str:
    """The members, open to everybody, with lines changed."""
    lines = [head, *(f"  {line}" for line in (OPEN | changes).values() if line)]
    if form == "form: member":
        return ledger(retention="\n".join([*lines, "retention: {years: 3}"]))
    lines += ["retention: {years: 3}"]
    return ledger(
        form=form, place="place: _actor", columns="columns: []", retention="\n".join(lines)
    )


CASES = {
    "as nobody": public(role="«format.missing-key»answer: [name]", answer=""),
    "a role of nobody": public(role="«public.unknown-role»role: x"),
    "a role with posts": public(role="«public.held-role»role: manager"),
    "an answer of nobody": public(answer="«public.unknown-question»answer: [name, x]"),
    "urgent by no question": public(urgent="«public.urgent-constant»urgent: 1 = 1"),
    "urgent by a stranger": public(urgent="«expression.unknown-name»urgent: ${x} = 'a'"),
    "urgent that is none": public(urgent="«expression.syntax»urgent: ${name} ="),
    "rows of a form": public(form="«public.rows»form: member.wins", answer="", urgent=""),
    "a record first, nothing else": public(
        role="«public.cannot-ask public.nothing-asked»role: guest",
        form="form: indoors",
        answer="",
        urgent="",
    ),
    "through another record": public("«public.through»public:", "form: led", answer="", urgent=""),
}
