"""Addresses of the portal that are not Wagtail pages."""

from django.urls import path

from portal.views import display, stay

urlpatterns = [
    path("display/", display, name="display"),
    path("stay/", stay, name="stay"),
]
