"""The switches of the display, kept in cookies; and staying signed in over a long form."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.chrome import MODES, begin_time

YEAR = 365 * 24 * 60 * 60


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Sets what the address names and goes back; a GET will do, nothing of value changes."""
    there = request.GET.get("next", "")
    safe = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    response = HttpResponseRedirect(there if safe else get_script_prefix())
    for setting, known in MODES.items():
        value = request.GET.get(setting)
        if value in known:
            response.set_cookie(
                setting, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
            )
        elif value is not None:
            response.delete_cookie(setting, samesite="Lax")
    return response


@never_cache
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Begins the session's time anew: the page asks its person shortly before the end."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"ends": begin_time(request)})
