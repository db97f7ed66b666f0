"""Disable, enable, reset: a page that says what will happen, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from people.accounts import acts
from people.accounts.office import Account, Office

from .frame import account_or_404, superior


@dataclass(frozen=True)
class Act:
    """The words of an act, and what does it."""

    title: str
    points: tuple[str, ...]
    label: str
    bad: bool
    do: Callable[[Office, Account], None]


ACTS = {
    "disable": Act(
        "停用{name}的账号",
        (
            "正在登录的马上退出，信任的手机和没用过的登录单都作废",
            "填过的、改过的记录都留着，账号不会删掉",
            "以后可以再启用",
        ),
        "停用",
        True,
        acts.disable,
    ),
    "enable": Act(
        "启用{name}的账号",
        ("原来的密码还能用", "记不得密码的，启用以后再重置，印一张新的登录单"),
        "启用",
        False,
        acts.enable,
    ),
    "reset": Act(
        "重置{name}的账号",
        (
            "旧密码马上作废，正在登录的马上退出，信任的手机也要重新设",
            "接着印一张新的登录单，交给本人",
            "没填完的表都还在，本人登录以后接着填",
        ),
        "重置",
        True,
        acts.reset,
    ),
}


@superior
def act(request: HttpRequest, office: Office, pk: int, what: str) -> HttpResponse:
    found = account_or_404(office, pk)
    if what not in ACTS or not found.managed:
        raise Http404
    there = reverse("account", args=[pk])
    if request.method == "POST":
        ACTS[what].do(office, found)
        return redirect(f"{there}?done={what}")
    asked = ACTS[what]
    context = {
        "title": asked.title.format(name=found.user.name),
        "points": asked.points,
        "label": asked.label,
        "bad": asked.bad,
        "back_href": there,
    }
    return render(request, "web/account_ask.html", context)
