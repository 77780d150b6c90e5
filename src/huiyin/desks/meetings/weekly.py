"""The weekly triage meeting: the draft of its agenda, from which a clerk strikes and to which one adds."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.commons.c1_proposals.meetings.agenda import Draft, plan_with_agenda
from huiyin.commons.c1_proposals.meetings.calling import Call
from huiyin.commons.c1_proposals.meetings.refusals import NoWeekly
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.weekly.agenda import agenda_of, drafts_of, key_of, week_of
from huiyin.insight.weekly.parts import Part, Week
from huiyin.registers.people.words import Permission
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.refusals import NoPack

from .drafted import links_behind, part_view
from .forms import WeeklyForm, usual_call

WRONG, LONGEST_ID = 422, 12


def page(request: HttpRequest) -> HttpResponse:
    """The draft of the agenda; sent, it becomes a meeting that is called like any other. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    scopes = _scopes(viewer)
    scope_id = _asked(request, scopes)
    try:
        week = week_of(viewer, scope_id, now())
    except (NoWeekly, NoPack) as refusal:
        return _without_rules(request, refusal)
    parts = agenda_of(week)
    if request.method != "POST":
        usual = usual_call(week.today, scope_tree().names[scope_id])
        return _shown(request, week, parts, _keys(parts), WeeklyForm(initial=usual))
    form, kept = WeeklyForm(request.POST), set(request.POST.getlist("rows"))
    if form.is_valid() and (answer := _call(request, week, parts, kept, form)):
        return answer
    return _shown(request, week, parts, kept, form, status=WRONG)


def _call(
    request: HttpRequest, week: Week, parts: Sequence[Part], kept: set[str], form: WeeklyForm
) -> HttpResponse | None:
    fields = ("title", "venue", "called_by", "starts_at")
    call = Call(week.kind, week.rules.council, **{name: form.cleaned_data[name] for name in fields})
    items = [*drafts_of(parts, kept), *(Draft(line) for line in form.lines)]
    try:
        with transaction.atomic():
            made = plan_with_agenda(scope_id=week.scope_id, call=call, items=items, by=week.viewer)
    except NotThere:
        raise
    except Refusal as refusal:
        form.add_error(None, f"{refusal.said} {refusal.advice}")
        return None
    _tell_of_gone(request, len(kept - _keys(parts)))
    messages.success(request, _("Prepared. Look at the seats, then give notice."))
    return redirect("meeting-work", made.pk)


def _tell_of_gone(request: HttpRequest, gone: int) -> None:
    """Rows that were ticked and are no longer there."""
    if gone:
        words = ngettext(
            "%(n)s row is settled meanwhile and was left out.",
            "%(n)s rows are settled meanwhile and were left out.",
            gone,
        )
        messages.info(request, words % {"n": gone})


def _shown(
    request: HttpRequest, week: Week, parts: Sequence[Part], kept: set[str], form: WeeklyForm, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    links, names = links_behind(week.viewer, parts), scope_tree().names
    context = {
        "form": form, "place": names[week.scope_id], "scope": week.scope_id, "since": week.since,
        "parts": [part_view(part, kept, links) for part in parts],
        "scopes": [
            {"label": names[one], "url": f"?scope={one}", "current": one == week.scope_id}
            for one in _scopes(week.viewer)
        ],
    }  # fmt: skip
    return render(request, "meetings/weekly.html", context, status=status)


def _keys(parts: Sequence[Part]) -> set[str]:
    return {key_of(part, row) for part in parts for row in part.rows}


def _scopes(viewer: Viewer) -> list[int]:
    """The communities and estates whose meetings the viewer keeps, in the order of the tree."""
    tree, kinds = scope_tree(), (PlaceKind.COMMUNITY, PlaceKind.ESTATE)
    held = viewer.grants.get(Permission.PROPOSAL_WORK, frozenset())
    return sorted((one for one in held if tree.kinds.get(one) in kinds), key=lambda one: tree.paths[one])


def _asked(request: HttpRequest, scopes: Sequence[int]) -> int:
    """Which of them: the one asked for, else the first. Raises NotThere."""
    text = request.POST.get("scope") or request.GET.get("scope") or ""
    asked = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0
    if not scopes or (text and asked not in scopes):
        raise NotThere
    return asked or scopes[0]


def _without_rules(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"refusal": f"{refusal.said} {refusal.advice}"}
    return render(request, "meetings/weekly.html", context, status=refusal.status)
