"""Every query on records is made here (a task list's next door), as the planner's rules ask for it.

Scope below the root is a half-open range on the place path; text prefixes are ranges too; NULLs
have a place in every order; counting says "10,000+" rather than scanning on.
"""

from .columns import LIGHT, WHOLE, Found
from .identities import Identity, by_identities, by_numbers, holder, identified
from .links import AROUND, around, linked_from, pointed_at, standing_on, titled
from .lists import (
    COUNTED,
    MOST_PAGES,
    PAGE,
    Ask,
    Page,
    candidates,
    count,
    listing,
    narrowed,
    state_counts,
)
from .ones import (
    Taken,
    all_of,
    beside,
    by_keys,
    by_rule,
    by_uids,
    in_states,
    keys_of,
    matching,
    of_keys,
    offered_record,
    recent,
    record,
    taken_by_uids,
    walked,
)
from .past import change, changed_by, history, last_actor, last_hashes

__all__ = [
    "AROUND",
    "COUNTED",
    "LIGHT",
    "MOST_PAGES",
    "PAGE",
    "WHOLE",
    "Ask",
    "Found",
    "Identity",
    "Page",
    "Taken",
    "all_of",
    "around",
    "beside",
    "by_identities",
    "by_keys",
    "by_numbers",
    "by_rule",
    "by_uids",
    "candidates",
    "change",
    "changed_by",
    "count",
    "history",
    "holder",
    "identified",
    "in_states",
    "keys_of",
    "last_actor",
    "last_hashes",
    "linked_from",
    "listing",
    "matching",
    "narrowed",
    "of_keys",
    "offered_record",
    "pointed_at",
    "recent",
    "record",
    "standing_on",
    "state_counts",
    "taken_by_uids",
    "titled",
    "walked",
]
