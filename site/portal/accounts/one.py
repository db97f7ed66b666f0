"""One account: who it is, what it holds, what was done to it, what can be done."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from people.accounts.lines import Line, State, lines
from people.accounts.office import Account, Office, What
from people.accounts.ports import role
from people.accounts.slips import WANTING
from people.models import AccountEvent, Post

from .frame import account_or_404, day_words, moment, spot_words, state_of, superior

DONE = {
    "new": "账号开好了。现在印登录单，交给本人",
    "words": "改好了",
    "disable": "停用了。这个账号现在哪里都登录不了",
    "enable": "启用了",
    "reset": "旧密码、登录过的手机都作废了。现在印登录单，交给本人",
    "hand": "交接好了。现在印登录单，交给接手的人",
    "handed": "交接好了",
    "vacate": "岗位空出来了。有人接手时，在名单里点“空缺”的那一行",
}
TOLD = 100


@superior
def account(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    found = account_or_404(office, pk)
    line = next(line for line in lines(office) if line.user == pk)
    label, tag = state_of(line.state)
    context = {
        "who": found.user.name,
        "username": found.user.username,
        "phone": found.user.phone,
        "seen": moment(found.user.last_login),
        "label": label,
        "tag_look": tag,
        "posts": [_post(office, post) for post in found.posts],
        "slip": pk if found.managed and line.post and line.state in WANTING else 0,
        "again": line.state == State.SENT,
        "buttons": _buttons(found, line),
        "managed": found.managed,
        "own": found.user.pk == office.by.pk,
        "events": [_event(event) for event in _events(found)],
        "notice": DONE.get(request.GET.get("done", ""), ""),
        "words_href": reverse("account-words", args=[pk]) if found.managed else "",
    }
    return render(request, "web/account.html", context)


def _post(office: Office, post: Post) -> SimpleNamespace:
    open_ = post.until is None or post.until > office.day
    mine = post.user_id != office.by.pk
    return SimpleNamespace(
        title=role(post.role).title,
        where=spot_words(post.place or post.body),
        since=f"{day_words(post.since)}起" + ("" if open_ else f"，{day_words(post.until)}离任"),
        href=reverse("account-hand", args=[post.pk]) if open_ and mine else "",
    )


def _buttons(found: Account, line: Line) -> list[SimpleNamespace]:
    if not found.managed:
        return []
    if not found.user.is_active:
        return [_button(found, "enable", "启用")]
    buttons = []
    if line.state not in WANTING:
        buttons.append(_button(found, "reset", "重置", "忘了密码、换了手机"))
    return [*buttons, _button(found, "disable", "停用", "不再让这个账号登录，记录都留着")]


def _button(found: Account, what: str, label: str, hint: str = "") -> SimpleNamespace:
    href = reverse("account-act", args=[found.user.pk, what])
    return SimpleNamespace(label=label, action_href=href, primary=False, hint=hint, method="get")


def _events(found: Account) -> list[AccountEvent]:
    """Of an account that is not wholly below, only what concerns the posts that are."""
    rows = AccountEvent.objects.filter(whom=found.user).select_related("by", "post__place")
    if not found.managed and found.posts:
        rows = rows.filter(post__in=[post.pk for post in found.posts])
    return list(rows.select_related("by", "post__place", "post__body")[:TOLD])


def _event(event: AccountEvent) -> SimpleNamespace:
    post = event.post
    words = f"{spot_words(post.place or post.body)}{role(post.role).title}" if post else ""
    return SimpleNamespace(
        when=moment(event.at),
        head=What(event.what).label,
        note="，".join(filter(None, (words, event.note))),
        who=event.by.get_full_name() if event.by else "命令行",
    )
