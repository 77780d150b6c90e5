"""Invented data of the style guide: every part in every state. Nothing here is of a real place or person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Row
from typing import Any

from django import forms, template
from django.core.paginator import Page, Paginator

from huiyin.desks.bar import Entry
from huiyin.desks.public.forms import CallForm

register = template.Library()
START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Clock:
    """What the clock tag reads."""

    label: str
    state: str
    remaining_seconds: int
    late_seconds: int = 0
    kind: str = "arrive"
    paused: bool = False
    target_at: datetime | None = START


class SampleForm(forms.Form):
    """A form sent with two mistakes."""

    place = forms.CharField(label="位置", help_text="楼栋、单元或公共设施")
    words = forms.CharField(label="情况说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    phone = forms.CharField(
        label="联系电话", error_messages={"required": "请填写联系电话，或选择不需要回电。"}
    )
    channel = forms.ChoiceField(
        label="来源", widget=forms.RadioSelect, choices=[("C", "窗口或电话"), ("N", "微信群")]
    )
    private = forms.BooleanField(label="不公开", help_text="只有承办人能看到", required=False)


def clocks() -> list[Clock]:
    """One clock in each state."""
    return [
        Clock("到场", "running", 252),
        Clock("修复", "soon", 95),
        Clock("到场", "overdue", 0, 754),
        Clock("修复", "paused", 1360, paused=True),
        Clock("到场", "met", 0),
        Clock("修复", "late", 0, 185),
        Clock("重大", "running", 13287),
        Clock("方案", "running", 93784),
    ]


def timeline() -> list[Row]:
    """A case from the first word to the verdict."""
    lines = [
        (0, "居民上报", "3号楼2单元门口扫码", "一楼楼道下水返水，味道很大。", ""),
        (2, "派给 富安物业值班室", "社区 周敏", "", ""),
        (9, "超时：未按时到场", "", "承诺5分钟到场。", "red"),
        (11, "到场", "维修 陈立", "", ""),
        (34, "已答复，等居民确认", "维修 陈立", "主管已疏通，地面冲洗消毒。三天后再来看一次。", ""),
    ]
    return [
        Row(at=START + timedelta(minutes=m), what=w, who=p, note=n, tone=t)
        for m, w, p, n, t in reversed(lines)
    ]


def queue() -> list[Row]:
    """Rows of a clerk's list."""
    views = clocks()
    texts = [
        "一楼楼道下水返水，味道很大，已经流到门口。",
        "电梯里有人被困，按了报警没人应。",
        "三号楼门口路灯两盏不亮，老人晚上看不见台阶。",
        "想请人帮忙把儿子抬下楼去医院复查。",
    ]
    places = ["清荷苑 3号楼2单元", "清荷苑 5号楼电梯", "望河小区 北门", "望河小区 1号楼"]
    marks = [
        {"category": "下水", "urgency": "急", "urgency_tone": "amber", "alike": "相似 2 件", "photos": 1},
        {"category": "电梯", "danger": "电梯困人"},
        {"category": "照明", "repeated": "反映 3 次"},
        {"category": "求助", "private": True},
    ]
    states = [
        ("dispatched", "已派单"),
        ("received", "待分拣"),
        ("arrived", "已到场"),
        ("follow_up", "待回访"),
    ]
    empty = dict.fromkeys(
        ("category", "urgency", "urgency_tone", "danger", "private", "repeated", "alike", "photos")
    )
    rows = []
    for place, text in enumerate(texts):
        row = Row(
            url="#",
            here=place == 0,
            clock=views[place],
            number=f"HY26-0{place}31K",
            place=places[place],
            text=text,
        )
        row.__dict__.update(
            empty | marks[place],
            who="富安物业" if place != 1 else "",
            state=Row(value=states[place][0], label=states[place][1]),
        )
        rows.append(row)
    return rows


def jobs() -> list[Row]:
    """Jobs on the duty room's wall."""
    act = [Row(url="#", label="接单", icon="check", primary=True, hidden={})]
    acts = [
        Row(url="#", label="到场", icon="pin", primary=True, hidden={}),
        Row(url="#", label="完工", icon="met", primary=False, hidden={}),
    ]
    views = clocks()
    rows = [
        (
            "清荷苑 5号楼电梯",
            "电梯里有人被困，按了报警没人应。",
            [views[1], Clock("修复", "running", 1705)],
            True,
            "电梯困人",
            act,
        ),
        ("清荷苑 3-2-501", "一楼楼道下水返水。", [views[2], Clock("修复", "soon", 402)], False, "", acts),
        ("望河小区 北门", "路灯两盏不亮。", [views[4], views[6]], False, "", acts[1:]),
    ]
    return [
        Row(
            url="#",
            number=f"HY26-0{i}31K",
            place=p,
            text=t,
            clocks=c,
            alarm=a,
            alarm_until="00:58 内未确认转 班长" if a else "",
            who="" if a else "维修 陈立",
            danger=d,
            acts=x,
        )
        for i, (p, t, c, a, d, x) in enumerate(rows)
    ]


TILES = [
    ("leak", "漏水堵塞"),
    ("power", "停电灯"),
    ("lift", "电梯"),
    ("rubbish", "垃圾"),
    ("car", "停车"),
    ("noise", "噪声"),
    ("help", "求助"),
    ("unsure", "其他/不懂"),
]
CALLS = [
    ("fire", "火警燃气", "119"),
    ("lift", "电梯困人", "96333"),
    ("ambulance", "急救", "120"),
    ("police", "报警", "110"),
]
STEPS = ["已收到", "已派给富安物业", "已有人接手", "师傅到场", "办结，等您确认"]


def steps() -> list[Row]:
    """Five plain states: two passed, one passed over, the fourth is now."""
    return [
        Row(label=STEPS[0], at=START, note="您"),
        Row(label=STEPS[1], at=START + timedelta(minutes=2), note="陈立"),
        Row(label=STEPS[2], turn="这次不需要", skipped=True),
        Row(label=STEPS[3], at=START + timedelta(minutes=11), note="陈立", turn="现在轮到富安物业"),
        Row(label=STEPS[4], turn="由富安物业"),
    ]


def nav() -> list[Entry]:
    """A bar with a desk one is on and two groups."""
    together = ("议题", "list"), ("投票", "check"), ("选举", "person")
    records = ("导入", "upload"), ("登记", "lock")
    return [
        Entry("收件台", "tray", "#", current="page"),
        Entry("代录", "pen", "#"),
        Entry("共同商议", "list", inner=tuple(Entry(n, i, "#") for n, i in together)),
        Entry("今日", "running", "#"),
        Entry("台账", "copies", inner=tuple(Entry(n, i, "#") for n, i in records)),
    ]


def desk() -> dict[str, Any]:
    """What surrounds a desk's page."""
    return {
        "nav": nav(),
        "account": Row(name="周敏", role="社区工作人员", scope="清荷社区"),
        "filters": [
            Row(
                title="状态",
                entries=[
                    Row(label=n, url="#", count=c, current=n == "待分拣", tone=t)
                    for n, c, t in (
                        ("待分拣", 12, ""),
                        ("已超时", 3, "red"),
                        ("快超时", 4, "amber"),
                        ("待回访", 7, ""),
                        ("不公开", 1, ""),
                    )
                ],
            ),
            Row(
                title="小区",
                entries=[
                    Row(label=n, url="#", count=c, current=False, tone="")
                    for n, c in (("清荷苑", 9), ("望河小区", 15))
                ],
            ),
        ],
        "keys": [Row(key="a", does="派单"), Row(key="m", does="合并"), Row(key="z", does="撤回")],
        "facts": [
            Row(label=n, value=v, note=o)
            for n, v, o in (
                ("位置", "清荷苑 3号楼2单元", ""),
                ("来源", "扫码", "门牌 3-2"),
                ("联系人", "王**", "138****1234"),
                ("类别", "下水", "建议"),
            )
        ],
        "suggestion": Row(label="物业 · 急", reasons=["返水", "一楼", "味道"]),
    }


@register.simple_tag
def sample() -> dict[str, Any]:
    """Everything the style guide shows, by name."""
    form = SampleForm(data={"place": "", "words": "楼道返水", "private": "on"})
    form.is_valid()
    pages: Page[int] = Paginator(range(90), 20).page(2)
    return {
        "form": form,
        "call": CallForm(),
        "pages": pages,
        "clocks": clocks(),
        "timeline": timeline(),
        "queue": queue(),
        "jobs": jobs(),
        "place": Row(estate="清荷苑", spot="3号楼2单元"),
        "tiles": [Row(value=i, icon=i, label=n, url="") for i, n in TILES],
        "calls": [Row(icon=i, word=w, number=n) for i, w, n in CALLS],
        "doors": [Row(value=i, icon=i, label=n, url="#") for i, n in TILES],
        "asked": Row(tier="重大", reason="主管爆裂，要停水开挖", url="#", key="0"),
        "waits": Row(tier="复杂", reason="要等配件", url="", key=""),
        "phrases": ["楼道返水", "家里漏水", "水管爆了", "地漏堵了", "停水了"],
        "steps": steps(),
        "person": Row(name="陈立", post="维修师傅", phone="0371-55500112", organisation="富安物业"),
        "help": Row(
            contact_post="楼长",
            contact_name="刘桂兰",
            contact_phone="0371-55500101",
            desk_name="清荷社区",
            desk_phone="0371-55500100",
            desk_hours="8:30–18:00",
        ),
        "states": [
            Row(value=v, label=n)
            for v, n in (
                ("received", "待分拣"),
                ("dispatched", "已派单"),
                ("arrived", "已到场"),
                ("proposed", "待居民确认"),
                ("follow_up", "待回访"),
                ("confirmed", "居民已确认"),
                ("declined", "不予受理"),
                ("history", "旧记录"),
            )
        ],
        **desk(),
    }
