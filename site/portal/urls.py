"""Addresses of the portal that are not Wagtail pages."""

from django.urls import path

from portal.views import display

urlpatterns = [path("display/", display, name="display")]
