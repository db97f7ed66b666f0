"""The preview shows the stored draft as long as the page has sent nothing newer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from wagtail.snippets.views import snippets
from wagtail.utils.decorators import xframe_options_sameorigin_override


class PreviewView(snippets.PreviewOnEditView):
    """Wagtail's, opened by an address alone too."""

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._get_form_state() is None:
            mode = request.GET.get("mode", self.object.default_preview_mode)
            shown: HttpResponse = self.object.make_preview_request(request, mode)
            return shown
        sent: HttpResponse = super().get(request, *args, **kwargs)
        return sent
