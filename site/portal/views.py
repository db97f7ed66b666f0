"""The switches of the display: large print and high contrast, kept in cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from portal.chrome import MODES

YEAR = 365 * 24 * 60 * 60


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Sets what the address names and goes back; a GET will do, nothing of value changes."""
    there = request.GET.get("next", "")
    safe = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    response = HttpResponseRedirect(there if safe else "/")
    for setting, known in MODES.items():
        value = request.GET.get(setting)
        if value in known:
            response.set_cookie(
                setting, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
            )
        elif value is not None:
            response.delete_cookie(setting, samesite="Lax")
    return response
