"""A StreamField whose blocks may change without a migration."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class QuietStreamField(StreamField):
    """The column holds JSON whatever the blocks are, so migrations need not know them."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        return name, path, [[]], kwargs | {"block_lookup": {}}
