"""What the holder of a receipt is told: the state in words, the questions that the ledger names, no more."""

from __future__ import annotations

from dataclasses import dataclass

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.questions import Context, is_missing, show

from .. import queries
from ..intake.holding import records_of
from ..models import Receipt, Record
from ..registry import Live, live_by_id
from ..sealing import DataKey, open_answers
from ..submission import GONE, MERGED

CAME = "已经收到，还没有人看到这一份。"
SEEN = "已经收到，还没有回复。过几天再来看。"
WITHOUT_ANSWER = "已经办完，没有留下文字回复。还想问的，打页尾的电话。"
ENDED = {MERGED: "已经和另一份合在一起办。还想问的，打页尾的电话。"}
GONE_WORDS = "已经看过，没有另外办理，或者过了保存期。还想问的，打页尾的电话。"


@dataclass(frozen=True)
class Reply:
    """`state` is what the ledger calls it, '' where it does not say; `lines` are what was answered."""

    title: str
    came: str
    words: str
    state: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def reply_of(receipt: Receipt) -> Reply:
    ledger = live_by_id(receipt.ledger_id)
    title, came = ledger.title, receipt.created_at.isoformat()
    kept = records_of(receipt.key)
    record = queries.by_rule(kept[-1].uid, ledger) if kept else None
    if record is None:
        return Reply(title, came, GONE_WORDS if kept else CAME)
    if record.state in GONE:
        return Reply(title, came, ENDED.get(record.state, GONE_WORDS))
    lines = tuple(_answers(ledger, record))
    state = ledger.rules.state(record.state)
    final = state is not None and state.final
    words = "" if lines else WITHOUT_ANSWER if final else SEEN
    told = ledger.rules.public
    label = state.label if state and told and told.state else ""
    return Reply(title, came, words, label, lines)


def _answers(ledger: Live, record: Record) -> list[tuple[str, str]]:
    told = ledger.rules.public
    bundle = editions.bundle(record.edition_id)
    wanted = {q.name: q for q in bundle.part() if told and q.name in told.answer}
    ordered = [wanted[name] for name in told.answer if name in wanted] if told else []
    answers = _opened(record, wanted)
    ctx = Context(options=bundle.options)
    return [
        (question.label, show(question, answer, ctx))
        for question in ordered
        if (answer := answers.get(question.name)) is not None and not is_missing(answer)
    ]


def _opened(record: Record, wanted: dict[str, Question]) -> dict[str, object]:
    """Only what is told is unsealed."""
    kept = {name: value for name, value in record.answers.items() if name in wanted}
    key = None
    if record.data_key:
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
    return open_answers(key, wanted, kept)
