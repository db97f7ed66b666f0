"""Addresses of the ways to sign in, taken into those of people."""

from __future__ import annotations

from django.urls import path

from people.access.entering import enter
from people.access.own import me, me_phone_end, me_pin
from people.access.password import me_password
from people.access.pinning import pin
from people.access.second import second
from people.access.setting_up import me_factor

urlpatterns = [
    path("in/<str:token>/", enter, name="enter"),
    path("login/pin/", pin, name="pin"),
    path("login/second/", second, name="second"),
    path("me/", me, name="me"),
    path("me/pin/", me_pin, name="me-pin"),
    path("me/password/", me_password, name="me-password"),
    path("me/second/", me_factor, name="me-factor"),
    path("me/phones/<int:pk>/end/", me_phone_end, name="me-phone-end"),
]
