"""How gateways for short messages want to be asked and what they answer: data, filled with placeholders.

A shape's texts may hold `((key))`, `((to))`, `((text))`, `((account))`, `((secret))`, `((time))` and
`((signature))`, the HMAC-SHA256 of `signed` under the secret. Values are put in after the text was
taken apart, so none of them can be more than a value.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from forms_catalog.placeholders import fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`body` is sent as `sends` says (json or form). What is answered is JSON: `yes` holds the
    values that `code` has when it was taken, `again` those that mean later, `id` its name there."""

    body: Mapping[str, str]
    headers: Mapping[str, str]
    sends: str = "json"
    signed: str = ""
    code: str = "code"
    yes: Sequence[str] = ("0",)
    again: Sequence[str] = ()
    id: str = "id"


_FILE = Path(__file__).with_name("gateways.json")
SHAPES = {name: Shape(**told) for name, told in json.loads(_FILE.read_text()).items()}


def asked(shape: Shape, values: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """Headers and body of one request."""
    known = {"time": str(int(time.time())), **values}
    said = _filled(shape.signed, known).encode()
    secret = known.get("secret", "").encode()
    known["signature"] = hmac.new(secret, said, hashlib.sha256).hexdigest()
    body = {name: _filled(text, known) for name, text in shape.body.items()}
    headers = {name: _filled(text, known) for name, text in shape.headers.items()}
    if shape.sends == "form":
        kind, data = "application/x-www-form-urlencoded", urlencode(body).encode()
    else:
        kind, data = "application/json", json.dumps(body, ensure_ascii=False).encode()
    return {"Content-Type": f"{kind};charset=utf-8", **headers}, data


def _filled(text: str, values: Mapping[str, str]) -> str:
    return fill(text, lambda name, form: values.get(name, ""))


def answered(shape: Shape, said: bytes) -> tuple[str, str]:
    """(yes, again, no or unknown; what it is called there)."""
    try:
        told: Any = json.loads(said)
    except ValueError:
        return "unknown", ""
    if not isinstance(told, dict) or shape.code not in told:
        return "unknown", ""
    code = str(told[shape.code])
    word = "yes" if code in shape.yes else "again" if code in shape.again else "no"
    return word, str(told.get(shape.id, ""))[:80]
