"""One answer or call of a platform, as fields of text, becomes an act: from its interface or a table.

The words are those of hotlines' own lists; whatever is not understood is a sentence that says what to write.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s5_closure.platform.calls import Heard, hear_call
from huiyin.casework.s5_closure.platform.hearing import Answer, hear_answer
from huiyin.casework.s5_closure.words import GivenBy, RequestKind, Satisfaction
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.dates import read_moment

LONGEST_WORDS = 1000
_YES = frozenset(
    {"yes", "true", "1", "y", "是", "有", "同意", "通过", "批准", "已同意", "已联系", "已解决", "解决"}
)
_NO = frozenset(
    {
        "no",
        "false",
        "0",
        "n",
        "否",
        "无",
        "没有",
        "不同意",
        "驳回",
        "不通过",
        "未通过",
        "未同意",
        "未联系",
        "未解决",
        "没解决",
    }
)
_SATISFIED = {
    Satisfaction.YES: frozenset({"yes", "满意", "非常满意", "很满意", "是"}),
    Satisfaction.BASIC: frozenset({"basic", "基本满意", "一般", "较满意", "比较满意"}),
    Satisfaction.NO: frozenset({"no", "不满意", "很不满意", "非常不满意", "否"}),
}
_KINDS = {
    RequestKind.EXTENSION: ("extension", "延期", "延时"),
    RequestKind.RETURN: ("return", "退单", "退回"),
}


LABELS: dict[str, Promise] = {
    "ref": _("Order number"),
    "kind": _("Asked for"),
    "granted": _("Decision"),
    "due_at": _("New day"),
    "words": _("Words"),
    "platform": _("Platform"),
    "reached": _("Reached"),
    "contacted": _("Resident contacted"),
    "solved": _("Solved"),
    "satisfied": _("Satisfied"),
    "called_at": _("Called at"),
}
"""What the fields are called on screens and in tables."""


class ResultUnclear(Refusal):
    """A field whose words nobody knows."""

    code, status = "result_unclear", 422
    sentence = _("“%(value)s” (%(field)s) is not understood.")
    remedy = _(
        "Write yes or no, for satisfaction: satisfied, more or less or not satisfied, and days as 2025-01-31."
    )


def hear_result(fields: Mapping[str, str], *, how: GivenBy, by: Viewer) -> bool:
    """Do what one row says; whether it was new.

    `fields`: ref, kind, granted, due_at, words, platform, request, id, reached, contacted, solved, satisfied,
    called_at; what is missing is empty. Without a kind it is a follow-up call.

    Raises ResultUnclear, UnknownOrder, AnsweredOtherwise, CallUnclear, NotThere.
    """
    said = {name: value.strip() for name, value in fields.items()}
    kind = _kind(said)
    if kind is None:
        return _called(said, how, by)
    request = said.get("request", "")
    answer = Answer(
        ref=said.get("ref", ""), kind=kind, granted=_must(said, "granted"), due_at=_moment(said, "due_at"),
        words=said.get("words", ""), platform=said.get("platform", ""),
        request_id=int(request) if request.isascii() and request.isdigit() and len(request) < 19 else None,  # noqa: PLR2004 - bigint
    )  # fmt: skip
    return hear_answer(answer=answer, how=how, by=by)[1]


def _called(said: Mapping[str, str], how: GivenBy, by: Viewer) -> bool:
    reached = _yes(said, "reached")
    heard = Heard(
        ref=said.get("ref", ""), reached=reached is not False, contacted=_yes(said, "contacted"),
        solved=_yes(said, "solved"), satisfied=_satisfied(said), words=said.get("words", "")[:LONGEST_WORDS],
        called_at=_moment(said, "called_at"), platform=said.get("platform", ""), key=said.get("id", ""),
    )  # fmt: skip
    return hear_call(heard=heard, how=how, by=by)[1]


def _kind(said: Mapping[str, str]) -> RequestKind | None:
    """What was asked for; None for a follow-up call."""
    words = said.get("kind", "").lower()
    return next((kind for kind, known in _KINDS.items() if any(word in words for word in known)), None)


def _must(said: Mapping[str, str], name: str) -> bool:
    answer = _yes(said, name)
    if answer is None:
        raise ResultUnclear(value="", field=LABELS[name])
    return answer


def _yes(said: Mapping[str, str], name: str) -> bool | None:
    value = said.get(name, "").lower()
    if value and value not in _YES | _NO:
        raise ResultUnclear(value=value[:40], field=LABELS[name])
    return value in _YES if value else None


def _satisfied(said: Mapping[str, str]) -> str:
    value = said.get("satisfied", "").lower()
    found = next((mark for mark, words in _SATISFIED.items() if value in words), "")
    if value and not found:
        raise ResultUnclear(value=value[:40], field=LABELS["satisfied"])
    return str(found)


def _moment(said: Mapping[str, str], name: str) -> datetime | None:
    value = said.get(name, "")
    moment = read_moment(value) if value else None
    if value and moment is None:
        raise ResultUnclear(value=value[:40], field=LABELS[name])
    return moment
