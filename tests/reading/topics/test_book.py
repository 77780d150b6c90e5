import random
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.reading.topics.book import TopicBook
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.terms import terms
from huiyin.reading.topics.vocabulary import Vocabulary

# Written for this test: three matters, each told by several people, and single ones that resemble them.
MATTERS = {
    "lift": [
        (
            "桐荫里小区3号楼电梯又坏了",
            "桐荫里小区3号楼的电梯这个月坏了四次，老人上下楼很困难，物业一直没修好。",
        ),
        (
            "桐荫里3号楼电梯一直停着没人修",
            "我住桐荫里小区3号楼九楼，电梯停了一个星期，物业说等配件，老人孩子天天爬楼。",
        ),
        (
            "桐荫里小区3号楼电梯老是出故障",
            "桐荫里3号楼电梯经常故障停运，上下楼只能爬楼梯，请物业尽快维修电梯。",
        ),
        ("投诉桐荫里物业不修3号楼电梯", "桐荫里小区3号楼电梯坏了快半个月，物业拖着不修，家里老人下不了楼。"),
    ],
    "mixing": [
        (
            "绿洲雅苑旁边的搅拌站太吵了",
            "绿洲雅苑小区旁边建了一个混凝土搅拌站，日夜施工，噪音和粉尘让人没法开窗。",
        ),
        ("请管管绿洲雅苑附近的搅拌站", "绿洲雅苑附近的混凝土搅拌站粉尘满天，半夜还在轰鸣，孩子睡不着觉。"),
        ("搅拌站污染绿洲雅苑居民", "混凝土搅拌站建在绿洲雅苑百米之内，灰尘大、噪音大，居民苦不堪言。"),
    ],
    "bundle": [
        (
            "云栖府买房必须捆绑买车位",
            "云栖府楼盘开发商要求买房的人必须同时买十二万的车位，不买车位就不让选房。",
        ),
        ("反对云栖府捆绑销售车位", "我们是云栖府的购房者，开发商捆绑销售车位，不买就取消购房资格。"),
        ("云栖府强制搭售车位合法吗", "云栖府强制购房者搭售车位，不买车位取消资格，请查处。"),
    ],
}
SINGLE = [
    ("海棠苑电梯坏了", "海棠苑小区7号楼电梯坏了两天，请物业来修。"),
    ("桐荫里小区门口路灯不亮", "桐荫里小区西门外的路灯坏了，晚上走路看不清。"),
    ("玉兰花园附近工地夜间施工", "玉兰花园东边的工地半夜还在打桩，吵得睡不着。"),
    ("咨询老年卡怎么办理", "请问六十五岁老人办理公交老年卡需要什么材料，在哪里办？"),
    ("绿洲雅苑小区停车难", "绿洲雅苑小区车位太少，下班回来找不到地方停车。"),
    ("建议社区增加儿童游乐设施", "社区广场很大，建议装几个滑梯和秋千给孩子玩。"),
    ("云栖府什么时候交房", "云栖府合同写六月交房，现在工地停工，什么时候能交房？"),
    ("感谢社区网格员", "网格员小李帮我家老人送药，非常感谢。"),
]
START = datetime(2026, 3, 1, tzinfo=UTC)


def _messages() -> list[Message]:
    found = []
    for name, said in MATTERS.items():
        for number, (title, text) in enumerate(said):
            found.append(
                Message(
                    f"{name}-{number}", text, title, START + timedelta(days=3 * number), f"{name}{number}"
                )
            )
    for number, (title, text) in enumerate(SINGLE):
        found.append(
            Message(f"single-{number}", text, title, START + timedelta(days=number), f"single{number}")
        )
    return found


def _ids(book: TopicBook) -> set[frozenset[str]]:
    return {frozenset(topic.ids) for topic in book.topics()}


@pytest.fixture(scope="module")
def book() -> TopicBook:
    return TopicBook.rebuilt(_messages())


def test_one_matter_told_by_several_people_is_one_topic(book: TopicBook) -> None:
    expected = {frozenset(f"{name}-{n}" for n in range(len(said))) for name, said in MATTERS.items()}
    assert _ids(book) == expected


def test_a_topic_says_where_when_how_many_and_why(book: TopicBook) -> None:
    lift = next(topic for topic in book.topics() if "lift-0" in topic.ids)
    assert lift.id == "lift-0"
    assert "桐荫里" in lift.place
    assert "电梯" in lift.title
    assert (lift.people, len(lift.ids)) == (4, 4)
    assert lift.first == START
    assert lift.last == START + timedelta(days=9)
    assert any("电梯" in reason.words for reason in lift.reasons)


def test_the_order_of_messages_does_not_matter(book: TopicBook) -> None:
    shuffled = _messages()
    random.Random(3).shuffle(shuffled)
    assert _ids(TopicBook.rebuilt(shuffled)) == _ids(book)


def test_adding_one_by_one_is_rebuilding() -> None:
    messages = _messages()
    vocabulary = Vocabulary.learned([terms(message) for message in messages])
    whole, grown = TopicBook(vocabulary), TopicBook(vocabulary)
    whole.add(messages)
    for message in messages:
        grown.add([message])
        grown.topics()
    assert [topic.ids for topic in grown.topics()] == [topic.ids for topic in whole.topics()]
    assert grown.repeats() == whole.repeats()


def test_the_same_person_again_is_counted_once() -> None:
    messages = _messages()
    title, text = MATTERS["lift"][0]
    again = Message("again", text, title, START + timedelta(days=12), "lift0")
    topic = next(topic for topic in TopicBook.rebuilt([*messages, again]).topics() if "lift-0" in topic.ids)
    assert topic.people == 4
    assert len(topic.ids) == 5


def test_one_person_sending_twice_makes_no_topic() -> None:
    title, text = MATTERS["bundle"][0]
    twice = [Message(str(n), text, title, START, "one") for n in range(2)]
    book = TopicBook.rebuilt([*_messages()[:7], *twice])
    assert not any({"0", "1"} & set(topic.ids) for topic in book.topics())
    assert ("0", "1") in {(pair.one, pair.other) for pair in book.repeats()}


def test_what_a_person_said_is_obeyed(book: TopicBook) -> None:
    apart = {("lift-3", f"lift-{n}"): False for n in range(3)}
    assert frozenset({"lift-0", "lift-1", "lift-2"}) in {frozenset(topic.ids) for topic in book.topics(apart)}
    together = {("single-3", "single-5"): True}
    assert frozenset({"single-3", "single-5"}) in {frozenset(topic.ids) for topic in book.topics(together)}


def test_pairs_are_repeats_only_at_the_same_place(book: TopicBook) -> None:
    pairs = {frozenset((pair.one, pair.other)) for pair in book.repeats()}
    assert frozenset({"lift-0", "lift-2"}) in pairs
    assert not any(one.startswith("single") for pair in pairs for one in pair)


@pytest.mark.parametrize("messages", [[], [Message("1", "电梯坏了")], [Message("1", ""), Message("2", "")]])
def test_little_or_nothing_makes_no_topic(messages: list[Message]) -> None:
    book = TopicBook.rebuilt(messages)
    assert book.topics() == []


def test_old_matters_cool() -> None:
    old = [
        Message(f"old-{n}", text, title, START - timedelta(days=360), f"old{n}")
        for n, (title, text) in enumerate(MATTERS["mixing"])
    ]
    rest = [message for message in _messages() if not message.id.startswith("mixing")]
    topics = {topic.id: topic for topic in TopicBook.rebuilt([*rest, *old]).topics()}
    assert topics["old-0"].heat < 1 < topics["bundle-0"].heat


def test_a_large_connected_set_is_cut_at_a_higher_likeness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.reading.topics.grouping.LARGEST", 3)
    found = [set(topic.ids) for topic in TopicBook.rebuilt(_messages()).topics()]
    assert {"mixing-0", "mixing-1"} <= next(ids for ids in found if "mixing-0" in ids)
    assert any(ids <= {f"lift-{n}" for n in range(4)} for ids in found)
