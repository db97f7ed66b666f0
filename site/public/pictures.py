"""Pictures as they are shown: small, and without what the camera wrote into them. Originals stay inside."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.images.models import Rendition

WEEK = 7 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Only what was made to be shown; its name changes with the picture, so a browser may keep it."""
    found = Rendition.objects.filter(file=f"images/{name}").first()
    if found is None or not found.file.storage.exists(found.file.name):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or ""
    if not kind.startswith("image/"):
        raise Http404
    response = FileResponse(found.file.open("rb"), content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response
