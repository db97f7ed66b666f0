"""What lists, roles and packs mean."""

from __future__ import annotations

import re

from ...bundle import Book
from ...definition import ChoiceList, Pack, Role
from ...definition.pack import RIGHTS
from ..shape import Sheet
from . import judges

_HELD = re.compile(
    r"place:[a-z_]+|body:[A-Z_]+(,[A-Z_]+)*|ledger:[a-z_]+|shares|none|engine|system"
)


@judges("list")
def options(item: ChoiceList, book: Book, sheet: Sheet) -> None:
    labels: set[str] = set()
    for option in item.options:
        path = f"options.{option.name}"
        for tag, _ in option.tags:
            if tag not in item.tags:
                sheet.problem("list.unknown-tag", f"没有声明标签“{tag}”", "写进“tags”", path)
        if option.label in labels:
            sheet.problem("list.label-twice", f"“{option.label}”出现两次", "改成能分清的字", path)
        labels.add(option.label)


@judges("role")
def held_at(role: Role, book: Book, sheet: Sheet) -> None:
    for bit in role.held_at.split(" + "):
        if not _HELD.fullmatch(bit):
            sheet.problem(
                "role.bad-held-at", f"“{bit}”不是任职的地方", "写成“place:village”这样", "held_at"
            )
        _known_in_pack(bit, book, sheet)
    for right in role.can:
        if right not in RIGHTS:
            sheet.problem(
                "role.unknown-right", f"没有“{right}”这个权限", f"只能用“{' '.join(RIGHTS)}”", "can"
            )


def _known_in_pack(bit: str, book: Book, sheet: Sheet) -> None:
    pack = book.get("pack", "")
    head, _, name = bit.partition(":")
    if not isinstance(pack, Pack):
        return
    if head == "place" and not pack.level(name):
        text = f"没有“{name}”这一级"
        sheet.problem("role.unknown-level", text, "看“pack.yaml”的“levels”", "held_at")
    kinds = {kind for kind, _ in pack.bodies}
    for kind in name.split(",") if head == "body" else ():
        if kind not in kinds:
            text = f"没有“{kind}”这种机构"
            sheet.problem("role.unknown-body", text, "看“pack.yaml”的“bodies”", "held_at")


@judges("pack")
def levels(pack: Pack, book: Book, sheet: Sheet) -> None:
    if len(pack.levels) > 6:
        sheet.problem("pack.too-many-levels", "地方最多六级", "删去几级", "levels")
    digits = [level.digits for level in pack.levels if level.digits]
    if digits != sorted(digits):
        sheet.problem("pack.digits-order", "代码位数要从上到下变长", "改“digits”", "levels")
