"""What the boxes of a notice and a letter are chosen among, beside what ledgers offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..blocks import offers
from ..definition import Ledger, Question
from ..slots import family
from .ledgers_offers import Choice
from .words import plain

NAMES = {
    "_village": "村",
    "_township": "乡镇",
    "_county": "县",
    "_place": "地方",
    "_number": "编号",
    "_count": "份数",
    "_reason": "原因",
    "_due_date": "到期日",
    "_late_days": "晚了几天",
    "_actor_name": "谁做的",
    "_actor_phone": "经办人电话",
    "_period": "季度",
    "_today": "今天",
    "_round": "排查轮次",
    "_missing": "没有查到的数目",
    "_unfinished": "要再去的数目",
    "_title": "另一个通知的名称",
    "_year": "年份",
    "_seq": "顺序号",
    "_county_code": "县的代码",
}
ROUND = (("opened", "开始了", ""), ("closed", "结束了", ""))
ENGINE = (
    ("import_done", "表格导入完了", ""),
    ("export_waiting", "有导出等着批准", ""),
    ("key_rotated", "密钥换过了", ""),
    ("not_confirmed", "通知没有人确认", ""),
)
EVERY = tuple((words, words, "") for words in ("每天", "每周", "每月", "每季度", "每年"))


def paper_choices(ledger: Ledger, own: Mapping[str, Question]) -> dict[str, list[Choice]]:
    """By the kinds that the boxes of these pages ask for; `on_…` by what sets a notice off."""
    actions = [(one.name, plain(one.label) or one.name, "") for one in ledger.actions]
    return {
        "on_action": actions,
        "on_changed": [*_changing(ledger, own)],
        "on_every": [*EVERY],
        "on_round": [*ROUND],
        "on_engine": [*ENGINE],
        "file": [(one.name, plain(one.label), "") for one in own.values() if one.type == "file"],
        "notice": [(key, title, "") for key, title in offers.of("notice")() if key],
    }


def _changing(ledger: Ledger, own: Mapping[str, Question]) -> Iterator[Choice]:
    """Columns first: they are what people watch."""
    for name in ledger.columns:
        if name in own:
            yield name, plain(own[name].label), "台账的列"
    made = [(one.name, one.label) for one in ledger.derived]
    made += [(one.name, one.label) for one in ledger.decisions]
    yield from ((name, plain(label) or name, "台账的列") for name, label in made)
    for one in own.values():
        if one.name not in ledger.columns and family(one):
            yield one.name, plain(one.label), "其他题"
