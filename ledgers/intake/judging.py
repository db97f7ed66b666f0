"""Whether this person may do this, here, to this record; and whether it is not there already."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.cache import cache

from forms_catalog import editions
from forms_catalog.definition import Action
from forms_catalog.ports import ports
from forms_catalog.problems import Problem, refuse
from forms_catalog.questions import Context, is_missing, type_of
from people.models import Body
from people.paths import lies_in
from people.posts import PostView

from ..acting import rule_of
from ..ids import uuid7
from ..models import BlindIndex, Record
from ..moving import move
from ..registry import Live, live
from ..scope import reach
from ..sealing import DataKey, blind_digests, open_answers
from ..submission import OPENING, Part, Submission
from . import undoing
from .known import Known
from .plan import Plan

log = logging.getLogger("ledgers.intake")
type Mark = tuple[int, str, bytes]
"""A ledger, a rule of identity, a digest: what only one record may have."""
TRIES_A_DAY = 30


def start(index: int, part: Part, submission: Submission, known: Known) -> Plan:
    """The plan of a part, its record found in scope; raises Refused when there is nothing to do."""
    ledger = live(part.ledger)
    if ledger is None:
        raise refuse("ledger.unknown", "没有这个台账，请从台账页重新进入")
    action = rule_of(ledger.rules, part.action)
    if action is None or (part.action == OPENING) != (not part.record):
        raise refuse("action.unknown", "没有这个动作，请从记录页重新进入")
    if not part.record:
        _of_edition(part, ledger.form_edition)
        new, edition = str(uuid7()), ledger.form_edition
        return Plan(index, part, ledger, ledger.questions, new, edition, known)
    record = known.record(submission.actor, part.record, ledger)
    if record is None:
        raise refuse("record.unknown", "找不到这份记录，可能已转到别的地方")
    return _existing(
        Plan(
            index,
            part,
            ledger,
            {},
            str(record.uid),
            record.edition_id,
            known,
            record,
            pk=record.pk,
            number=record.number,
        ),
        action,
    )


def _of_edition(part: Part, now: int) -> None:
    if part.edition not in (0, now):
        text = "这张表刚换了新版。请打开新版，核对一遍再保存"
        raise refuse("edition.superseded", text)


def _existing(plan: Plan, action: Action) -> Plan:
    record = plan.record
    assert record is not None
    plan.questions = editions.bundle(record.edition_id).own
    if record.data_key:
        plan.key = DataKey.load(plan.uid, record.key_id, bytes(record.data_key))
    plan.before = plan.base = open_answers(plan.key, plan.questions, record.answers)
    if "any" not in action.from_ and record.state not in action.from_:
        state = plan.ledger.rules.state(record.state)
        words = state.label if state else record.state
        raise refuse("action.wrong-state", f"这份记录现在是“{words}”，不能{action.label}")
    if plan.part.base_version not in (None, record.version):
        raise refuse("record.changed-meanwhile", "您打开以后，别人已经改过这份记录")
    if plan.upgrades:
        _move(plan)
    if plan.undoes:
        undoing.take_back(plan)
    _of_edition(plan.part, plan.edition)
    return plan


def _move(plan: Plan) -> None:
    """From here on the plan stands on the ledger's current edition."""
    if plan.edition == plan.ledger.form_edition:
        raise refuse("edition.same", "这份记录已经是最新一版的表，不用再换")
    ctx = Context(options=plan.ledger.bundle.options)
    moved = move(plan.questions.values(), plan.ledger.questions.values(), plan.before, ctx)
    plan.edition, plan.questions = plan.ledger.form_edition, plan.ledger.questions
    plan.base, plan.reseal = moved.answers, moved.reseal


def settle(plan: Plan, before: Sequence[Plan]) -> list[Problem]:
    """Place and state after the action; linked parts stand before the part that points at them."""
    problems = []
    for name, index in plan.part.links.items():
        question = plan.questions.get(name)
        target = before[index].ledger.key if 0 <= index < len(before) else None
        if question is None or question.type != "record" or question.option("record") != target:
            text = "这几份表没有接上，请从台账页重新进入"
            problems.append(Problem("submission.bad-link", text).at(question=name))
            continue
        plan.after[name] = before[index].uid
    put_in_place(plan, before)
    action = rule_of(plan.ledger.rules, plan.part.action)
    assert action is not None
    old = plan.record.state if plan.record else plan.ledger.first_state
    plan.state = action.to or old
    return problems


def put_in_place(plan: Plan, before: Sequence[Plan]) -> None:
    """Where the record belongs by its answers, asked again once they are settled."""
    plan.place = _place(plan, before)


def _place(plan: Plan, before: Sequence[Plan]) -> str:
    rule = plan.ledger.rules.place
    if rule.startswith("_"):
        return plan.record.place_path if plan.record else ""
    question, answer = plan.questions.get(rule), plan.after.get(rule)
    if question is None or not isinstance(answer, str):
        return plan.record.place_path if plan.record else ""
    if question.type == "division":
        return answer
    if question.type == "body":
        stands = Body.objects.filter(key=answer).values_list("place__path", flat=True)
        return stands.first() or ""
    return _place_of_link(plan, rule, answer, before)


def _place_of_link(plan: Plan, rule: str, uid: str, before: Sequence[Plan]) -> str:
    for other in before:
        if other.uid == uid:
            return other.place
    spot = plan.known.spot(uid)
    return spot[1] if spot else ""


def acting_post(plan: Plan, submission: Submission) -> PostView | None:
    """The post under which the actor may do this at the record's place."""
    action = rule_of(plan.ledger.rules, plan.part.action)
    assert action is not None
    for post in _posts(submission):
        access = plan.ledger.rules.role(post.role)
        may = access and post.role in action.who and (access.fill or not _fills(plan))
        near = post.place_path and lies_in(plan.place or post.place_path, post.place_path)
        was = plan.record is None or lies_in(plan.record.place_path, post.place_path)
        if may and near and was:
            return post
    return None


def _posts(submission: Submission) -> list[PostView]:
    """The posts held now, or the one of them that the submission names."""
    posts = reach(submission.actor).posts
    return [post for post in posts if submission.post in (None, post.id)]


def _fills(plan: Plan) -> bool:
    """Whether answers are given, which is more than taking an action."""
    return plan.opens or plan.upgrades or bool(plan.part.answers or plan.part.links)


def permitted(plan: Plan, submission: Submission) -> list[Problem]:
    """A problem when the actor has no post for this action, or the place lies out of reach."""
    action = rule_of(plan.ledger.rules, plan.part.action)
    assert action is not None
    post = acting_post(plan, submission)
    if post:
        plan.post = post.id
        if not plan.place:
            plan.place = post.place_path
        return []
    roles = (plan.ledger.rules.role(item.role) for item in _posts(submission))
    held = {role.name for role in roles if role and (role.fill or not _fills(plan))}
    if not held & set(action.who):
        return [Problem("action.not-yours", f"您的岗位不能{action.label}，请联系上级")]
    rule = plan.ledger.rules.place
    text = "请选择您负责的地方，别处的由当地登记"
    return [Problem("place.out-of-reach", text).at(question="" if rule.startswith("_") else rule)]


def identities(plan: Plan) -> dict[str, dict[str, bytes]]:
    """Rule -> key id -> digest for every identity rule whose parts are all answered.

    While the key of the index is renewed there are two: a double is found by either.
    """
    found = {}
    for rule in plan.ledger.rules.identity:
        values = [_normal(plan, name) for name in rule]
        if all(values):
            key = ",".join(rule)
            found[key] = blind_digests(key, tuple(values))
    return found


def identified(plan: Plan) -> set[str]:
    """The questions that say who or what the record is."""
    return {name for rule in plan.ledger.rules.identity for name in rule}


def _normal(plan: Plan, name: str) -> str:
    question, answer = plan.questions.get(name), plan.after.get(name)
    if question is None or answer is None or is_missing(answer):
        return ""
    return type_of(question).normal(answer)


def marks(plan: Plan) -> list[Mark]:
    digests = ((rule, item) for rule, found in plan.blind.items() for item in found.values())
    return [(plan.ledger.id, rule, digest) for rule, digest in digests]


def known_identities(plans: Iterable[Plan]) -> dict[Mark, int]:
    """The records that hold these identities; one query for a whole batch."""
    held = [
        (plan.ledger.id, rule, key, digest)
        for plan in plans
        for rule, digests in plan.blind.items()
        for key, digest in digests.items()
    ]
    if not held:
        return {}
    ledgers, rules, keys, digests = (set(column) for column in zip(*held, strict=True))
    rows = BlindIndex.objects.filter(  # every column of the index, in its order
        ledger__in=ledgers, rule__in=rules, key_id__in=keys, digest__in=digests, unique=True
    )
    columns = rows.values_list("ledger_id", "rule", "digest", "record_id")
    return {(ledger, rule, bytes(digest)): record for ledger, rule, digest, record in columns}


def duplicates(plan: Plan, known: Mapping[Mark, int], submission: Submission) -> list[Problem]:
    own = plan.record.pk if plan.record else None
    for mark in marks(plan):
        other, rule = known.get(mark), mark[1]
        if other and other != own:
            return [
                _duplicate(plan.ledger, rule, other, submission).at(question=rule.split(",")[0])
            ]
    return []


def twice(
    plans: Sequence[Plan], earlier: Mapping[Mark, str], own: dict[Mark, str]
) -> list[Problem]:
    """Problems of parts whose identity another record of this batch or sitting has; fills `own`."""
    problems = []
    for plan in plans:
        for mark in marks(plan):
            if (earlier.get(mark) or own.setdefault(mark, plan.uid)) != plan.uid:
                text = "这一批里有两份相同的记录，只收第一份"
                problem = Problem("record.duplicate-in-batch", text)
                where = {"part": str(plan.index), "question": mark[1].split(",")[0]}
                problems.append(problem.at(**where))
                break
    return problems


def _duplicate(ledger: Live, rule: str, other: int, submission: Submission) -> Problem:
    """In sight: open it. Out of sight: only that it exists, counted and logged."""
    labels = "、".join(
        ledger.questions[name].label for name in rule.split(",") if name in ledger.questions
    )
    seen: Any = Record.objects.visible_to(submission.actor, ledger).filter(pk=other).first()
    if seen:
        place = ports.places.place(seen.place_path)
        where = place.name if place else ""
        data = (("number", seen.number), ("uid", str(seen.uid)))
        return Problem(
            "record.duplicate", f"{where}已有一份{labels}相同的记录", "打开那份", data=data
        )
    user = getattr(submission.actor, "pk", None)
    log.warning("duplicate out of sight: user=%s ledger=%s rule=%s", user, ledger.key, rule)
    key = f"duplicate-tries:{user}"
    cache.add(key, 0, 24 * 3600)
    if cache.incr(key) > TRIES_A_DAY:
        return Problem("record.too-many-tries", "今天核对的次数太多，请明天再试，或联系上级")
    return Problem("record.duplicate-elsewhere", f"{labels}已在他处建档，请联系上级办理转入")
