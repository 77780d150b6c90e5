"""The naming by rounds of report 001: a branch is named, round by round, until "302" stays.

Whose dwellings these were and which number stayed is the report's; rounds, counts, other names are invented.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from huiyin.commons.c2_voices.models import Poll, PollOption, PollRound
from huiyin.commons.c2_voices.poll import drafting, rounds, speaking
from huiyin.commons.c2_voices.poll.reads import homes_of
from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

Progress = Callable[[str], object]
ESTATE = "qingyin"
FIRST = {
    "302小区党支部": 31, "“302” 小区党支部": 9, "清音路小区党支部": 18, "地质队老院党支部": 6,
    "清泉党支部": 3,
}  # fmt: skip
"""Words of the first round with their homes; two writings are one name to the program."""
REASONS = {
    "302小区党支部": (True, "提得最多：这里原是302地质队的宿舍，老住户都这样叫。"),
    "清音路小区党支部": (True, "是现在的地名，也有不少住户提出。"),
    "地质队老院党支部": (True, "提的人不多，但说出了大院的来历，再听听大家的意见。"),
    "清泉党支部": (False, "只有三户提出，和小区没有联系。"),
}
SECOND = {"302小区党支部": 52, "清音路小区党支部": 17, "地质队老院党支部": 8}
THIRD = {"302小区党支部": 63, "清音路小区党支部": 19}
OUTCOME = "三轮意见都是它最多。保留302，是保留大家几十年的共同记忆；街名已经写在门牌上，不会丢。"


class Stage:
    """The poll, who keeps it, the homes that are asked, and the clock's hands."""

    def __init__(self, plan: GroundPlan, hands: Hands) -> None:
        self.plan, self.hands = plan, hands
        self.clerk = viewer_of_account(plan.accounts["bl-clerk"], second_factor=True)
        self.on(40)
        scope = plan.scopes[ESTATE].pk
        place = Place.objects.get(scope_id=scope, kind=PlaceKind.ESTATE)
        told = drafting.Plan(
            "小区党支部叫什么名字？",
            "清音路小区要成立党支部。名字看起来是小事，却是大家天天要叫的，请每户说一说想叫什么、为什么。",
            "白龙社区党委",
        )
        self.poll = drafting.draft_poll(place_id=place.pk, plan=told, by=self.clerk)
        self.homes = homes_of(self.poll)
        self.papers = 0

    def on(self, ago: int, hour: int = 9) -> None:
        """So many days before the moment of loading the hands stand now."""
        day = (self.plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
        self.hands(datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL))

    def opened(self, ago: int, plan: drafting.RoundPlan) -> PollRound:
        """Prepare a round and open it."""
        self.on(ago)
        drafting.prepare_round(poll_id=self.poll.pk, plan=plan, by=self.clerk)
        return rounds.open_round(poll_id=self.poll.pk, by=self.clerk)

    def spoken(self, said: Mapping[str, int], held: PollRound, ago: int) -> None:
        """So many homes say each: one of three on paper, the others on-line."""
        numbers = dict(held.options.values_list("words", "no"))
        turns = [words for words, homes in said.items() for _one in range(homes)]
        for place, (home, words) in enumerate(zip(self.homes, turns, strict=False)):
            self.on(ago - place % 3, 18)
            picks = [numbers[words]] if words in numbers else []
            word = speaking.Word(picks, "" if picks else words)
            if place % 3:
                speaking.say(poll=self.poll, word=word, home=home, by=SYSTEM)
            else:
                self.paper(home, word)

    def paper(self, home: Place, word: speaking.Word) -> None:
        """The clerk enters the next numbered paper."""
        self.papers += 1
        sheet = speaking.Sheet(f"{self.papers:04}", today())
        speaking.enter_paper(poll_id=self.poll.pk, home_id=home.pk, sheet=sheet, word=word, by=self.clerk)

    def ended(self, ago: int, reasons: Mapping[str, tuple[bool, str]]) -> None:
        """Close, say why, publish."""
        self.on(ago)
        held = rounds.close_round(poll_id=self.poll.pk, by=self.clerk)
        for option in PollOption.objects.filter(round=held):
            goes_on, why = reasons[option.words]
            rounds.decide_option(
                poll_id=self.poll.pk, no=option.no, goes_on=goes_on, reason=why, by=self.clerk
            )
        rounds.publish_round(poll_id=self.poll.pk, by=self.clerk)


def play_polls(plan: GroundPlan, *, progress: Progress) -> None:
    """Play the three rounds, and begin another poll whose first round is open at the moment of loading."""
    with moved_clock(plan.loaded - timedelta(days=42)) as hands:
        stage = Stage(plan, hands)
        _naming(stage)
        _going_on(stage)
        hands(plan.loaded)
    progress(f"played {Poll.objects.count()} polls")


def _naming(stage: Stage) -> None:
    held = stage.opened(39, drafting.RoundPlan(7, naming=True))
    stage.spoken(FIRST, held, 37)
    for words in ("302小区党支部", "302小区党支部", "银杏院党支部"):
        speaking.say(poll=stage.poll, word=speaking.Word((), words), by=SYSTEM)
    stage.ended(31, REASONS | {"银杏院党支部": (False, "一位没有留门牌的居民提出，没有住户响应。")})
    held = stage.opened(29, drafting.RoundPlan(7))
    stage.spoken(SECOND, held, 27)
    _changed(stage, held)
    stage.ended(21, REASONS | {"地质队老院党支部": (False, "八户，比前两个少得多；它的意思已在302里。")})
    held = stage.opened(19, drafting.RoundPlan(7))
    stage.spoken(THIRD, held, 17)
    last = {
        "302小区党支部": (True, "第三轮仍然最多。"),
        "清音路小区党支部": (False, "三轮都列第二；街名仍写在门牌上。"),
    }
    stage.ended(11, REASONS | last)
    no = PollOption.objects.get(round__poll=stage.poll, round__no=3, words="302小区党支部").no
    stage.on(10)
    rounds.finish_poll(poll_id=stage.poll.pk, no=no, reason=OUTCOME, by=stage.clerk)


def _changed(stage: Stage, held: PollRound) -> None:
    """Two homes that had spoken on-line hand in a paper too: the later one counts."""
    no = held.options.get(words="302小区党支部").no
    for home in (stage.homes[1], stage.homes[4]):
        stage.on(23)
        stage.paper(home, speaking.Word((no,)))


def _going_on(stage: Stage) -> None:
    """What the empty boiler house becomes: own words are taken, two days are left."""
    stage.on(6)
    told = drafting.Plan(
        "空着的锅炉房做什么用？", "锅炉房腾空后约有六十平方米。请选一项，也可以自己写。", "白龙社区居委会"
    )
    stage.poll = drafting.draft_poll(place_id=stage.poll.place_id, plan=told, by=stage.clerk)
    options = ("老年食堂", "孩子放学后的自习室", "停放电动车并集中充电")
    held = stage.opened(5, drafting.RoundPlan(7, naming=True, options=options))
    stage.spoken({options[0]: 14, options[2]: 11, options[1]: 7, "修理铺和工具角": 2}, held, 3)
