"""The switches of the display, the frame of a page, the two content policies."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from portal.chrome import chrome
from portal.middleware import AdminPolicy
from portal.views import display


def test_ux_04_the_switch_is_kept_for_a_year_and_comes_back(rf: RequestFactory) -> None:
    answer = display(rf.get("/display/", {"mode": "care", "next": "/list/?q=甲"}))
    assert answer.status_code == 302 and answer["Location"] == "/list/?q=%E7%94%B2"
    assert answer.cookies["mode"].value == "care"
    assert answer.cookies["mode"]["max-age"] == 365 * 24 * 3600
    assert "contrast" not in answer.cookies
    back = display(rf.get("/display/", {"mode": "", "next": "/"}))
    assert back.cookies["mode"]["max-age"] == 0


@pytest.mark.parametrize(
    "there", ["//evil.example", "http://evil.example", "/\\evil", "javascript:1", ""]
)
def test_only_addresses_of_this_site(rf: RequestFactory, there: str) -> None:
    assert display(rf.get("/display/", {"next": there}))["Location"] == "/"


def test_unknown_values_are_not_kept(rf: RequestFactory) -> None:
    answer = display(rf.get("/display/", {"mode": "<b>", "next": "/"}))
    assert answer.cookies["mode"].value == ""
    request = rf.get("/")
    request.COOKIES["mode"] = '" onload="'
    assert chrome(request)["chrome"].mode == ""


def test_the_frame_shows_what_views_set(rf: RequestFactory) -> None:
    request = rf.get("/list/?page=2")
    request.user = AnonymousUser()
    request.chrome_place = "甲县"  # type: ignore[attr-defined]
    request.chrome_nav = [("今天", "/", True)]  # type: ignore[attr-defined]
    frame = chrome(request)["chrome"]
    assert (frame.place, frame.user_name, frame.here) == ("甲县", "", "/list/?page=2")
    assert frame.nav[0].label == "今天" and frame.nav[0].current
    assert not frame.keys_missing


def test_only_the_admin_gets_the_loose_policy(rf: RequestFactory) -> None:
    policy = AdminPolicy(lambda request: HttpResponse())
    assert "'unsafe-inline'" in policy(rf.get("/admin/pages/"))._csp_config["script-src"]  # type: ignore[attr-defined]
    assert not hasattr(policy(rf.get("/administration/")), "_csp_config")


def test_the_admin_may_frame_a_preview(rf: RequestFactory) -> None:
    """A preview comes with the header of the page it shows, which forbids all framing."""
    strict = {"Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY"}
    answer = AdminPolicy(lambda request: HttpResponse(headers=strict))(rf.get("/admin/preview/"))
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
