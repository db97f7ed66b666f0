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
OF_SCHOOL_AGE = range(6, 15)


def of_dossier(answers: Answers, filled: date) -> dict[str, str]:
    years = age(date.fromisoformat(str(answers["birth_date"])), filled)
    out = answers["school_status"] in {"PRE", "OUT"} and years in OF_SCHOOL_AGE
    return {"school_status": "不愿再去上学，学校和村里正在劝返"} if out else {}


def of_registration(answers: Answers) -> dict[str, str]:
    alone = (answers["migration_type"], answers["has_entrusted"]) == ("BOTH", "no")
    return {"has_entrusted": _UNENTRUSTED[str(answers["guardian_actual"])]} if alone else {}
