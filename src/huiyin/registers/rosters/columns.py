"""Which columns a table of a register may have, and the headings offices give them.

Most specific first: the order settles which heading wins when several could.
"""

from typing import Final

from .words import RosterKind

Fields = dict[str, tuple[str, ...]]
_PLACE: Final[Fields] = {
    "community": ("所属社区", "社区名称", "社区"),
    "estate": ("小区名称", "所属小区", "小区", "项目名称", "项目"),
    "building": ("楼栋号", "楼栋", "楼号", "幢号", "栋号", "楼幢", "楼"),
    "entrance": ("单元号", "单元", "门栋"),
}
COLUMNS: Final[dict[RosterKind, Fields]] = {
    RosterKind.PLACES: {
        **_PLACE,
        "home": ("房屋编号", "房间号", "房号", "户号", "室号", "门牌号", "户室"),
        "floor": ("所在楼层", "楼层", "层"),
        "area": ("建筑面积", "房屋面积", "产权面积", "面积"),
        "gate": ("出入口", "大门", "门岗"),
        "facility": ("公共设施", "设施名称", "设施", "设备"),
    },
    RosterKind.ORGANISATIONS: {
        "name": ("单位名称", "组织名称", "公司名称", "机构名称", "单位", "名称"),
        "kind": ("单位类型", "组织类型", "类型", "类别", "性质"),
        "short_name": ("简称",),
        "phone": ("办公电话", "对外电话", "值班电话", "服务电话", "联系电话", "电话"),
        "estates": ("服务小区", "服务范围", "负责小区", "管辖小区", "小区名称", "小区"),
        "duties": ("承担职责", "负责事项", "职责", "职能"),
    },
    RosterKind.PEOPLE: {
        "name": ("人员姓名", "姓名", "人员", "名字"),
        "shown_phone": ("公示电话", "对外电话", "服务电话", "值班电话"),
        "phone": ("手机号码", "联系方式", "联系电话", "手机号", "手机", "电话"),
        "post": ("担任职务", "岗位", "职务", "身份", "角色", "职位"),
        "organisation": ("所属单位", "工作单位", "单位名称", "单位", "公司", "组织"),
        **_PLACE,
        "where": ("管辖范围", "负责区域", "负责范围", "包联区域", "区域", "范围"),
        "since": ("任职时间", "任职日期", "上任时间", "开始日期", "任期开始", "起始日期"),
        "until": ("离任时间", "离任日期", "结束日期", "任期结束", "截止日期"),
    },
    RosterKind.SHIFTS: {
        "organisation": ("值班单位", "单位名称", "单位", "公司", "组织"),
        "estate": ("小区名称", "值班小区", "小区", "项目名称", "项目"),
        "date": ("值班日期", "日期", "时间"),
        "starts": ("开始时间", "上班时间", "开始", "起"),
        "ends": ("结束时间", "下班时间", "结束", "止"),
        "hours": ("值班时段", "班次时间", "时段"),
        "person": ("值班人员", "值班人", "姓名", "人员"),
        "phone": ("手机号码", "联系电话", "手机号", "手机", "电话"),
        "rank": ("值班级别", "班次", "级别", "岗位"),
    },
}
EXAMPLES: Final[dict[RosterKind, tuple[tuple[str, str], ...]]] = {
    RosterKind.PLACES: (
        ("小区", "示例小区"), ("楼栋", "3号楼"), ("单元", "2单元"), ("房号", "501"), ("楼层", "5"),
        ("建筑面积", "89.5"), ("大门", ""), ("设施", ""),
    ),
    RosterKind.ORGANISATIONS: (
        ("单位名称", "示例物业公司"), ("类型", "物业公司"), ("简称", "示例物业"),
        ("办公电话", "010-12345678"), ("服务小区", "示例小区"), ("职责", "物"),
    ),
    RosterKind.PEOPLE: (
        ("姓名", "王示例"), ("手机", "13800000000"), ("岗位", "楼长"), ("单位", ""), ("小区", "示例小区"),
        ("楼栋", "3号楼"), ("单元", ""), ("任职日期", "2026-01-01"), ("公示电话", ""),
    ),
    RosterKind.SHIFTS: (
        ("单位", "示例物业公司"), ("小区", "示例小区"), ("日期", "2026-01-01"), ("开始时间", "08:00"),
        ("结束时间", "20:00"), ("值班人", "李示例"), ("手机", "13800000000"), ("班次", "值班"),
    ),
}  # fmt: skip
"""The headings of an empty table to fill in, and one row that shows what is meant."""
