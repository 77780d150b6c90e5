"""What the requester's page shows of the own case."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.casework.casefile.clocks import SET_ASIDE
from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.reads import ClockView, clock_views, own_case, timeline
from huiyin.casework.casefile.words import EMERGENCY, ENDED, MOVING, PUBLIC, RESTING, PublicState, State
from huiyin.casework.s1_intake.apart import REQUEST
from huiyin.casework.s1_intake.request import UNDER_14
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import owner_for, standing_assignment
from huiyin.casework.s4_handling.notices import requester_phone
from huiyin.casework.s4_handling.seen_there import ON_THE_WAY
from huiyin.casework.s4_handling.suspending import standing_suspension
from huiyin.casework.s5_closure.acts import REOPEN_DAYS
from huiyin.desks.public.standing import Help, help_at
from huiyin.ground.clock import now
from huiyin.ground.phones import mask_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.reads import named_for, shown_post
from huiyin.registers.places.reads import chain_up

from .lines import Line, line_of
from .steps import Parties, Step, steps_of
from .waits import Waits, waits_of

_S = PublicState


@dataclass(frozen=True, slots=True)
class Person:
    """Who handles it, in the shape of the part `person.html`."""

    name: str
    post: str
    organisation: str
    phone: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The page. `here` is the 1-based step of the present state, one more than all when ended."""

    case: Case
    place: str
    code: str
    state: PublicState
    steps: tuple[Step, ...]
    here: int
    clocks: tuple[ClockView, ...]
    person: Person | None
    likely: str
    lines: tuple[Line, ...]
    files: tuple[Attachment, ...]
    waiting: int
    phone: str
    wants_reply: bool
    danger: tuple[str, Promise] | None
    may_judge: bool
    may_reopen: bool
    may_add: bool
    may_withdraw: bool
    may_say_there: bool
    plan: bool
    joined: bool
    rests: tuple[str, str, date] | None
    whose_home: str
    child: bool
    help: Help
    waits: Waits | None = None

    @property
    def number_parts(self) -> tuple[str, ...]:
        """The number in pieces, so that a narrow screen breaks it after the date."""
        *head, rest = self.case.number.split("-", 2)
        return (*(f"{piece}-" for piece in ("-".join(head),) if piece), rest)

    @property
    def answer(self) -> str:
        """The answer that stands; one under review is not told yet."""
        return "" if self.case.state == State.DECLINING else self.case.answer


def progress_of(viewer: Viewer) -> Progress:
    """Everything of the requester's own case. Raises NotThere."""
    case, moment = own_case(viewer), now()
    events = timeline(case, public=True)
    standing, help_here = standing_assignment(case), _help(case)
    likely, phone = "" if standing else _likely(case, moment), requester_phone(case)
    parties = Parties(help_here.desk_name, standing.organisation.name if standing else likely)
    steps, here = steps_of(events, State(case.state), standing, parties)
    return Progress(
        case=case, place=case.place.label if case.place else case.place_text, code=case.requester.query_code,
        state=PUBLIC[State(case.state)], steps=steps, here=here, clocks=_promises(case, moment),
        person=_person(standing) if standing else None,
        likely=likely,
        lines=tuple(line_of(event) for event in reversed(events)), files=_files(case),
        waiting=case.waiting_files.filter(stage=REQUEST).count(),
        phone=mask_phone(phone) if phone else "", wants_reply=case.requester.wants_reply,
        danger=EMERGENCY.get(case.danger), may_judge=case.state in (State.PROPOSED, State.FOLLOW_UP),
        may_reopen=_may_reopen(case, moment), may_add=case.state not in (*ENDED, State.HISTORY),
        may_say_there=case.state in ON_THE_WAY, plan=case.plans.exists(),
        may_withdraw=case.state in (*MOVING, *RESTING), joined=case.state == State.MERGED, rests=_rests(case),
        whose_home=case.requester.whose_home, child=UNDER_14 in case.suggested, help=help_here,
        waits=waits_of(case, events, moment),
    )  # fmt: skip


def _promises(case: Case, moment: datetime) -> tuple[ClockView, ...]:
    """The clocks staff see, as far as they are promises to the resident; those set aside are not shown."""
    views = [view for view in clock_views(case, moment) if view.promise and view.state not in SET_ASIDE]
    return tuple(views)


def _person(standing: Assignment) -> Person:
    account, organisation = standing.account, standing.organisation
    post = shown_post(account.person_id) if account and account.person_id else None
    return Person(
        name=account.display_name if account else organisation.name,
        post=str(post.get_kind_display()) if post else "",
        organisation=organisation.name if account else "",
        phone=(post.shown_phone if post else "") or organisation.phone,
    )


def _likely(case: Case, moment: datetime) -> str:
    """Who should have it by the catalogue, until it is handed over."""
    owner = owner_for(case, moment) if case.state == State.RECEIVED else None
    return owner.organisation.name if owner else ""


def _files(case: Case) -> tuple[Attachment, ...]:
    """The photos of the requester, and those that show the work done."""
    return tuple(case.attachments.defer("body").order_by("added_at", "pk"))


def _may_reopen(case: Case, moment: datetime) -> bool:
    if case.state not in ENDED or case.ended_at is None:
        return False
    return moment <= case.ended_at + timedelta(days=REOPEN_DAYS)


def _rests(case: Case) -> tuple[str, str, date] | None:
    """Why it cannot be solved now, what is done meanwhile, when it is looked at again."""
    row = standing_suspension(case) if case.state == State.SUSPENDED else None
    return (row.why, row.plan, row.review_on) if row else None


def _help(case: Case) -> Help:
    path = scope_tree().up(case.scope_id)
    people = tuple(named_for([place.pk for place in chain_up(case.place)])) if case.place else ()
    return help_at(path, people)


def headline(progress: Progress) -> str:
    """One sentence on where it stands."""
    if progress.case.state == State.DECLINED:
        return _("It was not accepted; the reason is below.")
    if progress.joined:
        return _("It is handled together with the same matter of your neighbours.")
    if progress.rests:
        return _("It cannot be solved now. It is on the pending list.")
    if progress.state == _S.RECEIVED:
        return _("The community is finding the right person.")
    if progress.state == _S.ANSWERED:
        return _("There is an answer. Is it solved?")
    return pgettext("case state", "State: %(state)s") % {"state": progress.state.label}
