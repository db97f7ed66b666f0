"""A counter for lost things that everybody may write to: its little pack, its people, what is sent to it."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.datastructures import MultiValueDict

from forms_catalog.applying import apply
from forms_catalog.packs import Folder
from ledgers.ids import new_number
from ledgers.outside.door import Door, Slip, door_of
from ledgers.publishing import publish_all
from ledgers.submission import Submission
from people.models import Place, Post
from tests.ledgers.gardens import SINCE

KEY = "losses"
FORM = """format: 1
form: loss
title: 失物登记
instance_name: ((thing))
sections:
  lost:
    label: 丢了什么
    questions:
      thing: {label: 什么东西, type: text, required: true, required_message: 写丢了什么}
      danger: {label: 有没有危险, type: yes_no}
      how: {label: 怎么个危险, type: text, required: true, relevant: "${danger} = 'yes'"}
      ticket: {label: 票号, type: text}
      story: {label: 经过, type: long_text, sealed: true, sensitivity: 3}
      village: {label: 在哪个村, type: division, level: village, anywhere: true}
      photo: {label: 照片, type: photo}
      other: {label: 上一份, type: record, record: losses}
  who:
    label: 来人
    by: [stranger]
    questions:
      name: {label: 姓名, type: person_name, sealed: true}
  desk:
    label: 柜台
    by: [clerk]
    questions:
      shelf: {label: 放在哪里, type: text, required: true, required_message: 写放在哪里}
      inner: {label: 柜台的话, type: text, at: [reply]}
      answer: {label: 答复, type: long_text, sealed: true, required: true, at: [reply]}
"""
LEDGER = """format: 1
ledger: losses
title: 失物
form: loss
place: village
place_fallback: _root
identity: [[ticket]]
states:
  OPEN: {label: 在找}
  DONE: {label: 找完了, final: true}
  GONE: {label: 不找了, final: true}
actions:
  opening: {label: 登记, to: OPEN, who: [clerk]}
  reply: {label: 答复, verb: act, from: [OPEN], to: DONE, who: [clerk, porter]}
  drop: {label: 不找了, verb: act, from: [OPEN], to: GONE, who: [clerk]}
columns: [thing, danger, village]
public: {role: stranger, answer: [answer], state: true, urgent: "${danger} = 'yes'", words: 三天里答复。}
access:
  clerk: {fill: true}
  porter: {}
retention: {forever: true}
"""
PACK = """format: 1
pack: kiosk
title: 失物柜台
version: "1"
levels: {county: {label: 县}, township: {label: 乡镇}, village: {label: 村}}
"""
ROLES = {"clerk": "place:county", "porter": "place:county", "stranger": "none"}
STAFF = (
    ("chief", "clerk", "澜川县"),
    ("deputy", "clerk", "澜川县"),
    ("near", "clerk", "河湾村"),
    ("far", "clerk", "高田村"),
    ("porter", "porter", "澜川县"),
)


def folder(root: Path, ledger: str = LEDGER, form: str = FORM) -> Folder:
    files = {"pack.yaml": PACK, "forms/loss.yaml": form, "ledgers/losses.yaml": ledger}
    for role, held_at in ROLES.items():
        files[f"roles/{role}.yaml"] = (
            f"format: 1\nrole: {role}\ntitle: 岗位{role}\nheld_at: {held_at}\n"
        )
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Folder(root)


def open_kiosk(root: Path) -> dict[str, Any]:
    """In use, with its people by name."""
    found = folder(root)
    assert found.check() == []
    apply(found)
    publish_all()
    users = {}
    for name, role, place in STAFF:
        users[name] = get_user_model().objects.create_user(name, password=None)
        users[name].name = f"安{name}"
        users[name].save()
        Post.objects.create(
            user=users[name], role=role, place=Place.objects.get(name=place), since=SINCE
        )
    return users


def slip() -> Slip:
    return Slip(Submission.new_key(), new_number(), secrets.token_hex(16))


def door(**posted: str) -> Door:
    found = door_of(KEY, MultiValueDict({name: [text] for name, text in posted.items()}))
    assert found
    return found
