"""Every address of ours and what five people are told there; a new address needs a row."""

from __future__ import annotations

NOWHERE = "019a0000-0000-7000-8000-000000000000"
NOKEY = "f" * 32
IN = 200, 200, 200, 200, 302
OUT = 404, 404, 404, 404, 302
ON = 302, 302, 302, 302, 302
WRONG = 422, 422, 422, 422, 302
MINE = 200, 404, 404, 404, 302
MINE_ON = 302, 404, 404, 404, 302
ABOVE = 404, 404, 200, 200, 302

# name, arguments: (own officer, other village's officer, supervisor, county, citizen) by GET, by POST
TABLE: dict[tuple[str, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {
    ("work",): (IN, IN),
    ("ledger", "children"): (IN, (302, 302, 302, 302, 302)),
    ("ledger", "left_behind"): (IN, (302, 302, 302, 302, 302)),
    ("ledger", "nothing"): (OUT, OUT),
    ("fill", "children"): ((200, 200, 404, 404, 302), (422, 422, 404, 404, 302)),
    ("fill", "left_behind"): ((200, 200, 200, 404, 302), (422, 422, 422, 404, 302)),
    ("fill", "nothing"): (OUT, OUT),
    ("pages", "children"): ((200, 200, 404, 404, 302), (422, 422, 404, 404, 302)),
    ("pages", "left_behind"): ((200, 200, 200, 404, 302), (422, 422, 422, 404, 302)),
    ("pages", "nothing"): (OUT, OUT),
    ("tasks", "left_behind"): (IN, IN),
    ("tasks", "children"): (OUT, OUT),
    ("tasks", "nothing"): (OUT, OUT),
    ("draft", "DRAFT"): (MINE_ON, MINE_ON),
    ("draft", NOWHERE): (OUT, OUT),
    ("draft-step", "DRAFT", "identity-1"): (MINE, (422, 404, 404, 404, 302)),
    ("draft-step", "DRAFT", "body-1"): (OUT, OUT),
    ("draft-all", "DRAFT"): (MINE, (422, 404, 404, 404, 302)),
    ("draft-check", "DRAFT"): (MINE, (422, 404, 404, 404, 302)),
    ("draft-check", NOWHERE): (OUT, OUT),
    ("draft-save", "DRAFT"): ((405, 405, 405, 405, 401), (200, 404, 404, 404, 401)),
    ("draft-save", NOWHERE): ((405, 405, 405, 405, 401), (404, 404, 404, 404, 401)),
    ("draft-edition", "DRAFT"): (MINE_ON, MINE_ON),
    ("draft-delete", "DRAFT"): (MINE, MINE_ON),
    ("blank", "left_behind"): (IN, IN),
    ("blank", "nothing"): (OUT, OUT),
    ("import", "children"): ((200, 200, 404, 404, 302), (422, 422, 404, 404, 302)),
    ("import", "left_behind"): ((200, 200, 200, 404, 302), (422, 422, 422, 404, 302)),
    ("import", "nothing"): (OUT, OUT),
    ("import-template", "children"): ((200, 200, 404, 404, 302), (200, 200, 404, 404, 302)),
    ("import-template", "nothing"): (OUT, OUT),
    ("import-one", "IMPORT"): (MINE, MINE_ON),
    ("import-one", NOWHERE): (OUT, OUT),
    ("import-refused", "IMPORT"): (MINE, MINE),
    ("import-refused", NOWHERE): (OUT, OUT),
    ("export-xlsx", "children"): ((405, 405, 405, 405, 302), (404, 404, 404, 403, 302)),
    ("export-csv", "children"): ((405, 405, 405, 405, 302), (404, 404, 404, 403, 302)),
    ("export-ask", "children"): ((404, 404, 404, 200, 302), (404, 404, 404, 200, 302)),
    ("export-ask", "nothing"): (OUT, OUT),
    ("exports",): (IN, IN),
    ("export-one", "EXPORT"): ((404, 404, 404, 200, 302), (404, 404, 404, 302, 302)),
    ("export-one", NOWHERE): (OUT, OUT),
    ("export-take-xlsx", "EXPORT"): ((405, 405, 405, 405, 302), (404, 404, 404, 403, 302)),
    ("export-take-csv", "EXPORT"): ((405, 405, 405, 405, 302), (404, 404, 404, 403, 302)),
    ("worker",): ((404, 404, 404, 200, 302), (404, 404, 404, 302, 302)),
    ("export-take-xlsx", NOWHERE): ((405, 405, 405, 405, 302), OUT),
    ("export-xlsx", "nothing"): ((405, 405, 405, 405, 302), OUT),
    ("record", "UID"): ((200, 404, 200, 200, 302), (200, 404, 200, 200, 302)),
    ("record", NOWHERE): (OUT, OUT),
    ("edit", "UID"): ((200, 404, 404, 404, 302), (422, 404, 404, 404, 302)),
    ("edit", NOWHERE): (OUT, OUT),
    ("edition", "UID"): ((302, 404, 404, 404, 302), (302, 404, 404, 404, 302)),
    ("edition", NOWHERE): (OUT, OUT),
    ("act", "UID", "verify"): ((302, 404, 302, 302, 302), (404, 404, 302, 404, 302)),
    ("act", "UID", "nothing"): ((302, 404, 302, 302, 302), OUT),
    ("act", NOWHERE, "verify"): (OUT, OUT),
    ("print", "UID"): ((200, 404, 200, 200, 302), (200, 404, 200, 200, 302)),
    ("print", NOWHERE): (OUT, OUT),
    ("receipt", "KEY"): ((200, 404, 404, 404, 302), (200, 404, 404, 404, 302)),
    ("receipt", NOKEY): (OUT, OUT),
    ("file", "FILE"): ((200, 404, 200, 200, 302), (200, 404, 200, 200, 302)),
    ("file", NOWHERE): (OUT, OUT),
    ("logic", "EDITION"): (IN, IN),
    ("logic", "999999"): (OUT, OUT),
    ("look", "EDITION"): (OUT, OUT),
    ("me",): (IN, IN),
    ("me-pin",): (IN, WRONG),
    ("me-password",): (IN, WRONG),
    ("me-factor",): (IN, WRONG),
    ("me-phone-end", "7"): (ON, OUT),
    ("accounts",): (ABOVE, (404, 404, 302, 302, 302)),
    ("account-new",): (ABOVE, ABOVE),
    ("account-roster",): (ABOVE, (404, 404, 422, 422, 302)),
    ("account-slips",): (ABOVE, ABOVE),
    ("account", "OFFICER"): (ABOVE, ABOVE),
    ("account", "0"): (OUT, OUT),
    ("account-words", "OFFICER"): (ABOVE, (404, 404, 422, 422, 302)),
    ("account-words", "0"): (OUT, OUT),
    ("account-act", "OFFICER", "disable"): (ABOVE, (404, 404, 302, 302, 302)),
    ("account-act", "OFFICER", "reset"): (ABOVE, (404, 404, 302, 302, 302)),
    ("account-act", "OFFICER", "nothing"): (OUT, OUT),
    ("account-hand", "POST"): (ABOVE, (404, 404, 422, 422, 302)),
    ("account-hand", "0"): (OUT, OUT),
}
KEPT = {"logic"}
"""What a browser may keep for itself: a definition, which says nothing of anybody."""
OPEN = {"login", "logout", "enter", "pin", "second", "display", "stay"}
"""Addresses that are not for staff only; tests of people and portal ask them."""
