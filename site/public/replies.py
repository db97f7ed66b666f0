"""Where the holder of a receipt reads the answer: unknown and wrong are told in the same words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.models import Page

from forms_catalog.problems import Problem
from ledgers.outside.answering import reply_of
from ledgers.outside.receipts import find
from ledgers.sealing import KeysMissing
from portal.models import HomePage
from public.models.base import dress

WRONG = "编号和查询码对不上。请照收据再填一遍；刚才试错过几次的，过几分钟再试"
NO_KEYS = "现在查不了，请过一会儿再来，或打页尾的电话"


@csrf_exempt
@never_cache
@sensitive_post_parameters()
def reply(request: HttpRequest) -> HttpResponse:
    home = HomePage.objects.first()
    dress(request, Page(), home)
    context: dict[str, Any] = {
        "front": home,
        "parent": None,
        "problems": (),
        "found": None,
        "number": "",
        "local": timezone.localtime,
    }
    if request.method != "POST":
        return render(request, "public/reply.html", context)
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    context["number"] = number[:40]
    status = 422
    try:
        receipt = find(number, code)
        if receipt is not None:
            found = reply_of(receipt)
            context |= {"found": found, "came": parse_datetime(found.came)}
            return render(request, "public/reply.html", context)
        problem = Problem("receipt.unknown", WRONG).at(question="number")
    except KeysMissing:
        problem, status = Problem("receipt.no-keys", NO_KEYS), 503
    return render(request, "public/reply.html", context | {"problems": [problem]}, status=status)
