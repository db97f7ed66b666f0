"""Pages that a pack brings: read from its YAML, put up once, never over what an editor has changed."""

from public.shipping.putting import ship

__all__ = ["ship"]
