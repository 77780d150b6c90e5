"""A building with two stairwells and homes above each other, and messages from them."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics.books import forget_books
from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.casework.s6_topics.sorting import sort_topics
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.town import WATER, Town

LEAKS = (
    "厨房下水管返水,地上全是脏水",
    "卫生间地漏一直往上冒污水,味道很大",
    "厨房水槽排不下去,脏水倒灌出来",
    "下水道又堵了,水从洗菜池里返上来",
    "污水管堵塞,卫生间返水淹了地板",
)


@dataclass
class Stairs:
    """The places by their spoken words, such as "1-301" and "1"."""

    town: Town
    places: dict[str, Place] = field(default_factory=dict)
    phones: int = 0

    @classmethod
    def built(cls, town: Town) -> Stairs:
        """Two stairwells of three floors with two doors each."""
        stairs = cls(town)
        with seen_as(SYSTEM):
            for number in ("1", "2"):
                entrance = _place(town.building, PlaceKind.ENTRANCE, f"{number}单元")
                stairs.places[number] = entrance
                for door in ("101", "102", "201", "202", "301", "302"):
                    stairs.places[f"{number}-{door}"] = _place(entrance, PlaceKind.HOME, door)
        forget_books()
        return stairs

    def says(self, text: str, where: str = "1", category: str = WATER, **given: object) -> Case:
        """Somebody, each time somebody else, files a case there."""
        self.phones += 1
        plain = {"content": text, "place_id": self.places[where].pk, "category": category}
        receipt = self.town.take_in(**plain | {"phone": f"138000{self.phones:05}"} | given)
        with seen_as(SYSTEM):
            return Case.objects.get(pk=receipt.case_id)

    def leaks(self, n: int = 3, where: str = "1") -> list[Case]:
        """So many drains back up in one stairwell."""
        return [self.says(LEAKS[place % len(LEAKS)], where) for place in range(n)]

    def sort(self) -> list[Topic]:
        """Sort the community; its standing topics, the oldest first."""
        with seen_as(SYSTEM):
            sort_topics(area=self.town.community.pk)
            return self.topics()

    def topics(self, *states: str) -> list[Topic]:
        """Topics in these states, else those that stand."""
        with seen_as(SYSTEM):
            found = Topic.objects.filter(state__in=states or ("suggested", "confirmed"))
            return list(found.order_by("no"))

    def members(self, topic: Topic) -> set[str]:
        """The numbers of the cases that stand in it."""
        with seen_as(SYSTEM):
            rows = Membership.objects.filter(topic=topic, left_at=None)
            return set(rows.values_list("case__number", flat=True))


def numbers(*cases: Case) -> set[str]:
    """Their numbers."""
    return {case.number for case in cases}


def _place(parent: Place, kind: str, name: str) -> Place:
    return Place.objects.create(
        scope_id=parent.scope_id, parent=parent, kind=kind, name=name, label=f"{parent.label} {name}"
    )
