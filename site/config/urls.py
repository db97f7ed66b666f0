"""Addresses of the whole house: staff pages, the editors' admin, the public site last."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from people.views import SignOut

urlpatterns = [
    path("", include("people.urls")),
    path("", include("portal.urls")),
    path("", include("public.urls")),
    path("", include("ledgers.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/logout/", SignOut.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]

handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"
handler403 = "config.errors.forbidden"
handler400 = "config.errors.bad_request"
