"""What is known of a case and its viewer when the page is drawn: enough to say which steps are open."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from huiyin.casework.casefile.acts import may_move
from huiyin.casework.casefile.contact import masked_phone, shown_phone
from huiyin.casework.casefile.ledger import level_of, replayed, running
from huiyin.casework.casefile.models import Attachment, Case, Clock
from huiyin.casework.casefile.states import moves_from
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s2_triage.suggest import Suggestion, suggestion_for
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import Owner, Unit, owner_of, standing_assignment, units_for
from huiyin.casework.s4_handling.models import RegradeRequest
from huiyin.casework.s4_handling.regrade import graded_clock
from huiyin.casework.s4_handling.rules import is_handler
from huiyin.casework.s5_closure.follow_up import days_tried, handled_by
from huiyin.casework.s5_closure.models import DeclineReview
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.service_levels import Tier

from .bonds import Bonds

SORTABLE = (State.RECEIVED, *WITH_HANDLER)


@dataclass
class Facts:
    """A case as one viewer meets it. Everything that costs a query is read once, when asked for."""

    viewer: Viewer
    case: Case

    @cached_property
    def at(self) -> datetime:
        """The moment the page shows, by the one clock."""
        return now()

    def may(self, permission: Permission) -> bool:
        """Whether the permission holds for this case."""
        return self.viewer.may(permission, self.case.scope_id)

    def can(self, verb: Verb) -> bool:
        """Whether the transition table has such a step from here for this viewer."""
        steps = moves_from(State(self.case.state))
        return any(step.verb == verb and may_move(self.viewer, step.who, self.case) for step in steps)

    @cached_property
    def bonds(self) -> Bonds:
        """What the case is tied to, and how it rests."""
        return Bonds(self.viewer, self.case, self.at)

    @cached_property
    def files(self) -> list[Attachment]:
        """The files of the case, the first one first, without their bytes."""
        return list(Attachment.objects.filter(case=self.case).defer("body").order_by("added_at"))

    @cached_property
    def standing(self) -> Assignment | None:
        """Who has the case now."""
        return standing_assignment(self.case)

    @cached_property
    def handles(self) -> bool:
        """Whether the viewer works on the case, and it is being worked on."""
        mine = self.may(Permission.CASE_HANDLE) and is_handler(self.viewer, self.standing)
        return mine and self.case.state in WITH_HANDLER

    @property
    def sorts(self) -> bool:
        """Whether the viewer may sort the case now."""
        return self.may(Permission.CASE_TRIAGE) and self.case.state in SORTABLE

    @property
    def hands_slips(self) -> bool:
        """Whether the viewer hands out the requester's slip; nobody follows an old record by one."""
        return self.may(Permission.CASE_TRIAGE) and self.case.state != State.HISTORY

    @cached_property
    def running(self) -> list[Clock]:
        """The clocks that have not ended."""
        return running(self.case)

    @cached_property
    def paused(self) -> bool:
        """Whether a clock stands still."""
        return any(replayed(clock, self.case, self.at).paused_since for clock in self.running)

    @cached_property
    def pause_reasons(self) -> tuple[str, ...]:
        """For what the running clocks may be paused."""
        return tuple(
            dict.fromkeys(reason for clock in self.running for reason in level_of(clock).pause_reasons)
        )

    @cached_property
    def higher_tiers(self) -> tuple[Tier, ...]:
        """The classes above the running graded clock's, while it has not ended."""
        clock = graded_clock(self.case)
        if clock is None or self.at > replayed(clock, self.case, self.at).due_at:
            return ()
        level = level_of(clock)
        return tuple(tier for tier in level.tiers if level.may_regrade(clock.tier, tier.code))

    @cached_property
    def regrade(self) -> RegradeRequest | None:
        """A change of class somebody asked for and nobody decided."""
        return RegradeRequest.objects.filter(case=self.case, decided_at=None).first()

    @cached_property
    def review(self) -> DeclineReview | None:
        """A "not accepted" that waits for its second person."""
        return DeclineReview.objects.filter(case=self.case, decided_at=None).first()

    @cached_property
    def suggestion(self) -> Suggestion | None:
        """What the program would do, for those who sort."""
        return suggestion_for(self.case, self.at) if self.sorts else None

    @cached_property
    def owner(self) -> Owner | None:
        """Whom the catalogue names for the likeliest category."""
        likely = self.suggestion.category if self.suggestion else None
        return owner_of(likely, self.case, self.at) if likely else None

    @cached_property
    def units(self) -> list[Unit]:
        """Whom the case can be given to."""
        return units_for(self.case)

    @property
    def calls(self) -> bool:
        """Whether the viewer may make the follow-up call."""
        waits = self.case.state == State.FOLLOW_UP and self.may(Permission.CASE_FOLLOW_UP)
        return waits and not handled_by(self.case, self.viewer)

    @cached_property
    def days_tried(self) -> int:
        """On how many days the requester could not be reached."""
        return days_tried(self.case)

    @cached_property
    def phone(self) -> str:
        """The requester's number: in clear when this viewer opened it lately, else masked."""
        return self.open_phone or masked_phone(self.case.requester)

    @cached_property
    def open_phone(self) -> str:
        """The number in clear, for ten minutes after it was opened."""
        return shown_phone(self.case, self.viewer)
