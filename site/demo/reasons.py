"""What was written where the forms doubt an answer, as a director would have put it."""

from __future__ import annotations

from datetime import date

from demo.answers import Answers
from demo.plan import age

_UNENTRUSTED = {
    "NONE": "亲戚都在外地，还没有找到合适的人，村里每天去看",
    "GP": "爷爷奶奶一直带着，还没有正式委托，正在补办",
    "REL": "亲戚先帮着照看，还没有正式委托，正在补办",
}
_UNSCHOOLED: dict[object, str] = {
    "PRE": "一直跟父母在外地，今年刚送回来，正在联系学校",
    "OUT": "不愿再去上学，学校和村里正在劝返",
}
OF_SCHOOL_AGE, TODDLER = range(6, 15), 3


def of_dossier(answers: Answers, filled: date) -> dict[str, str]:
    years, status = (
        age(date.fromisoformat(str(answers["birth_date"])), filled),
        answers["school_status"],
    )
    if years in OF_SCHOOL_AGE and status in _UNSCHOOLED:
        return {"school_status": _UNSCHOOLED[status]}
    if status == "PS" and years < TODDLER:
        return {"school_status": "跟着姐姐在村小混合班里坐着，老师同意先登记"}
    return {}


def of_registration(answers: Answers) -> dict[str, str]:
    alone = (answers["migration_type"], answers["has_entrusted"]) == ("BOTH", "no")
    return {"has_entrusted": _UNENTRUSTED[str(answers["guardian_actual"])]} if alone else {}
