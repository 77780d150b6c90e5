"""The list of surveys, and the keeper's board: coverage, problem list, need list, questions."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.models import Survey
from huiyin.commons.c2_voices.survey import lists
from huiyin.commons.c2_voices.survey.links import public_link
from huiyin.commons.c2_voices.survey.reads import homes_of, kept_survey, surveys_of
from huiyin.commons.c2_voices.survey.words import Means, SurveyState, SurveyVerb
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .errands import MOVES

MOST = 200


def listed(request: HttpRequest) -> HttpResponse:
    """Every survey the viewer takes answers for, the newest first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    keeps = viewer.may(Permission.VOICE_WORK)
    name = "survey-work" if keeps else "survey-visits"
    rows = [
        (
            Link(one.title, reverse(name, args=[one.pk])), one.place.label, one.get_state_display(),
            day(one.until), one.code,
        )
        for one in surveys_of(viewer)[:MOST]
    ]  # fmt: skip
    headings = (_("Survey"), _("Which homes"), _("Where it stands"), _("Last day"), _("Code"))
    context = {
        "title": _("Surveys"), "tables": [Table(_("Surveys"), headings, rows, empty=_("No survey yet."))],
        "buttons": [Link(_("Write a survey"), reverse("survey-new"))] if keeps else [],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The board of a survey, for those who keep it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    survey = kept_survey(viewer, survey_id)
    state = SurveyState(survey.state).label
    context = {
        "title": survey.title, "sub": f"{survey.place.label} · {state} · {survey.code}",
        "back": Link(_("Surveys"), reverse("surveys")), "steps": list(_steps(survey)), "words": survey.words,
        "facts": _facts(survey), "tables": list(_tables(survey)), "prints": list(_prints(survey)),
        "notes": [_("Homes can answer until %(day)s.") % {"day": survey.until}]
        if survey.state == SurveyState.RUNNING else [],
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def _steps(survey: Survey) -> Iterator[Link]:
    if survey.state == SurveyState.DRAFT:
        yield Link(MOVES["open"][1], reverse("survey-do", args=[survey.pk, "open"]))
        yield Link(_("Add a question"), reverse("survey-question", args=[survey.pk]), soft=True)
        yield Link(_("Take a question out"), reverse("survey-unquestion", args=[survey.pk]), soft=True)
    if survey.state == SurveyState.RUNNING:
        yield Link(_("Visits"), reverse("survey-visits", args=[survey.pk]))
        yield Link(MOVES["close"][1], reverse("survey-do", args=[survey.pk, "close"]), soft=True)


def _facts(survey: Survey) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Who asks"), "value": survey.called_by},
        {"label": _("Last day"), "value": day(survey.until)},
    ]
    if survey.opened_at:
        facts.append({"label": _("Public page"), "value": survey.code, "url": public_link(survey.code)})
    return facts


def _tables(survey: Survey) -> Iterator[Table]:
    if survey.opened_at:
        homes, stands = homes_of(survey), lists.standing_sheets(survey)
        covered = lists.coverage_of(survey, homes, stands)
        yield _coverage(covered)
        yield from _problems(survey, covered[-1].answered)
        yield from _needs(survey, covered[-1].answered)
        said = [(one.question.text, one.words) for one in lists.words_written(survey)]
        if said:
            yield Table(_("What people wrote"), (_("Question"), _("Words")), said)
    rows = [
        (one.no, one.section or "–", one.text, one.get_kind_display(), _choices(one.choices))
        for one in survey.questions.all()
    ]
    headings = (_("No."), _("Section"), _("Question"), _("How it is answered"), _("Choices"))
    yield Table(_("Questions"), headings, rows, empty=_("There is no question yet."))
    lines = [
        (minute(one.at), one.actor_label or _("a clerk"), SurveyVerb(one.verb).label)
        for one in survey.events.order_by("-pk")[:MOST]
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), _("What")), lines)


def _choices(choices: list[dict[str, str]]) -> str:
    told = [
        f"{one['words']}（{Means(one['means']).label}）" if one["means"] else one["words"] for one in choices
    ]
    return "；".join(told) or "–"


def _coverage(covered: list[lists.Covered]) -> Table:
    rows = [
        (one.entrance, f"{one.answered}/{one.homes}", one.declined, one.unmet,
         one.homes - one.answered - one.declined - one.unmet)
        for one in covered
    ]  # fmt: skip
    headings = (
        _("Building and entrance"), _("Answered"), _("Would rather not"), _("Nobody opened"),
        _("Not asked yet"),
    )  # fmt: skip
    note = _("Nobody has to answer, and nobody has to say why.")
    return Table(_("Coverage"), headings, rows, note=note)


def _problems(survey: Survey, answered: int) -> Iterator[Table]:
    named = lists.named_in(survey, Means.PROBLEM)
    kinds = [(words, f"{n}/{answered}") for words, n in lists.kinds_of(named)]
    headings = (pgettext("survey", "Problem"), _("Homes that name it"))
    table = Link(_("As a table (.xlsx)"), reverse("survey-table", args=[survey.pk, "problems"]))
    yield Table(_("Problem list"), headings, kinds, [table], _("No home named a problem."))
    rows = [
        (
            one.home.label, one.words, _proved(one),
            Link(one.number, reverse("case", args=[one.number])) if one.number else Link(
                _("Make a request of it"),
                reverse("survey-case", args=[survey.pk, one.home.pk, one.question.no, one.choice]),
            ),
        )
        for one in named[:MOST]
    ]  # fmt: skip
    if rows:
        headings4 = (_("Home"), pgettext("survey", "Problem"), _("How it came"), _("Request"))
        yield Table(_("Problems by home"), headings4, rows)


def _needs(survey: Survey, answered: int) -> Iterator[Table]:
    named = lists.named_in(survey, Means.NEED)
    kinds = [(words, f"{n}/{answered}") for words, n in lists.kinds_of(named)]
    table = Link(_("As a table (.xlsx)"), reverse("survey-table", args=[survey.pk, "needs"]))
    headings = (pgettext("survey", "Need"), _("Homes that name it"))
    yield Table(_("Need list"), headings, kinds, [table], _("No home named a need."))
    rows = [(one.home.label, one.words, _proved(one)) for one in named[:MOST]]
    if rows:
        yield Table(_("Needs by home"), (_("Home"), pgettext("survey", "Need"), _("How it came")), rows)


def _proved(one: lists.Named) -> str:
    return _("by the home") if one.proved else _("on-line, home not proved")


def _prints(survey: Survey) -> Iterator[Link]:
    yield Link(_("Sheet to fill in"), reverse("survey-print", args=[survey.pk, "sheet", "pdf"]))
    if survey.state == SurveyState.RUNNING:
        yield Link(_("Slips for the homes"), reverse("survey-print", args=[survey.pk, "slips", "pdf"]))
        yield Link(_("Public page"), public_link(survey.code))
