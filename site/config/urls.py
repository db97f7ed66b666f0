"""Addresses of the whole house: staff pages, the editors' admin, the public site last."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("people.urls")),
    path("", include("portal.urls")),
    path("", include("ledgers.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]

handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"
handler403 = "config.errors.forbidden"
handler400 = "config.errors.bad_request"
