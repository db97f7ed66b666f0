"""Whether this person may do this, here, to this record; and whether it is not there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from forms_catalog import editions
from forms_catalog.definition import Action
from forms_catalog.logic.worth import value_of
from forms_catalog.problems import Problem, refuse
from forms_catalog.questions import Context
from people.models import Body, Place
from people.paths import lies_in
from people.posts import PostView

from .. import asking, errands, rounds
from ..acting import INTO, is_from, rule_of
from ..clock import civil
from ..ids import uuid7
from ..models import Errand, Record
from ..moving import move
from ..registry import live
from ..scope import reach
from ..sealing import DataKey, open_answers
from ..submission import MERGED, OPENING, UPGRADE, Part, Submission
from ..visitors import welcome
from . import undoing
from .known import Known
from .plan import Plan


def start(
    index: int, part: Part, submission: Submission, known: Known, cause: Plan | None = None
) -> Plan:
    """The plan of a part, its record found in scope; raises Refused when there is nothing to do.

    What another plan causes reaches as far as the ledgers' rules say, not as its actor sees.
    """
    ledger = live(part.ledger)
    if ledger is None:
        raise refuse("ledger.unknown", "没有这个台账，请从台账页重新进入")
    action = rule_of(ledger.rules, part.action)
    if action is None or (part.action == OPENING) != (not part.record):
        raise refuse("action.unknown", "没有这个动作，请从记录页重新进入")
    if not part.record:
        _of_edition(part, ledger.form_edition)
        new, edition = str(uuid7()), ledger.form_edition
        plan = Plan(index, part, ledger, ledger.questions, new, edition, known, cause=cause)
        plan.number = submission.number if part is submission.parts[-1] else ""
        plan.asked = _asked(plan, submission)
        return plan
    record = known.record(submission.actor, part.record, ledger)
    if cause or (record is None and part.said.get("answer")):
        record = known.by_rule(part.record, ledger)
    offer = _offer(record, part, submission) if record and part.said.get("answer") else None
    if record is None or (offer is None and part.said.get("answer")):
        raise refuse("record.unknown", "找不到这份记录，可能已转到别的地方")
    plan = _existing(
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
            cause=cause,
            handed=offer,
        ),
        action,
    )
    plan.asked = _asked(plan, submission)
    return plan


def _offer(record: Record, part: Part, submission: Submission) -> Errand | None:
    """What is answered here; without one, a record out of sight is none."""
    return errands.offer(submission.actor, record.pk)


def _asked(plan: Plan, submission: Submission) -> frozenset[str]:
    """Everything where a rule writes, or where a record moves to a newer edition."""
    if plan.cause or plan.part.action == UPGRADE:
        return frozenset(plan.questions)
    posts = _posts(submission)
    return asking.asked_of(submission.actor, posts, plan.edition, plan.ledger, plan.part.action)


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
    if not is_from(action, record.state):
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
    old = plan.record.state if plan.record else plan.ledger.first_state
    plan.state = plan.action.to or plan.state or old
    return problems


def by_rule(plan: Plan) -> list[Problem]:
    """What the engine itself brings about: a record that goes into another one is in sight no more."""
    if plan.part.action == INTO:
        plan.state, plan.freed = MERGED, True
        plan.facts["_into"] = [None, plan.part.said["record"]]
    if plan.part.action == OPENING and plan.cause and plan.part.said.get("state"):
        plan.state = plan.part.said["state"]
    return []


def in_the_open_round(plan: Plan, before: Sequence[Plan]) -> None:
    """A new result that names no round belongs to the one that is open at its place."""
    if not plan.opens or plan.ledger.rules.coverage is None:
        return
    put_in_place(plan, before)
    for name, uid in rounds.preset(plan.ledger, plan.place).items():
        if name not in plan.part.answers and plan.after.get(name) is None:
            plan.after[name] = uid


def happened(plan: Plan, submission: Submission) -> None:
    """The day the change speaks of: the ledger's own question, else the day of the submission."""
    told = plan.after.get(plan.ledger.rules.happened_on)
    day = value_of(plan.questions[plan.ledger.rules.happened_on], told) if told else None
    plan.happened_on = day if type(day) is dt.date else civil(submission.clock)
    if isinstance(day, dt.datetime):
        plan.happened_on = day.date()


def put_in_place(plan: Plan, before: Sequence[Plan]) -> None:
    """Where the record belongs by its answers, asked again once they are settled."""
    plan.place = _place(plan, before)


def _place(plan: Plan, before: Sequence[Plan]) -> str:
    rules = plan.ledger.rules
    found = _by(rules.place, plan, before)
    return found or (_by(rules.place_fallback, plan, before) if rules.place_fallback else "")


def _by(rule: str, plan: Plan, before: Sequence[Plan]) -> str:
    """Where a question or a reserved name puts the record; what stands stays without one."""
    if rule == "_root" and plan.opens:
        return root_of_the_tree()
    if rule.startswith("_"):
        stays = plan.record.place_path if plan.record else ""
        return plan.facts["_place"][1] if "_place" in plan.facts else stays
    question, answer = plan.questions.get(rule), plan.after.get(rule)
    if question is None or not isinstance(answer, str):
        return plan.record.place_path if plan.record else ""
    if question.type == "division":
        return answer
    if question.type == "body":
        stands = Body.objects.filter(key=answer).values_list("place__path", flat=True)
        return stands.first() or ""
    return _place_of_link(plan, rule, answer, before)


def root_of_the_tree() -> str:
    """The one place that holds all others."""
    roots = Place.objects.filter(parent=None).order_by("path")
    return roots.values_list("path", flat=True).first() or ""


def _place_of_link(plan: Plan, rule: str, uid: str, before: Sequence[Plan]) -> str:
    for other in before:
        if other.uid == uid:
            return other.place
    spot = plan.known.spot(uid)
    return spot[1] if spot else ""


def acting_post(plan: Plan, submission: Submission) -> PostView | None:
    """The post under which the actor may do this at the record's place."""
    action = plan.action
    for post in _posts(submission):
        access = plan.ledger.rules.role(post.role)
        may = access and post.role in action.who and (access.fill or not _fills(plan))
        if may and post.place_path and all(lies_in(p, post.place_path) for p in _places(plan)):
            return post
    return None


def _places(plan: Plan) -> list[str]:
    """Where a post must reach: to where the record stood, and to where it goes."""
    if plan.handed:
        back = plan.part.said.get("answer") == "withdraw" and plan.record
        return [back.place_path if back else plan.handed.place_path]
    found = [plan.place] if plan.place else []
    return [*found, plan.record.place_path] if plan.record else found


def _posts(submission: Submission) -> list[PostView]:
    """The posts held now, or the one of them that the submission names."""
    posts = reach(submission.actor).posts
    return [post for post in posts if submission.post in (None, post.id)]


def _fills(plan: Plan) -> bool:
    """Whether answers are given, which is more than taking an action."""
    given = plan.asked & plan.part.answers.keys()
    return plan.opens or plan.upgrades or bool(given or plan.part.links)


def permitted(plan: Plan, submission: Submission) -> list[Problem]:
    """A problem when the actor has no post for this action, or the place lies out of reach."""
    action = plan.action
    if plan.cause:
        plan.post = plan.cause.post
        plan.place = plan.place or plan.cause.place
        return []
    if welcome(submission.actor, plan.ledger, plan.part.action):
        plan.place = plan.place or root_of_the_tree()
        return []
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
