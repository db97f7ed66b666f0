"""Rounds and coverage: whose questions they are, and columns that can be counted by."""

from ..tools import COVERED


def coverage(**changes: str) -> str:
    """A sound coverage with lines changed: `unit='...'` replaces the line `unit: ...`."""
    lines = []
    for line in COVERED.rstrip("\n").split("\n"):
        key = line.partition(":")[0].strip()
        indent = line[: len(line) - len(line.lstrip())]
        lines.append(
            indent + changes.pop(key) if line.startswith("  ") and key in changes else line
        )
    assert not changes
    return "\n".join(lines) + "\n"


CASES = {
    "round of nobody": coverage(round="«coverage.unknown-question»round: x"),
    "round of a text": coverage(round="«coverage.unknown-question»round: words"),
    "unit of a date": coverage(unit="«coverage.unknown-question»unit: on"),
    "unit that is no column": coverage(unit="«coverage.not-a-column»unit: other"),
    "area of a date": coverage(area="«coverage.round-question»area: day"),
    "date of nobody": coverage(date="«coverage.round-question»date: x"),
    "end that is no column": coverage(ends="«coverage.not-a-column»ends: later"),
    "groups that are no column": coverage(groups="«coverage.not-a-column»groups: secret"),
    "a condition of nobody": coverage(covered="«expression.unknown-name»covered: ${x} = '1'"),
    "a condition that is none": coverage(covered="«expression.syntax»covered: ${ok} ="),
    "a condition on no column": coverage(
        left_out="«coverage.not-a-column»left_out: ${words} = 'a'"
    ),
    "units by the results' column": coverage(units="«expression.unknown-name»units: ${ok} = 'yes'"),
    "places in groups": coverage(
        unit="unit: place", units="«coverage.places-have-no-columns»units: ${name} = 'a'"
    ),
}
