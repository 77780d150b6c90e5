"""Papers of a meeting: notice, list to sign with the room's code, minutes, notice of decisions."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.casework.casefile.reads import cases_of
from huiyin.channels.documents.paper import Grid, Paper, Part
from huiyin.commons.c1_proposals.meetings.links import meeting_link, room_link
from huiyin.commons.c1_proposals.meetings.quorum import council_of, kind_of
from huiyin.commons.c1_proposals.meetings.reads import items_of, meeting_for
from huiyin.commons.c1_proposals.meetings.words import MeetingState, Result
from huiyin.commons.c1_proposals.models import AgendaItem, Meeting
from huiyin.desks.proposals.printing import printed
from huiyin.desks.steward.tables import day, minute
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.personal import PersonalKind, mask_personal
from huiyin.registers.rules.naming import said

VOTED = (Result.PASSED, Result.FAILED)


def sheet(request: HttpRequest, meeting_id: int, paper: str, form: str) -> HttpResponse:
    """One paper in one form. Raises NotThere for one that cannot be printed yet."""
    found = meeting_for(request.viewer, meeting_id)  # type: ignore[attr-defined]  # set by the middleware
    over = found.state in (MeetingState.HELD, MeetingState.POSTED)
    if paper not in PAPERS or found.noticed_at is None or (paper in AFTER and not over):
        raise NotThere
    return printed(PAPERS[paper](request.viewer, found), form, f"{found.code}-{paper}")


def notice(_viewer: Viewer, found: Meeting) -> Paper:
    """For the board: when, where, about what, who is invited."""
    when = [
        _("When: %(at)s") % {"at": minute(found.starts_at)}, _("Where: %(room)s") % {"room": found.venue},
        _("Table: %(table)s") % {"table": said(council_of(found))},
    ]  # fmt: skip
    agenda = [f"{one.no}. {one.words}" for one in found.items.all()]
    parts = [Part(lines=when), Part(_("Agenda"), agenda)]
    return _paper(found, _("Notice of a meeting"), parts, day(found.noticed_at))


def sign_list(_viewer: Viewer, found: Meeting) -> Paper:
    """To sign on paper; its code signs in by telephone. It hangs in the room and nowhere else."""
    parties = {one.key: said(one) for one in council_of(found).seats}
    rows = [
        [str(one.no), parties.get(one.party, ""), one.holder, one.substitute, ""] for one in found.seats.all()
    ]
    headings = [_("Seat"), pgettext("meeting", "Party"), _("Who sits there"), _("Substitute"), _("Signature")]
    parts = [Part(grid=Grid(headings, rows, (1, 3, 3, 2, 3)))]
    return Paper(
        _("List to sign"), _about(found), parts, code=found.code, link=room_link(found.code),
        link_words=_("Here in the room: scan to sign in"),
    )  # fmt: skip


def minutes(viewer: Viewer, found: Meeting) -> Paper:
    """The minutes: who was here, what was said and decided with how many voices, dissent, tasks.

    Requests behind an item are named by their numbers, those that whoever prints it may read.
    """
    parties = {one.key: said(one) for one in council_of(found).seats}
    here = [f"{one.sitting}（{parties.get(one.party, '')}）" for one in found.seats.all() if one.signed_at]
    away = [f"{one.holder}（{parties.get(one.party, '')}）" for one in found.seats.all() if not one.signed_at]
    present = [
        _("When: %(at)s") % {"at": minute(found.opened_at)}, _("Where: %(room)s") % {"room": found.venue},
        _("Chair: %(who)s") % {"who": found.chair}, _("Here: %(who)s") % {"who": "、".join(here) or "–"},
        _("Not here: %(who)s") % {"who": "、".join(away) or "–"},
    ]  # fmt: skip
    items = items_of(found)
    numbers = _numbers(viewer, items)
    talked = [_plain(found, line) for line in found.minutes.splitlines()]
    parts = [Part(lines=present), Part(_("What was talked over"), talked)]
    parts += [
        Part(f"{one.no}. {one.words}", [*_about_what(one, numbers), *_outcome(found, one)]) for one in items
    ]
    signs = _("Chair (signature): ____________    Recorder (signature): ____________")
    return _paper(found, _("Minutes"), [*parts, Part(lines=[signs])], day(found.ended_at))


def decisions(_viewer: Viewer, found: Meeting) -> Paper:
    """For everybody: what was decided, without names of who sat there."""
    parts = [Part(f"{one.no}. {one.words}", _outcome(found, one, talk=False)) for one in items_of(found)]
    return _paper(found, _("Notice of decisions"), parts, timezone.localdate().isoformat())


def _numbers(viewer: Viewer, items: Iterable[AgendaItem]) -> dict[UUID, str]:
    """The numbers of the requests behind the items that the viewer may read. One query."""
    ids = {case_id for one in items for case_id in one.about}
    return dict(cases_of(viewer).filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def _about_what(one: AgendaItem, numbers: Mapping[UUID, str]) -> list[str]:
    if not one.about:
        return []
    named = "、".join(numbers[case_id] for case_id in one.about if case_id in numbers)
    return [_("Requests (%(n)s): %(numbers)s") % {"n": len(one.about), "numbers": named or "–"}]


def _plain(found: Meeting, words: str) -> str:
    """Words of an inner meeting as papers show them: talk about requests easily names somebody."""
    return mask_personal(words, kinds=frozenset(PersonalKind)) if found.inner else words


def _outcome(found: Meeting, one: AgendaItem, *, talk: bool = True) -> list[str]:
    return [_plain(found, line) for line in _outcome_words(one, talk=talk)]


def _outcome_words(one: AgendaItem, *, talk: bool) -> list[str]:
    lines = [one.talk] if talk and one.talk else []
    if one.result in VOTED:
        words = _(
            "Decision (%(result)s; in favour %(agree)s, against %(against)s, abstained %(abstain)s"
            " of %(all)s): %(words)s"
        )
        told = {"agree": one.agree, "against": one.against, "abstain": one.abstain, "all": one.present}
        lines.append(words % (told | {"result": Result(one.result).label, "words": one.decision}))
    else:
        lines.append(str(Result(one.result).label))
    lines += [_("Dissent: %(words)s") % {"words": told.words} for told in one.dissents.all()]
    lines += [
        _("Task: %(words)s; %(owner)s, until %(day)s")
        % {"words": task.words, "owner": task.owner, "day": day(task.due_at)}
        for task in one.tasks.all()
    ]
    return lines


def _about(found: Meeting) -> str:
    return f"{found.scope.name} · {found.title}（{said(kind_of(found))}）"


def _paper(found: Meeting, title: str, parts: list[Part], date: str) -> Paper:
    public = {} if found.inner else {
        "link": meeting_link(found.code), "link_words": _("Scan: agenda, decisions, minutes"),
    }  # fmt: skip
    return Paper(title, _about(found), parts, signed=found.called_by, date=date, code=found.code, **public)


PAPERS: dict[str, Callable[[Viewer, Meeting], Paper]] = {
    "notice": notice, "list": sign_list, "minutes": minutes, "decisions": decisions,
}  # fmt: skip
AFTER = ("minutes", "decisions")
