"""What a ledger means."""

from ..tools import MEMBERS


def ledger(**changes: str) -> str:
    """The ledger of members with lines changed: `place='...'` replaces the line `place: ...`."""
    lines = []
    for line in MEMBERS.rstrip("\n").split("\n"):
        key = line.partition(":")[0].strip()
        lines.append(changes.pop(key, line))
    assert not changes
    return "\n".join(lines) + "\n"


def states(text: str) -> str:
    return ledger(OPEN="  OPEN: 在会\n" + text)


def actions(text: str) -> str:
    return ledger(opening="  opening: {label: 登记, who: [clerk]}\n" + text)


CASES = {
    "unknown form": ledger(form="«ledger.unknown-form»form: nobody"),
    "no form": ledger(format="«format.missing-key»format: 1", form="note: 没有表"),
    "columns of rows": ledger(
        form="form: member.wins",
        place="place: _actor",
        columns="«ledger.column-unknown»columns: [prize, name]",
    ),
    "no such rows": ledger(form="«ledger.unknown-form»form: member.born_in", place="place: _actor"),
    "place of nobody": ledger(place="«ledger.bad-place»place: somewhere"),
    "place of a text": ledger(place="«ledger.bad-place»place: name"),
    "place of the engine": ledger(place="«ledger.bad-place»place: _nowhere"),
    "place that is no name": ledger(place="«format.bad-value»place: 场地"),
    "identity of nobody": ledger(
        columns="«ledger.identity-unknown»identity: [[name, x]]\ncolumns: [name]"
    ),
    "identity of nothing": ledger(
        columns="«ledger.identity-empty»identity: [[name], []]\ncolumns: [name]"
    ),
    "identity in one list": ledger(
        columns="«format.wrong-shape ledger.identity-empty»identity: [name]\ncolumns: [name]"
    ),
    "column of nobody": ledger(columns="«ledger.column-unknown»columns: [name, x]"),
    "column twice": ledger(columns="«format.name-twice»columns: [name, name]"),
    "column that is sealed": ledger(columns="«ledger.column-sealed»columns: [name, number]"),
    "column without a slot": ledger(columns="«ledger.column-no-slot»columns: [name, wins]"),
    "unknown colour": states("  LEFT: {label: 已退会, «ledger.bad-color»color: pink}"),
    "state with a bad code": states("  «format.bad-name»已退会: 已退会"),
    "no state": ledger(states="«format.missing-key»states: {}", OPEN=""),
    "no opening": ledger(
        actions="«ledger.no-opening»actions:",
        opening="  update: {label: 更新, from: [OPEN], who: [clerk]}",
    ),
    "from nowhere": actions(
        "  update: {label: 更新, «ledger.unknown-state»from: [OPEN, GONE], who: [clerk]}"
    ),
    "to nowhere": actions(
        "  update: {label: 更新, from: [any], «ledger.unknown-state»to: GONE, who: [clerk]}"
    ),
    "not from anywhere": actions("  «ledger.action-no-from»update: {label: 更新, who: [clerk]}"),
    "by no role": actions("  update: {label: 更新, from: [any], «format.missing-key»who: []}"),
    "by nobody": actions(
        "  update: {label: 更新, from: [any], «ledger.unknown-role»who: [clerk, nobody]}"
    ),
    "by one who sees nothing": actions(
        "  update: {label: 更新, from: [any], «ledger.role-no-access»who: [manager]}"
    ),
    "access of nobody": ledger(clerk="  clerk: {fill: true}\n  «ledger.unknown-role»nobody: {}"),
    "access to nothing": ledger(clerk="  clerk: {fill: true, «ledger.access-unknown»hidden: [x]}"),
    "hides what the title says": ledger(
        clerk="  clerk: {fill: true, «ledger.access-titled»hidden: [name, born]}"
    ),
    "masks what the title says": ledger(
        clerk="  clerk: {fill: true, «ledger.access-titled»masked: [name]}"
    ),
    "masks of nothing": ledger(clerk="  clerk: {fill: true, «ledger.access-unknown»masked: [x]}"),
    "clear of nothing": ledger(clerk="  clerk: {fill: true, «ledger.access-unknown»clear: [x]}"),
    "export in other words": ledger(
        clerk="  clerk: {fill: true, «ledger.bad-export»export: maybe}"
    ),
    "kept no time": ledger(retention="«format.missing-key»retention: {}"),
    "kept not for ever": ledger(retention="«format.missing-key»retention: {forever: false}"),
    "kept, in words only": ledger(retention="«ledger.bad-retention»retention: {note: 三年}"),
    "kept nought years": ledger(retention="«ledger.bad-retention»retention: {years: 0}"),
    "kept in two ways": ledger(
        retention="«ledger.bad-retention»retention: {years: 3, forever: true}"
    ),
    "kept with nothing": ledger(retention="retention: {«ledger.retention-unknown»with: x}"),
    "kept with a text": ledger(retention="retention: {«ledger.retention-unknown»with: name}"),
}
