"""A submission sent twice is written once: its key and a keyed hash of its body are remembered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from forms_catalog.problems import Problem
from people.prepared import Prepared, even

from ..models import Submission as Row
from ..reading import Columns
from ..sealing import blind_digest, blind_digests
from ..submission import Kept, Part, Result, Submission


def answered(batch: Sequence[Submission]) -> dict[int, Result]:
    """The first answer again for keys that were seen; a key with another body is a conflict."""
    keys = even([item.key for item in batch])
    rows = {row.key: row for row in map(SENT.made, _sent(keys=keys))} if keys else {}
    found = {}
    for n, item in enumerate(batch):
        if row := rows.get(item.key):
            found[n] = _replayed(row) if _same(row, item) else _other_body(item.key)
    return found


SENT = Columns(Row, "key", "body_digest", "actor", "records")


@Prepared
def _sent(keys: Any) -> Any:
    return Row.objects.filter(key__in=keys).values_list(*SENT.columns)


def _same(row: Row, submission: Submission) -> bool:
    """The same person, the same body; the key of the index may have been renewed in between."""
    if row.actor_id != getattr(submission.actor, "pk", None):
        return False
    return bytes(row.body_digest) in blind_digests("submission", (body_of(submission),)).values()


def _replayed(row: Row) -> Result:
    return Result("replayed", row.key, tuple(Kept(**kept) for kept in row.records))


def _other_body(key: str) -> Result:
    text = "这张表已经提交过，内容和这次不同。请打开那份记录再改"
    return Result("conflict", key, problems=(Problem("submission.other-body", text),))


def body_digest(submission: Submission) -> bytes:
    """A keyed hash of everything the parts say: equal bodies are known, none can be guessed."""
    return blind_digest("submission", (body_of(submission),))[1]


def body_of(submission: Submission) -> str:
    said = [_part(part) for part in submission.parts]
    return _ENCODER.encode(said)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def _part(part: Part) -> list[Any]:
    said = {name: raw if type(raw) is str else _said(raw) for name, raw in part.answers.items()}
    body = [part.ledger, part.record, part.action, part.base_version, dict(part.links), said]
    others = (part.edition, dict(part.reasons), part.undoes, part.reason, dict(part.said))
    return body + [more for more in others if more]


def _said(raw: Any) -> Any:
    """An answer without the digest of its upload: bytes that are sent again are sealed anew."""
    if isinstance(raw, Mapping):
        return {name: _said(item) for name, item in raw.items() if name != "sha256"}
    return [_said(item) for item in raw] if isinstance(raw, list | tuple) else raw
