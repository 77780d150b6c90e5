"""Invented forms, messages and sheets: what the shared parts need to be seen in every state."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace as Row
from typing import Any

from django import forms

from huiyin.desks.duty.sheet import code_to
from huiyin.desks.templatetags.samples import START

NUMBER = "HY26-0031K"
CHOICES = [("C", "窗口或电话"), ("N", "微信群"), ("D", "上门")]


class Fields(forms.Form):
    """One field of each kind; sent with a mistake in every second one."""

    plain = forms.CharField(label="位置", required=False)
    hinted = forms.CharField(label="位置", help_text="楼栋、单元或公共设施")
    wrong = forms.CharField(label="联系电话", error_messages={"required": "请填写联系电话。"})
    both = forms.CharField(
        label="查询码", help_text="回执上的 10 位码", error_messages={"required": "请填写查询码。"}
    )
    words = forms.CharField(
        label="情况说明", required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
    )
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *CHOICES], required=False)
    day = forms.DateField(label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    table = forms.FileField(label="表格", required=False, help_text="Excel 或 WPS 表格")
    closed = forms.CharField(label="编号", required=False, disabled=True, initial=NUMBER)
    one = forms.ChoiceField(label="来源", widget=forms.RadioSelect, choices=CHOICES)
    several = forms.MultipleChoiceField(
        label="通知方式", widget=forms.CheckboxSelectMultiple, choices=CHOICES, required=False
    )
    tick = forms.BooleanField(label="不公开", help_text="只有承办人能看到", required=False)
    agreed = forms.BooleanField(label="已核对", error_messages={"required": "请先核对，再勾选。"})


@dataclass(frozen=True)
class Message:
    """What Django's messages look like to a template."""

    text: str
    tags: str

    def __str__(self) -> str:
        return self.text


def messages() -> list[Message]:
    """One of each kind."""
    pairs = ("已派给富安物业。", "success"), ("没有可改的。", "info"), ("已过承诺时间。", "warning")
    return [Message(*pair) for pair in (*pairs, ("没有保存，请再试一次。", "error"))]


def sheet() -> list[dict[str, Any]]:
    """Two jobs as `duty.sheet.shown` gives them, one with a note and one paused."""
    note = {"at": START, "who": "陈立", "text": "配件明早到。"}
    late = {"label": "到场", "due": "3-2 14:35", "word": "超时", "until": ""}
    rests = {"label": "修复", "due": "3-2 15:00", "word": "暂停", "until": "3-3 09:00"}
    leak = {"place": "清荷苑 3号楼2单元", "text": "一楼楼道下水返水。", "state": "已到场", "holder": "陈立"}
    lamp = {"place": "望河小区 北门", "text": "路灯两盏不亮。", "state": "已派单", "holder": ""}
    common = {"number": NUMBER, "code": code_to(NUMBER), "done": False}
    return [
        {**common, **leak, "clocks": [late, rests], "notes": [note]},
        {**common, **lamp, "clocks": [late], "notes": [], "done": True},
    ]


def handover() -> Row:
    """A shift given over, signed by both."""
    people = Row(display_name="周敏"), Row(display_name="陈立")
    return Row(
        note="三号泵在修，钥匙在值班台。",
        outgoing=people[0],
        incoming=people[1],
        outgoing_signed_at=START,
        incoming_signed_at=START,
        withdrawn_at=None,
    )


def reported() -> list[Row]:
    """What is open at a place already."""
    return [
        Row(category="0204", label="下水返水", at=START, state="已派给富安物业", times=3),
        Row(category="0901", label="楼道灯不亮", at=START, state="已收到", times=1),
    ]


def basics() -> dict[str, Any]:
    """What `styleguide/parts/basics.html` shows beside colours, icons and states."""
    form = Fields(data={"plain": "3号楼", "hinted": "2单元", "words": "楼道返水", "one": "C"})
    form.is_valid()
    return {"fields": form, "said": messages()}
