"""Addresses of logging in and out."""

from __future__ import annotations

from django.urls import path

from people.access.urls import urlpatterns as access
from people.views import SignIn, SignOut

urlpatterns = [
    *access,
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
]
