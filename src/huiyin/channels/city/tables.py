"""Questions to a platform and its answers as tables, for platforms reached by file alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.s5_closure.models import PlatformRequest
from huiyin.casework.s5_closure.words import GivenBy, RequestKind
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.table import Sheet
from huiyin.channels.spreadsheets.writing import Cell
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .results import LABELS, hear_result

RESULT_FIELDS: dict[str, tuple[str, ...]] = {
    "ref": ("工单编号", "工单号", "诉求编号", "受理编号", "编号", "单号"),
    "platform": ("平台", "来源平台", "派单平台"),
    "kind": ("申请类型", "事项", "事项类型", "类型"),
    "granted": ("审核结果", "审批结果", "审核意见", "是否同意", "结果"),
    "due_at": ("新时限", "延期至", "延期后时限", "新办结时限", "办结时限"),
    "reached": ("是否接通", "是否联系上", "接通情况"),
    "contacted": ("是否联系", "是否已联系", "承办单位是否联系", "联系情况"),
    "solved": ("是否解决", "解决情况", "是否办结"),
    "satisfied": ("是否满意", "满意情况", "满意度"),
    "words": ("说明", "审核说明", "理由", "回访情况", "回访内容", "备注", "意见"),
    "called_at": ("回访时间", "回访日期"),
    "id": ("回访编号", "结果编号"),
}
"""Field -> the headings platforms give it."""
HEADINGS = (
    gettext_lazy("Order number"), gettext_lazy("Platform"), gettext_lazy("Our number"),
    gettext_lazy("Asked for"), gettext_lazy("Reason"), gettext_lazy("Legal basis"),
    gettext_lazy("Who should have it"), gettext_lazy("Wanted until"), gettext_lazy("Asked at"),
)  # fmt: skip


@dataclass(slots=True)
class Heard:
    """What became of the rows of a table: new ones, known ones, and what was wrong with others."""

    new: int = 0
    known: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def request_rows(rows: QuerySet[PlatformRequest]) -> Iterator[Sequence[Cell]]:
    """The questions as rows under `HEADINGS`."""
    for one in rows.iterator(chunk_size=500):
        yield (
            one.owed.ref, one.owed.to, one.owed.case.number, str(RequestKind(one.kind).label), one.reason,
            one.legal_basis, one.suggested, one.wanted_at, one.asked_at,
        )  # fmt: skip


def hear_table(sheet: Sheet, *, by: Viewer) -> Heard:
    """Take the answers and calls of a table in, each row by itself; the same table twice changes nothing.

    Raises OrderColumnMissing.
    """
    columns = guess_mapping(sheet.headings, RESULT_FIELDS).columns
    places = {name: sheet.headings.index(headings[0]) for name, headings in columns.items()}
    if "ref" not in places:
        raise OrderColumnMissing
    heard = Heard()
    for number, row in sheet.numbered():
        _hear_row(heard, number, {name: row[place] for name, place in places.items()}, by)
    return heard


def _hear_row(heard: Heard, number: int, fields: dict[str, str], by: Viewer) -> None:
    try:
        with transaction.atomic():
            new = hear_result(fields, how=GivenBy.TABLE, by=by)
    except Refusal as no:
        heard.problems.append((number, f"{no.said} {no.advice}"))
    else:
        heard.new, heard.known = heard.new + new, heard.known + (not new)


class OrderColumnMissing(Refusal):
    """Nothing tells which order a row is about."""

    code, status = "order_column_missing", 422
    sentence = gettext_lazy("No column holds the number of the work order.")
    remedy = gettext_lazy("Give the columns the headings of the list below.")


def wanted_headings() -> Iterable[tuple[str, str]]:
    """What each column is called: (its meaning, its usual heading)."""
    return [
        (str(LABELS.get(name, _("Number of the call"))), words[0]) for name, words in RESULT_FIELDS.items()
    ]
