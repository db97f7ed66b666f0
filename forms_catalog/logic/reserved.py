"""Names that begin with `_`: what the engine itself knows, and the kind of value each has."""

from __future__ import annotations

_TEXTS = (
    "_state _place _actor _actor_name _actor_phone _actor_place _root _body _parent _round _row"
    " _number _county _county_code _township _village _village_code _officer _officer_phone"
    " _level_label _reason _period _own _in_force _complete _unchanged _refused _before _after"
)
_NUMBERS = (
    "_age _age_at _seq _year _late_days _count _every_days _opening _entered _left _closing _rate"
    " _max_late _missing _unfinished"
)
_DATES = (
    "_today _ref _turns_16 _turns_18 _period_start _period_end _this_year _opened_on _ended_on"
    " _happened_on _applies_on _round_date _due_date _retention"
)
_MOMENTS = "_now _created _updated _submitted_at"

RESERVED: dict[str, str] = {
    **dict.fromkeys(_TEXTS.split(), "text"),
    **dict.fromkeys(_NUMBERS.split(), "number"),
    **dict.fromkeys(_DATES.split(), "date"),
    **dict.fromkeys(_MOMENTS.split(), "moment"),
}
"""Name -> kind. `_this_year` and `_ref` are dates by use; what has no value here reads as blank."""

OF_GAPS = ("_missing", "_unfinished")
"""Units of a running round at a place: without a result that counts; with one that is not enough."""
