"""One thing of every kind in a village, each with the address part that names it."""

from __future__ import annotations

import datetime as dt
import uuid
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from PIL import Image

from ledgers import bulk
from ledgers.clock import now, today
from ledgers.drafts import Content, Drafts, Sheet
from ledgers.duties import feeds
from ledgers.exchange import agreeing, judging
from ledgers.exchange.bringing import bring
from ledgers.files import KeptFiles
from ledgers.intake import accept
from ledgers.intake.holding import receive
from ledgers.letters import batches, house
from ledgers.models import Ending, File, Held, LetterIssue, Message, Record
from ledgers.notices import tell
from ledgers.periods.book import every_of
from ledgers.periods.spans import span_of
from ledgers.queries import Ask
from ledgers.registry import live
from ledgers.submission import Kept, Part, Submission
from people.models import TrustedPhone
from tests import people
from tests.ledgers import registers
from tests.ledgers.tools import change, child, id_card, row, send, user

type Things = dict[str, str]
NOWHERE = "019a0000-0000-7000-8000-000000000000"
BEGUN = id_card(900)


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    out.seek(0)
    return out


def build(director: str = "village_officer", village: str = "河湾村") -> Things:
    """Everything that a village keeps, and what others have made of it."""
    number = 1 if village == "河湾村" else 2
    officer, county = user(director), user("county_admin")
    if not get_user_model().objects.filter(username="county_second").exists():
        people.colleague()
    photo = dict(KeptFiles().keep(officer, "a.png", picture(), image=True, sealed=True))
    there = dict.fromkeys(("hukou_place", "residence_place"), registers.path(village))
    given = child(number, name="罗安", photo=photo, **there)
    key = str(number) * 32
    sent = accept(people.sitting(officer, key=key, one=given))
    assert sent.ok, sent.problems
    dossier, registration = sent.records
    assert send(officer, change(dossier, boarding="yes")).ok
    file = File.objects.unscoped("test").get(sha256=photo["sha256"])
    found = records(officer, village, dossier, number) | {
        "CHILD": dossier.uid,
        "REGISTRATION": registration.uid,
        "KEY": key,
        "FILE": str(file.uid),
        "DRAFT": begun(officer),
        "IMPORT": looked_at(officer),
        "EXPORT": str(agreeing.ask(county, live("children"), Ask(text="罗安"), "核对人数").uid),
        "BULK": chosen("township_supervisor", dossier),
        "OFFICER": str(officer.pk),
        "TERM": str(officer.posts.get().pk),
        "PHONE": phone(officer, number),
        "CALENDAR": feeds.token(officer),
        "HELD": held(officer, number, there),
        "NOTHING": NOWHERE,
    }
    found["MESSAGE"] = told(dossier)
    found |= {"ENDING": ended(found["GONE"]), "PERIOD": quarter()}
    return found | {"EDITION": str(live("left_behind").form_edition), village: there["hukou_place"]}


def held(officer: Any, number: int, there: Things) -> str:
    """What a phone sent that the gate refused."""
    part = Part("children", child(300 + number, name="", **there))
    sent = Submission(f"phone-{number:016}", "phone", officer, None, (part,), now())
    assert receive(sent, {}).status == "held"
    return str(Held.objects.unscoped("test").get(key=sent.key).uid)


def records(officer: Any, village: str, dossier: Kept, number: int) -> Things:
    """Of every other ledger that the village fills."""
    group = registers.group("01", village)
    home = registers.household("001", group, village)
    gone = registers.kept(send(officer, Part("children", elsewhere(village, 100 + number))))
    offered = registers.kept(send(officer, Part("children", elsewhere(village, 200 + number))))
    registers.verified(offered)
    goal = "柳坪村" if village == "河湾村" else "河湾村"
    said = {"place": registers.path(goal)}
    part = Part("children", {}, offered.uid, "transfer", reason="搬家了", said=said)
    assert send(officer, part).ok
    pairing = registers.kept(send(officer, Part("pairings", paired(dossier))))
    visit = registers.kept(registers.visit(dossier, village))
    during = registers.round_of(f"{village}的一轮")
    urge = registers.kept(send(officer, Part("guardian_urges", urged(dossier))))
    survey = registers.kept(registers.survey(during, home, "DONE", village))
    return {
        "ROUND": during.uid,
        "SURVEY": survey.uid,
        "GROUP": group.uid,
        "HOME": home.uid,
        "GONE": gone.uid,
        "OFFERED": offered.uid,
        "PAIRING": pairing.uid,
        "VISIT": visit.uid,
        "URGE": urge.uid,
        "LETTER": str(LetterIssue.objects.unscoped("test").get(record=row(urge)).uid),
        "LETTERS": of_a_list(urge),
    }


def urged(dossier: Kept) -> dict[str, Any]:
    """What its letter is issued for at once."""
    return {
        "child": dossier.uid,
        "doc_type": "REMIND",
        "to_name": "罗川",
        "to_relation": "51",
        "fact": "一个月没有打电话回家",
        "law": ["W16"],
        "demand": "每周打一次电话",
        "deadline": "2099-01-01",
    }


def of_a_list(urge: Kept) -> str:
    letter = house.letter("guardian_remind")
    assert letter
    who = user("township_supervisor")
    return str(batches.fix(who, live("guardian_urges"), letter, [row(urge).pk]).uid)


def elsewhere(village: str, number: int) -> dict[str, Any]:
    there = dict.fromkeys(("hukou_place", "residence_place"), registers.path(village))
    return child(number, **there)


def paired(dossier: Kept) -> dict[str, Any]:
    return {
        "child": dossier.uid,
        "cadre_name": "安柏",
        "cadre_phone": "10000001111",
        "second_role": "GRID",
        "second_name": "林川",
        "neighbor_name": "何禾",
        "neighbor_phone": "10000002222",
        "start_date": "2026-11-01",
        "duty": ["STUDY"],
        "freq": "WEEK",
    }


def begun(officer: Any) -> str:
    """A form that somebody has begun."""
    book = live("left_behind")
    content = Content({"name": ["罗谷"], "id_card": [BEGUN]}, seen=["identity-1"], at="identity-1")
    sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, content)
    return str(Drafts(officer).save(sheet, lambda sheet: None).uid)


def looked_at(officer: Any) -> str:
    """A table that somebody has brought and that waits for a word of theirs."""
    data = f"姓名,身份号码,性别\n罗谷,{BEGUN},女\n".encode()
    batch = bring(officer, live("children"), "甲.csv", data)
    judging.judge(batch, officer)
    return str(batch.uid)


def chosen(name: str, dossier: Kept) -> str:
    fixed = bulk.fix(user(name), live("children"), "verify", [row(dossier).pk])
    return str(fixed.uid)


def told(dossier: Kept) -> str:
    """A message to the director, and one on paper for whoever takes it along."""
    tell("visit_due", record=row(dossier).pk, about="test")
    rows = Message.objects.unscoped("test").filter(record=row(dossier).pk)
    rows.filter(channel="sms").update(channel="slip", state="queued")
    return str(rows.filter(notice="visit_due", channel="inbox").get().uid)


def phone(officer: Any, number: int) -> str:
    found = TrustedPhone.objects.create(
        user=officer,
        digest=str(number) * 64,
        pin="",
        bond="",
        label="手机",
        used=now(),
        until=now() + dt.timedelta(days=9),
    )
    return str(found.pk)


def ended(uid: str) -> str:
    """A record whose time was over and that is gone: only its certificate is left."""
    gone = row(uid)
    Record.objects.unscoped("test").filter(pk=gone.pk).update(state="VOID")
    line = Ending.objects.unscoped("test").create(
        record=gone,
        ledger_id=gone.ledger_id,
        head=gone,
        due_on=today(),
        rule="保存期满",
        version=gone.version,
        status="erased",
        found_at=now(),
        agreed_by=user("county_admin"),
        agreed_at=now(),
        erased_at=now(),
        digest=b"1",
    )
    return str(line.uid)


def quarter() -> str:
    """The last one that is over."""
    day = today()
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    span = span_of(every_of(live("children")), first.fromordinal(first.toordinal() - 1))
    return str(span.key)
