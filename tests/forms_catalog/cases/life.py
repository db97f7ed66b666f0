"""What a ledger's actions mean: verbs, guards, effects, the questions a ledger names, saved views."""

from .ledgers import actions, ledger

UPDATE = "  update:\n    label: 更新\n    from: [any]\n    who: [clerk]\n"


def update(text: str) -> str:
    return actions(UPDATE + text)


def effects(text: str) -> str:
    return update(f"    effects:\n    - {text}\n")


def also(text: str) -> str:
    return ledger(form=f"form: member\nalso:\n  {text}")


CASES = {
    "goes on by itself": also("«ledger.also-edits»other: {label: 再填}"),
    "goes on nowhere": also("«ledger.also-unknown»other: {as: open, ledger: nobody, by: court}"),
    "goes on in another's": also("«ledger.also-unknown»member: {as: open, ledger: others, by: a}"),
    "goes on by a place": also("other: {as: open, ledger: others, «ledger.also-unknown»by: court}"),
    "a verb of nobody": update("    «ledger.unknown-verb»verb: jump\n"),
    "an opening that ends": ledger(
        opening="  opening: {label: 登记, «ledger.opening-verb»verb: close, who: [clerk]}"
    ),
    "merging where nothing is": update("    «ledger.merge-not-allowed»verb: merge\n"),
    "a queue of no view": update("    verb: verify\n    «ledger.queue-unknown»queue: nobody\n"),
    "a queue of what is not verified": update("    «ledger.queue-verb»queue: none\n"),
    "a guard on nobody": update("    «expression.unknown-name»guard: ${nobody} = 1\n"),
    "a part of a guard on nobody": update(
        "    guard:\n    - «expression.unknown-name»constraint: ${nobody} = 1\n"
        "      constraint_message: 先填\n"
    ),
    "two things at once": effects(
        "«ledger.effect-not-one»{set: {name: 甲}, «ledger.effect-act»act: x.y}"
    ),
    "nothing at all": effects('«ledger.effect-not-one»{when: "${name} = 1"}'),
    "sets nobody": effects("set:\n        «ledger.effect-unknown»nobody: 甲"),
    "sets through no record": effects("set:\n        «ledger.effect-unknown»name.x: 甲"),
    "acts on nobody": effects("«ledger.effect-act»act: nobody.update"),
    "acts without an action": effects("«ledger.effect-act»act: name"),
    "opens nothing": effects("«ledger.effect-open»open: nobody"),
    "opens in no state": effects(
        "open:\n        ledger: others\n        «ledger.unknown-state»to: GONE"
    ),
    "joined to no record of that ledger": effects(
        "open:\n        ledger: others\n        «ledger.join-unknown»«ledger.join-alone»join: name"
    ),
    "a guard for who may not act": update(
        "    guard:\n    - constraint: ${name} != ''\n      constraint_message: 先填\n"
        "      «ledger.guard-role»who: [manager]\n"
    ),
    "a button that cannot ring": ledger(
        place="place: court\nprominent: {label: 快报, «ledger.prominent-call»call: 一一〇}"
    ),
    "words before no telephone": ledger(
        place="place: court\nprominent: {label: 快报, «ledger.prominent-say»say: 先打}"
    ),
    "a day that is a name": ledger(place="place: court\n«ledger.happened-on»happened_on: name"),
    "an age of nobody": ledger(place="place: court\n«ledger.age-of»age_of: name"),
    "one open for a name": ledger(place="place: court\n«ledger.one-open-per»one_open_per: name"),
    "falls back on a name": ledger(
        place="place: court\n«ledger.place-fallback»place_fallback: name"
    ),
    "alike in what is sealed": ledger(
        columns="«ledger.similar-unknown»similar: [name, number]\ncolumns: [name]"
    ),
    "a view of no column": ledger(
        columns="columns: [name]\nviews:\n  v:\n    label: 甲\n    filter: ${name} = '甲'\n"
        "    «ledger.view-unknown»columns: [wins]"
    ),
    "sets what is derived": ledger(
        opening="  opening: {label: 登记, who: [clerk]}\n"
        + UPDATE
        + "    effects:\n    - set:\n        «ledger.effect-derived»twice: 甲",
        columns="derived:\n  twice:\n    label: 两倍\n    calculation: string-length(${name}) * 2\n"
        "columns: [name]",
    ),
}
