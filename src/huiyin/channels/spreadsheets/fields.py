"""What a column of a table of requests can be, and the headings offices give it."""

import re
import unicodedata
from typing import Final

# Most specific first: the order settles which heading wins when several could.
CASE_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "accept_by": (
        "签收截止时间", "签收时限", "签收截止", "应签收时间",
    ),
    "contact_by": (
        "联系截止时间", "联系时限", "首次联系时限", "应联系时间",
    ),
    "finish_by": (
        "办结截止时间", "办结时限", "办理时限", "处理时限", "截止时间", "应办结时间", "要求办结时间",
        "限办时间", "截止日期",
    ),
    "source_ref": (
        "留言编号", "工单编号", "工单号", "诉求编号", "受理编号", "事件编号", "案件编号", "编号",
        "流水号", "单号", "id",
    ),
    "name": (
        "留言用户", "来电人", "来电人姓名", "诉求人", "反映人", "反映人姓名", "投诉人", "居民姓名",
        "联系人", "姓名", "用户",
    ),
    "phone": (
        "来电号码", "联系电话", "联系方式", "电话号码", "手机号码", "手机号", "手机", "电话",
    ),
    "title": (
        "留言主题", "工单标题", "诉求标题", "事件标题", "标题", "主题", "事由",
    ),
    "content": (
        "留言详情", "留言内容", "诉求内容", "问题描述", "工单内容", "事件描述", "反映内容", "投诉内容",
        "主要内容", "具体内容", "详情", "内容", "描述", "诉求", "问题",
    ),
    "received_at": (
        "留言时间", "受理时间", "来电时间", "诉求时间", "登记时间", "接单时间", "上报时间", "反映时间",
        "提交时间", "创建时间", "受理日期", "登记日期", "时间", "日期",
    ),
    "place_text": (
        "事发地址", "诉求地址", "详细地址", "地址", "事发地点", "地点", "位置", "所属社区", "社区",
        "小区名称", "小区", "楼栋", "楼号", "幢号", "单元", "房号", "门牌号", "户号",
    ),
    "category_text": (
        "一级分类", "二级分类", "三级分类", "一级标签", "诉求类别", "问题类别", "问题类型", "诉求类型",
        "事项分类", "分类", "类别", "类型",
    ),
    "channel_text": (
        "诉求渠道", "受理渠道", "来源渠道", "诉求来源", "渠道", "来源",
    ),
    "status_text": (
        "办理状态", "工单状态", "处理状态", "状态",
    ),
    "answer": (
        "答复意见", "答复内容", "回复内容", "办理结果", "处理结果", "办理情况", "处理情况", "处理意见",
        "答复", "回复",
    ),
    "answered_at": (
        "答复时间", "回复时间", "办结时间", "完成时间", "答复日期", "办结日期",
    ),
}  # fmt: skip
# These may be spread over several columns: 小区 + 楼栋 + 房号, 一级分类 + 二级分类.
LONGEST: Final = 300
SPREAD: Final = frozenset({"place_text", "category_text"})


def bare(heading: str) -> str:
    """A heading without what does not matter: width, case, spaces, brackets with remarks, marks of duty.

    Of a longer text only the beginning: no heading is longer, and brackets without an end are looked for.
    """
    folded = unicodedata.normalize("NFKC", heading[:LONGEST]).lower()
    return re.sub(r"[\s*:_\-·]|\([^)]*\)|必填|选填", "", folded)


KNOWN_HEADINGS: Final = frozenset(bare(word) for words in CASE_FIELDS.values() for word in words)


def is_known(heading: str) -> bool:
    """Whether some field goes by this heading, alone or as the last part of `group/heading`."""
    return bare(heading) in KNOWN_HEADINGS or bare(heading.rpartition("/")[2]) in KNOWN_HEADINGS
