"""One of everything that a page shows, in the village officer's name: what the five people ask for."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.urls import reverse

from ledgers.intake import accept
from ledgers.models import Change, Record, Submission
from ledgers.registry import live
from ledgers.submission import Submission as Sitting
from people.posts import forget_posts
from tests import people

OTHER = "99012120150203118X"


def one_of_each(world: Any) -> dict[str, str]:
    """A child of 河湾村 with a photo, in the village officer's name."""
    from ledgers.files import KeptFiles
    from ledgers.models import File

    officer = world.users["village_officer"]
    photo = dict(KeptFiles().keep(officer, "a.png", picture(), image=True, sealed=True))
    sent = people.sitting(officer, key="a" * 32, one=people.dossier(photo=photo))
    result = accept(sent)
    assert result.status == "accepted", result.problems
    forget_posts(officer)
    child, registration = result.records
    file = File.objects.unscoped("test").get(sha256=photo["sha256"])
    return {
        "UID": registration.uid,
        "CHILD": child.uid,
        "KEY": "a" * 32,
        "EDITION": str(live("left_behind").form_edition),
        "FILE": str(file.uid),
        "OFFICER": str(officer.pk),
        "POST": str(officer.posts.get().pk),
        "DRAFT": begun(officer),
        "IMPORT": looked_at(officer),
        "EXPORT": asked_for(world.users["county_admin"]),
        "MESSAGE": told(child.uid),
        "number": child.number,
        "registration": registration.number,
    }


def told(uid: str) -> str:
    """A message about the child to the village officer."""
    from ledgers.models import Message
    from ledgers.notices import tell

    record = Record.objects.unscoped("test").get(uid=uid)
    tell("visit_due", record=record.pk, about="test", values={"_due_date": "明天"})
    rows = Message.objects.unscoped("test").filter(notice="visit_due", channel="inbox")
    return str(rows.get().uid)


def begun(user: Any) -> str:
    """A form that somebody has begun: a name, an identity number, nothing else."""
    from ledgers.drafts import Content, Drafts, Sheet

    book = live("left_behind")
    assert book
    values = {"name": ["罗谷"], "id_card": [OTHER]}
    content = Content(values, seen=["identity-1"], at="identity-1")
    sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, content)
    return str(Drafts(user).save(sheet, lambda sheet: None).uid)


def looked_at(user: Any) -> str:
    """A table that somebody has brought and that waits for a word of theirs."""
    from ledgers.exchange import judging
    from ledgers.exchange.bringing import bring

    book = live("children")
    assert book
    batch = bring(user, book, "甲.csv", f"姓名,身份号码,性别\n罗谷,{OTHER},女\n".encode())
    judging.judge(batch, user)
    return str(batch.uid)


def asked_for(user: Any) -> str:
    """A list that somebody would take along, once a second person of their office agrees."""
    from ledgers.exchange.agreeing import ask
    from ledgers.queries import Ask

    book = live("children")
    assert book
    people.colleague()
    return str(ask(user, book, Ask(text="罗安"), "给县里核对人数").uid)


def picture() -> Any:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    out.seek(0)
    return out


def href(made: dict[str, str], name: str, *args: str) -> str:
    return reverse(name, args=[made.get(arg, arg) for arg in args])


def posted(world: Any, **changes: Any) -> dict[str, Any]:
    """A whole sitting as a browser posts it."""
    found: dict[str, Any] = {"key": Sitting.new_key()}
    for name, value in (people.dossier(**changes) | people.registration() | changes).items():
        if isinstance(value, dict):
            found[f"{name}.reason"] = value["$missing"]
        elif re.fullmatch(r"\d{4}-\d\d(-\d\d)?", str(value)):
            bits = zip("ymd", value.split("-"), strict=False)
            found |= {f"{name}-{part}": bit for part, bit in bits}
        else:
            found[name] = value
    return found


def counts() -> list[int]:
    """Submissions, records and changes that there are."""
    rows = [m.objects.unscoped("test").count() for m in (Record, Change)]
    return [Submission.objects.count(), *rows]
