"""A branch and its election, brought to the step a test asks for."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from huiyin.commons.c2_voices.election import beginning, meeting, naming, stepping
from huiyin.commons.c2_voices.election.counting import Line, Sheet
from huiyin.commons.c2_voices.election.rules import standing
from huiyin.commons.c2_voices.election.words import Origin
from huiyin.commons.c2_voices.models import Candidate, Election, ElectionSheet
from huiyin.ground.files.images import clean_image
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from tests.matrix.writes import photo
from tests.town import Hands, Town

VOTERS = [f"党员{chr(0x4E00 + place)}" for place in range(17)] + [
    "王伟",
    "李强",
    "丁一",
    "张三",
    "陈兰",
    "魏平",
]
NAMED = VOTERS[-6:]


class Branch:
    """The estate's branch, and its election."""

    def __init__(self, town: Town, hands: Hands) -> None:
        self.town, self.hands = town, hands
        self.scan = clean_image(photo().read())
        plan = beginning.Plan("支部换届", "玉兰小区党支部", "社区党总支", 5)
        self.id = self.do(beginning.begin_election, scope_id=town.estate.pk, plan=plan, plain=True).pk

    def do(self, act: Any, by: Viewer | None = None, *, plain: bool = False, **given: Any) -> Any:
        viewer = by or self.town.viewer("clerk")
        with seen_as(viewer), transaction.atomic():
            return act(by=viewer, **given) if plain else act(by=viewer, election_id=self.id, **given)

    def paper(self) -> None:
        self.do(stepping.file_document, title="材料", words="见原件")

    def go(self) -> None:
        self.do(stepping.pass_step)

    def to_the_list(self) -> Branch:
        """Steps 1 to 7."""
        self.do(beginning.write_roll, names=VOTERS)
        for step in range(1, 8):
            if step == 3:
                self.do(stepping.post_step)
                self.hands.move(days=6)
            else:
                self.paper()
            if step == 5:
                for name in NAMED:
                    self.do(naming.name_candidate, name=name, origin=Origin.MEMBERS)
            if step == 7:
                for one in self.rows(Candidate):
                    self.do(naming.vet_candidate, candidate_id=one.pk, fit=True, reason="")
                self.arrange()
            self.go()
        return self

    def arrange(self) -> None:
        """Somebody looked the order of equal strokes up; here it is as proposed."""
        with seen_as(SYSTEM):
            order = [one.pk for one in standing(self.election)]
        self.do(naming.arrange_ties, candidate_ids=order)

    def to_the_ballot(self) -> Branch:
        self.to_the_list().paper()
        self.do(stepping.post_step)
        self.hands.move(days=15)
        self.go()
        return self

    def rows(self, model: Any) -> list[Any]:
        with seen_as(SYSTEM):
            return list(model.objects.all())

    @property
    def election(self) -> Election:
        with seen_as(SYSTEM):
            return Election.objects.get(pk=self.id)

    def sheet(self, votes: dict[str, int], **given: Any) -> Sheet:
        told = {"entitled": 23, "present": 20, "issued": 20, "collected": 20, "invalid": 0} | given
        valid = told["collected"] - told["invalid"]
        return Sheet(**told, lines=tuple(Line(n, v, valid - v, 0) for n, v in votes.items()))

    def counts(self, votes: dict[str, int], **given: Any) -> ElectionSheet:
        self.do(meeting.enter_sheet, sheet=self.sheet(votes, **given), scan=self.scan)
        return self.do(meeting.confirm_sheet, self.town.viewer("second clerk"), right=True)
