"""What a form works out over all its questions, as blocks: rules, decision tables, scoring."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from wagtail.blocks import StreamBlock
from wagtail.blocks.stream_block import StreamValue

from ..definition import Decision, FormDefinition, Rule, Scoring, dump, keys_of, load
from .identity import ids_of
from .naming import ID, settle
from .parts import Fold, PartBlock
from .words import LOGIC_KEYS


class PartsBlock(StreamBlock):
    """Parts of one kind, one below the other."""

    @property
    def part(self) -> PartBlock:
        return next(iter(self.child_blocks.values()))  # type: ignore[no-any-return]

    def shown(self, data: Iterable[Mapping[str, Any]]) -> StreamValue:
        data = list(data)
        ids = ids_of(one.get("name", self.part.name) for one in data)
        rows = zip(data, ids, strict=True)
        return StreamValue(self, [(self.part.name, self.part.shown(one), id) for one, id in rows])

    def said(self, value: StreamValue) -> list[dict[str, Any]]:
        """The canonical parts; those that say nothing are left out."""
        found = ((child.id or "", self.part.said(child.value)) for child in value)
        return [one | {ID: id} for id, one in found if any(one.values())]


@cache
def rules_block() -> PartsBlock:
    """Conditions over several questions."""
    part = PartBlock(
        keys_of(Rule).values(),
        LOGIC_KEYS,
        ("constraint", "constraint_message", "warn", "reason"),
        (Fold("更多"),),
        named=False,
        label="规则",
        icon="check",
        label_format="{constraint_message}",
        form_classname="struct-block logic",
    )
    return PartsBlock([("rule", part)], label="规则", required=False, collapsed=True)


@cache
def decisions_block() -> PartsBlock:
    """Tables of conditions."""
    part = PartBlock(
        keys_of(Decision).values(),
        LOGIC_KEYS,
        ("label", "hit", "rows"),
        (Fold("代码", summary="{name}"),),
        label="决策表",
        icon="table",
        label_format="{label}",
        form_classname="struct-block logic",
    )
    return PartsBlock([("decision", part)], label="决策表", required=False, collapsed=True)


@cache
def scoring_block() -> PartsBlock:
    """Which questions and tables make a level of the points: one or none."""
    part = PartBlock(
        keys_of(Scoring).values(),
        LOGIC_KEYS,
        ("total", "by_score", "level", "forced"),
        (Fold("谁可以调低、一票否决、说明"),),
        named=False,
        label="计分",
        icon="decimal",
        label_format="",
        form_classname="struct-block logic",
    )
    return PartsBlock([("scoring", part)], label="计分", required=False, max_num=1)


def logic_to_blocks(form: FormDefinition) -> dict[str, Any]:
    """The values of the three controls."""
    data = dump(form)
    return {
        "rules": rules_block().shown(data.get("rules", ())),
        "decisions": decisions_block().shown(data.get("decisions", ())),
        "scoring": scoring_block().shown([data["scoring"]] if "scoring" in data else ()),
    }


def logic_from_blocks(
    rules: StreamValue,
    decisions: StreamValue,
    scoring: StreamValue,
    published: Collection[str] = (),
    taken: Collection[str] = (),
) -> FormDefinition:
    """A form of nothing but its logic; a table without a name gets one that no question has."""
    data: dict[str, Any] = {
        "rules": [_without_id(rule) for rule in rules.stream_block.said(rules)],
        "decisions": settle(decisions.stream_block.said(decisions), published, taken),
    }
    if said := scoring.stream_block.said(scoring):
        data["scoring"] = _without_id(said[0])
    found = load({"kind": "form", "id": "x", "title": "x"} | data)
    assert isinstance(found, FormDefinition)
    return found


def _without_id(rule: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != ID}
