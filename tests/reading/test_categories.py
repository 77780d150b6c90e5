import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.categories import category_words, suggest_category

SAID = {
    "0101": "楼里好几天没人打扫，保洁员也不来",
    "0102": "门岗没有保安，陌生人随便进",
    "0104": "物业费太高了，收费标准不合理",
    "0107": "物业撤走了，小区没有物业没人管",
    "0201": "一下雨顶楼就漏，屋顶漏水",
    "0202": "外墙瓷砖脱落，墙皮往下掉",
    "0203": "楼上卫生间漏水漏到我家天花板",
    "0204": "厨房下水道堵了，返水",
    "0206": "三楼装修砸承重墙",
    "0301": "自来水发黄，水压小",
    "0302": "我家经常跳闸，电压不稳",
    "0303": "楼道有煤气味，怀疑燃气泄漏",
    "0304": "家里暖气不热，室温低",
    "0401": "有人被困电梯出不来",
    "0402": "2单元电梯坏了三天没人修",
    "0404": "想加装电梯怎么申请",
    "0501": "消防通道被私家车堵了",
    "0502": "邻居在楼道堆放杂物",
    "0503": "一楼飞线充电，从窗户拉线下来",
    "0504": "有人把电动车推进电梯上楼充电",
    "0506": "楼上往楼下扔烟头，高空抛物",
    "0507": "楼下监控坏了看不到",
    "0508": "昨晚小偷撬锁，电瓶被偷",
    "0601": "小区车位不足，晚上没地方停车",
    "0602": "外来车辆乱停乱放堵住出口",
    "0603": "有人私装地锁霸占车位",
    "0604": "停车费涨价太多",
    "0606": "想装新能源充电桩，物业不同意",
    "0608": "道闸识别不了我的车牌",
    "0701": "垃圾三天没清运，垃圾满了",
    "0703": "装修垃圾和大件垃圾堆在楼下",
    "0705": "楼道里到处是小广告",
    "0706": "小区蚊子多老鼠也多，请消杀",
    "0707": "化粪池满了污水外溢",
    "0708": "遛狗不捡狗屎",
    "0801": "楼上周末装修，电钻太吵",
    "0802": "楼下广场舞音响声太大",
    "0803": "旁边工地半夜施工",
    "0805": "楼上孩子跑跳拖椅子，半夜太吵",
    "0806": "邻居养狗不牵绳，狗咬人",
    "0807": "楼下餐馆油烟味呛人",
    "0809": "楼上群租房隔断间住了十几个人",
    "0901": "楼道灯不亮，晚上很黑",
    "0902": "门口井盖松动，路面坑洼",
    "0903": "树枝挡光，请修剪",
    "0905": "单元门门禁坏了关不上",
    "0906": "门口没有无障碍坡道，轮椅上不去",
    "0908": "快递柜太少，快递员不让进",
    "1001": "顶楼私搭乱建阳光房",
    "1002": "有人在绿地种菜",
    "1004": "一楼住改商开麻将馆",
    "1006": "小区门口流动摊贩占道经营",
    "1101": "我们小区想成立业委会",
    "1102": "业委会到期不换届",
    "1104": "业主要求更换物业公司",
    "1105": "公共收益去向不明",
    "1106": "怎么申请动用维修资金",
    "1107": "老旧小区改造什么时候轮到我们",
    "1201": "社区有没有老年食堂",
    "1202": "想申请低保和残疾补贴",
    "1204": "居住证怎么办理，要什么证明",
    "1207": "党员组织关系怎么转",
    "1210": "表扬保洁阿姨，非常感谢",
    "1301": "开发商延期交房，房产证办不下来",
    "1302": "公交车太少，红绿灯时间太短",
    "1303": "小学学位不够，入学难",
    "1304": "老板拖欠农民工工资",
}


@pytest.mark.parametrize(("code", "text"), SAID.items())
def test_first_suggestion(code: str, text: str) -> None:
    found = suggest_category(text)
    assert found[0].code == code, found
    assert found[0].reasons[0].words


def test_every_leaf_has_words() -> None:
    words = category_words().weights
    assert len(words) == 100
    assert {
        code: len(row) for code, row in words.items() if sum(weight > 0 for weight in row.values()) < 6
    } == {}


def test_nothing_found_is_said_so() -> None:
    assert suggest_category("嗯嗯") == []


def test_only_the_categories_in_use() -> None:
    found = suggest_category("电梯坏了，楼道灯也不亮", codes={"0901"})
    assert [suggestion.code for suggestion in found] == ["0901"]


def test_own_words_change_the_answer() -> None:
    words = category_words().with_words({"0204": {"冒泡泡": 9.0}})
    assert suggest_category("卫生间冒泡泡", words=words)[0].code == "0204"


@given(st.text(st.characters(), max_size=200), st.sampled_from(list(SAID.values())))
def test_scores_are_shares(noise: str, text: str) -> None:
    found = suggest_category(noise + text)
    assert len(found) <= 3
    assert all(0 < suggestion.score < 1 for suggestion in found)
    assert sum(suggestion.score for suggestion in found) < 1.001
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
