"""Addresses of the portal that are not Wagtail pages."""

from django.urls import path

from portal.accounts import acting, listing, one, roster, slips, writing
from portal.views import display, stay

urlpatterns = [
    path("display/", display, name="display"),
    path("stay/", stay, name="stay"),
    path("accounts/", listing.listing, name="accounts"),
    path("accounts/new/", writing.new, name="account-new"),
    path("accounts/list/", roster.roster, name="account-roster"),
    path("accounts/slips/", slips.slips, name="account-slips"),
    path("accounts/posts/<int:pk>/", writing.hand, name="account-hand"),
    path("accounts/<int:pk>/", one.account, name="account"),
    path("accounts/<int:pk>/words/", writing.words, name="account-words"),
    path("accounts/<int:pk>/<slug:what>/", acting.act, name="account-act"),
]
