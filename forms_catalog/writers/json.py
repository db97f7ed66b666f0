"""The Bundle's canonical JSON: what an edition keeps."""

from __future__ import annotations

from ..bundle import Bundle

SUFFIX = ".json"
LABEL = "规范 JSON"


def write(bundle: Bundle) -> bytes:
    return bundle.to_bytes()
