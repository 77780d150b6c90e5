"""A proposal and its meeting, step by step, in the small town's estate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from huiyin.commons.c1_proposals.four_steps import answering, discussing, raising, rating
from huiyin.commons.c1_proposals.four_steps.words import Origin, Way
from huiyin.commons.c1_proposals.meetings import agenda, calling, minutes, sitting
from huiyin.commons.c1_proposals.models import Meeting, Proposal
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.hall import Hall

SEATED = ("社区张", "业委会李", "物业王", "居民赵", "居民钱")
"""Who sits at the table of three parties: one voice each, the residents' delegates two."""


@dataclass
class Room:
    """The hall with a proposal and a meeting."""

    hall: Hall
    proposal: Any = None
    meeting: Any = None
    answer: Any = None
    seats: dict[str, int] = field(default_factory=dict)

    def do(self, act: Any, viewer: Any = None, **given: Any) -> Any:
        """Do an act as the clerk, or as somebody else."""
        return self.hall.as_(viewer or self.hall.clerk, act, **given)

    def draft(self, matter: str = raising.NO_MATTER, **given: Any) -> Room:
        """Write a proposal about the building."""
        plain: dict[str, Any] = {
            "title": "楼道堆物", "words": "三号楼楼道常年堆物。", "raised_by": "E小区党支部",
            "council": "three",
            "source": raising.Source(Origin.TOPIC, "楼道堆物 5 件", "42"),
        }  # fmt: skip
        draft = raising.Draft(**plain | {"matter": matter} | given)
        place = self.hall.town.building.pk
        self.proposal = self.do(raising.draft_proposal, place_id=place, draft=draft)
        return self

    def raised(self, **given: Any) -> Room:
        """Write and raise it, with one way to solve it."""
        self.draft(**given).step(
            discussing.add_choice, words="每层装储物柜", cost=320_000, bearer="物业与业主各半"
        )
        return self.step(raising.raise_proposal)

    def step(self, act: Any, viewer: Any = None, **given: Any) -> Room:
        """Take a step of the proposal."""
        self.do(act, viewer, proposal_id=self.proposal.pk, **given)
        return self.again()

    def again(self) -> Room:
        """Read both anew."""
        with seen_as(SYSTEM):
            self.proposal = Proposal.objects.select_related("place").get(pk=self.proposal.pk)
            if self.meeting:
                self.meeting = Meeting.objects.get(pk=self.meeting.pk)
        return self

    def called(self, kind: str = "council", council: str = "three", *, about: bool = True) -> Room:
        """Call a meeting in five days, with everybody seated, about the proposal."""
        call = calling.Call(
            kind=kind, council=council, title="议事会", venue="社区活动室", called_by="社区居委会",
            starts_at=now() + timedelta(days=5),
        )  # fmt: skip
        estate = self.hall.town.estate.pk
        self.meeting = self.do(calling.plan_meeting, scope_id=estate, call=call)
        if council == "three":
            self.everybody()
        proposal_id = self.proposal.pk if about and self.proposal else None
        self.sit(agenda.put_item, words="" if proposal_id else "环境整治", proposal_id=proposal_id)
        return self.sit(calling.give_notice)

    def everybody(self) -> None:
        """Name somebody for every seat."""
        with seen_as(SYSTEM):
            self.meeting.seats.update(holder="")
        parties = ("committee", "owners", "company", "residents", "residents")
        for party, holder in zip(parties, SEATED, strict=True):
            seat = self.do(
                calling.fill_seat, meeting_id=self.meeting.pk, party=party, holder=holder,
                substitute="代" + holder if party == "company" else "",
            )  # fmt: skip
            self.seats[holder] = seat.no

    def sit(self, act: Any, viewer: Any = None, **given: Any) -> Room:
        """Take a step of the meeting."""
        self.do(act, viewer, meeting_id=self.meeting.pk, **given)
        with seen_as(SYSTEM):
            self.meeting = Meeting.objects.get(pk=self.meeting.pk)
        return self

    def opened(self, *here: str, **given: Any) -> Room:
        """On the day: open, and sign these in."""
        self.called(**given)
        self.hall.hands.move(days=5, minutes=1)
        self.sit(sitting.open_meeting, chair="社区张")
        for holder in here:
            self.sit(sitting.sign_in, no=self.seats[holder])
        return self

    def talked_over(self) -> Room:
        """A meeting that passed it, with posted minutes."""
        self.opened(*SEATED)
        voices = sitting.Voices(4, 1, 0)
        self.sit(sitting.decide, no=1, decision="装储物柜", talk="讨论充分", voices=voices)
        self.sit(sitting.close_meeting).sit(minutes.write_minutes, words="会议讨论了楼道堆物。")
        return self.sit(minutes.post_minutes).again()

    def answered(self, **promised: Any) -> Room:
        """Talked over, the company asked, and it promises."""
        self.talked_over().step(discussing.close_discussion, no=1)
        answer = self.do(
            answering.ask_unit, proposal_id=self.proposal.pk, organisation_id=self.hall.town.company.pk
        )
        what = {
            "measure": "装柜",
            "owner": "王经理",
            "until": now().date() + timedelta(days=10),
            "cost": 320_000,
        }
        self.do(answering.promise, answer_id=answer.pk, what=answering.Promise(**what | promised))
        self.answer = answer
        return self.again()

    def in_rating(self) -> Room:
        """Done and posted for rating."""
        self.raised().answered().step(answering.close_answers)
        self.do(answering.report_done, answer_id=self.answer.pk, words="十二个柜子都装好了")
        return self.step(rating.post_for_rating)

    def rate(self, home: str, *, solved: bool = True, satisfied: bool = True) -> None:
        """A home says its word on paper."""
        self.do(
            rating.rate_for, proposal_id=self.proposal.pk, home_id=self.hall.homes[home].pk,
            word=rating.Word(solved, satisfied), way=Way.PAPER,
        )  # fmt: skip
