"""The pages that are shown when something does not work: what happened to the data, what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from public.views import lost

BACK = "用浏览器的“返回”回到上一页，填过的内容通常还在"


def _message(request: HttpRequest, status: int, title: str, lead: str, *steps: str) -> HttpResponse:
    context = {"title": title, "lead": lead, "steps": steps}
    context |= {"href": reverse("work"), "label": "回到首页"}
    response = render(request, "web/message.html", context, status=status)
    return _fresh(response)


def _fresh(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """A visitor looks for help, an officer for a record."""
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return _fresh(lost(request))
    lead = "地址写错了，或者这份记录已转到别的地方。"
    return _message(request, 404, "找不到这一页", lead, "核对一下地址", "从台账里再找一次")


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Also CSRF_FAILURE_VIEW: most often a page that was left open too long."""
    lead = "这一页放得太久，或者浏览器没有保存登录信息。没有存上。"
    return _message(request, 403, "请再试一次", lead, BACK, "刷新页面后重新登录，再保存")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _message(
        request, 400, "这次没有收到完整的内容", "没有存上。", BACK, "照片太大时请拍小一点"
    )


def broken(request: HttpRequest) -> HttpResponse:
    lead = "系统出了问题，不是您的错。这次没有存上，已经存下的都还在。"
    return _message(request, 500, "没有存上", lead, BACK, "过一分钟再按一次“保存”")
