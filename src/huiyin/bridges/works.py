"""From a work to the people who asked for it: news of each stage, and, once it is accepted, their answers."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import ENDED, MOVING, Verb
from huiyin.casework.s4_handling.acts import give_answer
from huiyin.casework.s4_handling.notices import tell_requester
from huiyin.casework.s4_handling.refusals import AnswerMissing
from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c4_works import accepting, working
from huiyin.commons.c4_works.links import work_link
from huiyin.commons.c4_works.models import Project
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission

LOUD = frozenset({"begun", "started", "done"})
"""News that also goes out as a message (at most four a case, as always); the rest stands on the page."""
DEEPEST = 20
"""Topics joined into topics: more in a row is a mistake, and no page turns in circles for it."""


def begin_project(*, decision_id: int, plan: working.Plan, by: Viewer) -> Project:
    """Begin the work, and tell those who asked. Raises as `working.begin_project`."""
    project = working.begin_project(decision_id=decision_id, plan=plan, by=by)
    tell_people(project=project, what="begun", by=by)
    return project


def start_work(*, project_id: int, by: Viewer) -> Project:
    """Raises as `working.start_work`."""
    return _told(working.start_work(project_id=project_id, by=by), "started", by)


def finish_work(*, project_id: int, by: Viewer) -> Project:
    """Raises as `working.finish_work`."""
    return _told(working.finish_work(project_id=project_id, by=by), "done", by)


def back_to_work(*, project_id: int, reason: str, by: Viewer) -> Project:
    """Raises as `working.back_to_work`."""
    return _told(working.back_to_work(project_id=project_id, reason=reason, by=by), "again", by)


def stop_project(*, project_id: int, reason: str, by: Viewer) -> Project:
    """Raises as `working.stop_project`."""
    return _told(working.stop_project(project_id=project_id, reason=reason, by=by), "stopped", by)


def accept_project(*, project_id: int, reason: str, answer: str, by: Viewer) -> Project:
    """Accept the work and answer every linked case that waits; each person is asked for the own verdict.

    A case that is handled with a main case gets the answer through that one. Raises as
    `accepting.accept_project`, and AnswerMissing where cases wait and nothing is written.
    """
    project = accepting.accept_project(project_id=project_id, reason=reason, by=by)
    with seen_as(SYSTEM):  # some who asked live where the organiser sees no cases; the work was theirs too
        waiting = [case for case in cases_behind(project.decision) if case.state in MOVING]
        if waiting and not answer.strip():
            raise AnswerMissing
        for case in waiting:
            locked = lock_case(case.pk)
            if locked.state in MOVING:
                give_answer(case=locked, answer=answer, by=_hand(by, locked))
    return project


def answer_for(project: Project) -> str:
    """The answer as it is proposed to who accepts: what was done, by whom, what homes say, where to look."""
    told = accepting.figures_of(project)
    who = project.contractor.name if project.contractor else project.decision.body
    words = _(
        "“%(title)s” is done by %(who)s. %(fit)s of %(said)s homes that answered say it is fit. %(link)s"
    )
    return words % {
        "title": project.title, "who": who, "fit": told.fit, "said": told.said,
        "link": work_link(project.code),
    }  # fmt: skip


def tell_people(*, project: Project, what: str, by: Viewer) -> int:
    """Tell each person who asked, once: a line of the own case, and, of what is loud, a message.

    Messages leave with the limits and quiet hours of every message. Returns how many cases were told.
    """
    with seen_as(SYSTEM):
        waiting = [case for case in cases_behind(project.decision) if case.state not in ENDED]
        for case in waiting:
            locked = lock_case(case.pk)
            write(
                case=locked, verb=Verb.WORK_TOLD, by=by, what=what, title=project.title, code=project.code,
                link=work_link(project.code),
            )  # fmt: skip
            if what in LOUD:
                topic = f"work:{project.code}:{what}:{project.round}"
                tell_requester(case=locked, topic=topic, template="work")
    return len(waiting)


def cases_behind(decision: Decision) -> list[Case]:
    """The cases of the shared problem a decision is about, in one order for everybody who locks them."""
    topic = standing_topic(decision.topic_id)
    if topic is None:
        return []
    standing = Membership.objects.filter(topic=topic, left_at=None).values("case_id")
    return list(Case.objects.filter(pk__in=standing).defer("search", "content").order_by("pk"))


def standing_topic(topic_id: UUID | None) -> Topic | None:
    """The topic, or the one it was joined into."""
    topic = Topic.objects.select_related("joined_into").filter(pk=topic_id).first() if topic_id else None
    for _turn in range(DEEPEST):
        if topic is None or topic.joined_into is None:
            return topic
        topic = topic.joined_into
    return topic


def _told(project: Project, what: str, by: Viewer) -> Project:
    tell_people(project=project, what=what, by=by)
    return project


def _hand(by: Viewer, case: Case) -> Viewer:
    """Who gives the answer: whoever accepts, where they may; else the program on their word."""
    both = (Permission.CASE_HANDLE, Permission.CASE_DISPATCH)
    return by if all(by.may(one, case.scope_id) for one in both) else SYSTEM


MOVES: dict[str, Callable[..., Project]] = {"start": start_work, "done": finish_work}
"""Steps that need no more than a button."""
