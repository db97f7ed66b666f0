"""How a letter stands, in words, and what can still happen to it."""

from __future__ import annotations

TO_SIGN, PRINTED, SIGNED = "to_sign", "printed", "signed"
EXPIRED, WITHDRAWN, RENEWED = "expired", "withdrawn", "renewed"
LABELS = {
    TO_SIGN: ("待打印", "wait"),
    PRINTED: ("已打印，等签字件", "half"),
    SIGNED: ("已签", "done"),
    EXPIRED: ("已过期", "late"),
    WITHDRAWN: ("已撤回", "off"),
    RENEWED: ("已续签", "off"),
}
UNSIGNED = (TO_SIGN, PRINTED)
ENDED = (WITHDRAWN, RENEWED)
