"""What a table that leaves can tell of a case, and the headings offices give it in their own tables."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CASES, SLIPS = "cases", "slips"
"""The tables whose order an office can choose: every list of cases, and the return slips."""
LABELS: Final[dict[str, Promise]] = {
    "number": _("Number"),
    "source": _("Way in"),
    "source_ref": _("Number elsewhere"),
    "received_at": _("Time of receipt"),
    "estate": _("Estate"),
    "place": _("Place"),
    "category": _("Category"),
    "kind": _("Kind"),
    "urgency": _("Urgency"),
    "title": _("Request"),
    "content": _("Request in full"),
    "name": _("Who asked"),
    "phone": _("Telephone"),
    "state": _("State"),
    "holder": _("Who holds it"),
    "dispatched_at": _("Dispatched"),
    "accepted_at": _("Accepted"),
    "contacted_at": _("Resident contacted"),
    "arrived_at": _("On site"),
    "answer": _("Answer"),
    "answered_at": _("Answered at"),
    "solved": _("Solved"),
    "satisfied": _("Satisfied"),
    "limit": _("Limit"),
    "due_at": _("Due"),
    "overdue": _("Overdue"),
    "ground": _("Left out because"),
    "ground_by": _("Approved by"),
    "to": _("Platform"),
    "finish_by": _("Finish by"),
}
_CASE: Final = (
    "number", "source", "source_ref", "received_at", "estate", "place", "category", "kind", "urgency",
    "title", "state", "holder", "dispatched_at", "accepted_at", "contacted_at", "arrived_at", "answer",
    "answered_at", "solved", "satisfied", "limit", "due_at", "overdue",
)  # fmt: skip
_OF_DESK: Final = ("content", "name", "phone")
_OF_RATE: Final = ("ground", "ground_by")
TABLES: Final[dict[str, tuple[str, ...]]] = {
    CASES: (*_CASE, *_OF_DESK, *_OF_RATE),
    SLIPS: (
        "source_ref", "to", "number", "state", "received_at", "dispatched_at", "accepted_at", "contacted_at",
        "arrived_at", "holder", "answer", "answered_at", "solved", "satisfied", "finish_by",
    ),
}  # fmt: skip
"""Every column a table can have, in the order it has while the office chose none."""
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("回音编号", "社区编号", "系统编号", "诉求编号", "受理编号", "编号"),
    "source_ref": ("工单编号", "工单号", "外部编号", "来源编号", "单号"),
    "source": ("诉求来源", "来源渠道", "受理渠道", "渠道", "来源"),
    "received_at": (
        "受理时间",
        "接收时间",
        "收到时间",
        "登记时间",
        "来电时间",
        "诉求时间",
        "受理日期",
        "时间",
        "日期",
    ),
    "estate": ("小区名称", "所属小区", "小区", "项目名称"),
    "place": ("详细地址", "诉求地址", "事发地址", "地址", "地点", "位置", "楼栋"),
    "category": ("诉求类别", "问题类别", "问题类型", "事项分类", "分类", "类别"),
    "kind": ("诉求性质", "诉求类型", "性质"),
    "urgency": ("紧急程度", "轻重缓急", "紧急"),
    "content": ("诉求详情", "详细内容", "诉求全文", "详情", "全文"),
    "title": ("诉求内容", "问题描述", "反映内容", "主要内容", "事由", "诉求", "内容", "问题"),
    "name": ("诉求人", "来电人", "反映人", "居民姓名", "联系人", "姓名"),
    "phone": ("联系电话", "联系方式", "来电号码", "手机号", "电话"),
    "state": ("办理状态", "处理状态", "办理进度", "状态", "进度"),
    "holder": ("承办单位", "责任单位", "办理单位", "处置单位", "主办单位", "责任人", "单位"),
    "dispatched_at": ("派单时间", "派发时间", "交办时间", "转办时间"),
    "accepted_at": ("接单时间", "签收时间"),
    "contacted_at": ("联系时间", "首次联系时间", "联系居民时间"),
    "arrived_at": ("到场时间", "到达时间", "上门时间"),
    "answered_at": ("答复时间", "回复时间", "办结时间", "完成时间"),
    "answer": ("答复内容", "办理结果", "处理结果", "办理情况", "处理情况", "回复内容", "答复", "结果"),
    "solved": ("是否解决", "解决情况", "解决"),
    "satisfied": ("是否满意", "满意情况", "满意度", "满意"),
    "limit": ("时限名称", "时限类型", "时限种类"),
    "due_at": ("到期时间", "到期", "应完成时间"),
    "finish_by": ("办结时限", "截止时间", "办理时限", "要求办结时间", "时限"),
    "overdue": ("是否超时", "是否超期", "是否逾期", "超时", "超期", "逾期"),
    "ground": ("不计入原因", "剔除原因", "扣除原因"),
    "ground_by": ("批准人", "审批人", "审核人"),
    "to": ("平台", "来源平台", "派发平台"),
}
"""Most specific first, as in the tables that come in."""


def case_keys(*, desk: bool, rate: bool) -> tuple[str, ...]:
    """The columns of a list of cases: for a desk with the person, for a rate with the grounds."""
    return (*_CASE, *(_OF_DESK if desk else ()), *(_OF_RATE if rate else ()))


def fields_of(table: str) -> dict[str, tuple[str, ...]]:
    """The columns of a table with the headings they go by: our own word, then those of offices."""
    return {key: (str(LABELS[key]), *SYNONYMS[key]) for key in SYNONYMS if key in TABLES[table]}
