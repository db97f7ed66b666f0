"""Opening one account, putting its name right, handing a post over: short forms of a few fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.ports import ports
from forms_catalog.problems import Place as Where
from forms_catalog.problems import Problem, Refused
from people.accounts import acts, handover
from people.accounts.acts import Person
from people.accounts.office import Account, Office
from people.accounts.ports import registry
from people.accounts.ports import role as role_of
from people.accounts.realm import roles_at
from people.models import Body, Place, Post

from .frame import (
    AT_BODY,
    NOWHERE,
    account_or_404,
    spot_or_404,
    spot_words,
    superior,
)

NAME = ("name", "姓名", "", "")
PHONE = ("phone", "电话", "可以不填", "tel")
USERNAME = ("username", "接手的人的用户名", "在名单里查得到", "")


@superior
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """First where, then who: the roles that can be given hang on the place."""
    at = request.POST.get("at") or request.GET.get("at", "")
    if not at:
        return render(request, "web/account_where.html", {"groups": _groups(office)})
    spot = spot_or_404(office, at)
    roles = roles_at(office.realm, spot)
    asked = request.POST.get("role") or request.GET.get("role", "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            post = handover.fill(office, _person(request, bool(asked)), asked, spot)
            return redirect(f"{reverse('account', args=[post.user_id])}?done=new")
        except Refused as refused:
            problems = refused.problems
    context = _form(request, problems, (NAME, PHONE)) | {
        "title": "开一个账号",
        "lead": spot_words(spot),
        "hidden": [("at", at)],
        "roles": [
            SimpleNamespace(
                value=role.key,
                label=role.title,
                hint="",
                chosen=role.key == asked or len(roles) == 1,
            )
            for role in roles
        ],
        "label": "开账号",
        "action": reverse("account-new"),
        "back_href": reverse("account-new"),
        "back_label": "换个地方",
    }
    return render(request, "web/account_form.html", context, status=422 if problems else 200)


def _person(request: HttpRequest, chosen: bool = True) -> Person:
    problems: list[Problem] = []
    if not chosen:
        problems.append(Problem("account.no-role", "选一个岗位", place=Where(question="role")))
    try:
        person = Person.typed(request.POST.get("name", ""), request.POST.get("phone", ""))
    except Refused as refused:
        raise Refused(*problems, *refused.problems) from None
    if problems:
        raise Refused(*problems)
    return person


def _groups(office: Office) -> list[tuple[str, list[tuple[str, str]]]]:
    """Places and bodies where any role can be given: (heading, options)."""
    used = {role.level for role in registry.roles().values()}
    rows = Place.objects.living().filter(office.realm.of_places(), level__in=used - {""})
    groups: dict[str, list[tuple[str, str]]] = {}
    for path, name, parent in rows.values_list("path", "name", "parent__path"):
        above = ports.places.place(parent) if parent else None
        groups.setdefault(above.name if above else "", []).append((path, name))
    bodies = Body.objects.filter(office.realm.of_bodies(), ended_on=None).order_by("name")
    if found := [
        (f"{AT_BODY}{body.key}", body.name) for body in bodies if roles_at(office.realm, body)
    ]:
        groups["机构"] = found
    if office.realm.whole and roles_at(office.realm, None):
        groups.setdefault("", []).insert(0, (NOWHERE, "不在哪一处任职"))
    return list(groups.items())


def _form(
    request: HttpRequest,
    problems: tuple[Problem, ...],
    fields: tuple[tuple[str, str, str, str], ...],
    values: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    wrong = {problem.place.question: problem.text for problem in problems}
    said = {**(values or {}), **request.POST.dict()}
    return {
        "problems": problems,
        "fields": [
            SimpleNamespace(
                name=name,
                label=label,
                hint=hint,
                kind=kind or "text",
                value=said.get(name, ""),
                error=wrong.get(name, ""),
            )
            for name, label, hint, kind in fields
        ],
        "roles": [],
        "role_error": wrong.get("role", ""),
        "ways": [],
        "way_error": wrong.get("way", ""),
        "points": (),
        "hidden": [],
    }


@superior
def words(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    found = account_or_404(office, pk)
    if not found.managed:
        raise Http404
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            acts.reword(office, found, _person(request))
            return redirect(f"{reverse('account', args=[pk])}?done=words")
        except Refused as refused:
            problems = refused.problems
    values = {"name": found.user.name, "phone": found.user.phone}
    context = _form(request, problems, (NAME, PHONE), values) | {
        "title": "改姓名和电话",
        "lead": "用户名不变",
        "label": "保存",
        "action": reverse("account-words", args=[pk]),
        "back_href": reverse("account", args=[pk]),
        "back_label": "不改了",
    }
    return render(request, "web/account_form.html", context, status=422 if problems else 200)


WAYS = (
    ("new", "新来的人", "给他开一个账号，写下面的姓名和电话"),
    ("known", "已经有账号的人", "写下面的用户名"),
    ("none", "还没有人接手", "岗位先空着"),
)


@superior
def hand(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    post = office.post(pk)
    if post is None:
        raise Http404
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return _handed(request, office, post)
        except Refused as refused:
            problems = refused.problems
    way = request.POST.get("way", "")
    context = _form(request, problems, (NAME, PHONE, USERNAME)) | {
        "title": f"交接：{role_of(post.role).title}",
        "lead": f"{spot_words(post.place or post.body)}，现在是{post.user.name}",
        "points": (
            f"{post.user.name}从今天起不再担任，没有别的岗位的，账号也停用",
            "没填完的表交给接手的人，要做的事跟着地方走",
            "填过的记录仍写着当时是谁填的",
        ),
        "ways": [SimpleNamespace(value=v, label=w, hint=h, chosen=v == way) for v, w, h in WAYS],
        "label": "交接",
        "action": reverse("account-hand", args=[pk]),
        "back_href": reverse("account", args=[post.user_id]),
        "back_label": "不交接了",
    }
    return render(request, "web/account_form.html", context, status=422 if problems else 200)


def _handed(request: HttpRequest, office: Office, post: Post) -> HttpResponse:
    way = request.POST.get("way", "")
    if way == "none":
        handover.vacate(office, post)
        return redirect(f"{reverse('account', args=[post.user_id])}?done=vacate")
    if way not in ("new", "known"):
        problem = Problem("account.no-way", "选一种交接办法", place=Where(question="way"))
        raise Refused(problem)
    to: Account | Person = _person(request) if way == "new" else _named(request, office)
    after = handover.hand(office, post, to)
    done = "hand" if way == "new" else "handed"
    return redirect(f"{reverse('account', args=[after.user_id])}?done={done}")


def _named(request: HttpRequest, office: Office) -> Account:
    name = acts.tidy(request.POST.get("username", ""))
    found = office.named(name) if name else None
    if found is None:
        text = f"名单里没有用户名“{name}”，请到名单里查一下" if name else "写上接手的人的用户名"
        raise Refused(Problem("account.nobody", text, place=Where(question="username")))
    return found
