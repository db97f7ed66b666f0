"""The way from duties to notices: gathered for many rounds, written at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ..notices.telling import Teller

type Values = Mapping[str, str | int | dt.date]


def gathering(records: Sequence[int]) -> Teller:
    """Of whom something may be said."""
    teller = Teller()
    teller.read(records)
    return teller


def tell(
    teller: Teller,
    notice: str,
    *,
    record: int | None,
    to: Sequence[str],
    values: Values,
    about: str,
    records: Sequence[int] = (),
) -> int:
    """A message to each, once for ever by `about`; gives how many there may be."""
    return teller.tell(notice, record=record, to=to, values=values, about=about, of=records)
