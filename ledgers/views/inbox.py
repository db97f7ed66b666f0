"""消息: what one was told, read, confirmed, and what one would rather not be told."""

from __future__ import annotations

from types import SimpleNamespace

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forms_catalog.definition import Notice

from .. import queries
from ..models import Message, Mute
from ..notices import house, reading
from ..notices.telling import compulsory, opened
from ..registry import role_title
from ..scope import reach
from .frame import record_href, staff, who
from .past import moment


@staff
def inbox(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    found = reading.inbox(who(request), int(before[:18]) if before.isdecimal() else 0)
    shown = found[: reading.PAGE]
    older = f"{reverse('inbox')}?before={shown[-1].pk}" if len(found) > len(shown) else ""
    context = {
        "lines": [_line(message) for message in shown],
        "older": older,
        "wanting": reading.wanting(request.user),
        "mutes_href": reverse("mutes"),
        "back_href": reverse("work"),
        "back_label": "回到今天",
    }
    return render(request, "web/inbox.html", context)


def _line(message: Message) -> SimpleNamespace:
    said = opened(message)
    label, tag = _standing(message)
    return SimpleNamespace(
        subject=said["subject"],
        text=said["text"].split("\n")[0],
        when=moment(message.created_at),
        href=reverse("message", args=[message.uid]),
        label=label,
        tag=tag,
    )


def _standing(message: Message) -> tuple[str, str]:
    if message.ack_by and not message.ack_at:
        return ("等您确认", "late" if message.ack_by < timezone.now() else "wait")
    if message.ack_at:
        return "已确认", "done"
    return ("", "") if message.read_at else ("新", "half")


@staff
def message(request: HttpRequest, uid: str) -> HttpResponse:
    """Opening it is reading it; a press says that it was received."""
    found = reading.one(who(request), uid)
    if found is None:
        raise Http404
    if request.method == "POST":
        reading.read(found)
        reading.confirm(found)
        return redirect("message", uid)
    said = opened(found)
    reading.read(found)
    records = queries.by_keys(request.user, [found.record_id] if found.record_id else [])
    context = {
        "subject": said["subject"],
        "lines": said["text"].split("\n"),
        "when": moment(found.created_at),
        "asks": bool(found.ack_by) and found.ack_at is None,
        "until": moment(found.ack_by) if found.ack_by else "",
        "confirmed": moment(found.ack_at) if found.ack_at else "",
        "record_href": next((record_href(row.uid) for row in records.values()), ""),
        "back_href": reverse("inbox"),
        "back_label": "回到消息",
    }
    return render(request, "web/message_one.html", context)


@staff
def mutes(request: HttpRequest) -> HttpResponse:
    """The notices that this person's posts may get; those that nobody may miss are only named."""
    user, known = who(request), _concerning(request)
    if request.method == "POST":
        wanted = set(request.POST.getlist("want"))
        _mute(user.pk, {n.id for n in known if not compulsory(n) and n.id not in wanted}, known)
        return redirect(f"{reverse('mutes')}?saved=1")
    muted = set(Mute.objects.filter(user=user).values_list("notice", flat=True))
    context = {
        "lines": [
            SimpleNamespace(
                key=n.id,
                title=n.title,
                fixed=compulsory(n),
                on=compulsory(n) or n.id not in muted,
            )
            for n in known
        ],
        "notice": "已保存" if request.GET.get("saved") else "",
        "role": "、".join(dict.fromkeys(role_title(p.role) for p in reach(user).posts)),
        "back_href": reverse("inbox"),
        "back_label": "回到消息",
    }
    return render(request, "web/mutes.html", context)


def _concerning(request: HttpRequest) -> list[Notice]:
    """Those whose recipients name one of the person's roles, and those to whoever did something."""
    roles = {post.role for post in reach(request.user).posts}
    found = house.house().by_key.values()
    return [
        n for n in found if any(t.startswith("_") or t.partition("@")[0] in roles for t in n.to)
    ]


@transaction.atomic
def _mute(user: int, keys: set[str], known: list[Notice]) -> None:
    Mute.objects.filter(user=user, notice__in=[n.id for n in known]).delete()
    Mute.objects.bulk_create(Mute(user_id=user, notice=key) for key in sorted(keys))
