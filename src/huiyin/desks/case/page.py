"""What the case page shows, block by block, for one viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.bridges.board import may_be_shown
from huiyin.bridges.threads import thread_of_topic
from huiyin.casework.casefile.ledger import hold_clocks
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.presence import others_here
from huiyin.casework.casefile.reads import clock_views, staff_timeline
from huiyin.casework.casefile.words import EMERGENCY, OPEN, Channel, Kind
from huiyin.casework.s1_intake.request import CALL_ME, UNDER_14
from huiyin.casework.s2_triage.acts import category_of
from huiyin.casework.s3_dispatch.whistles.reads import count_missing
from huiyin.casework.s4_handling.conflicts import conflicts_in
from huiyin.casework.s4_handling.models import Plan, StandardAnswer
from huiyin.casework.s4_handling.rules import filled
from huiyin.casework.s4_handling.standard import answers_for, values_of
from huiyin.casework.s5_closure.models import Verdict
from huiyin.casework.s6_topics.reads import topics_of_cases
from huiyin.desks.templatetags.huiyin import mask_name
from huiyin.desks.topics.saying import called, why_of
from huiyin.neighbours.board.reads import posting_on
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency

from .facts import Facts
from .forms import StepForm
from .lines import lines_of
from .steps import STEPS, Step

MOST_PLACES = 400
MOST_ANSWERS = 30
_SPOKEN = (PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.GATE, PlaceKind.FACILITY)


@dataclass(frozen=True, slots=True)
class Fact:
    """One plain fact."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A step the page offers, with the form to draw; `now` when it was just refused and stays open."""

    step: Step
    form: StepForm
    now: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What the page is shown for.

    `then`: where a step leads to; `say`: the standard answer to begin with; `say_url`: the address of this
    page up to the number of a standard answer.
    """

    then: str = ""
    say: str = ""
    say_url: str = "?say="


def page_of(
    facts: Facts, *, around: Around = Around(), refused: Mapping[str, StepForm] | None = None
) -> dict[str, Any]:
    """The context of case/page.html. `refused`: a form to show again."""
    case, viewer = facts.case, facts.viewer
    hold_clocks([case])  # read once for all parts of a page that is only shown
    standard, lines = _standard(facts), staff_timeline(case, viewer)
    steps = _steps(facts, refused or {}, _said(facts, standard, around.say))
    return {
        "case": case,
        "facts": _facts(facts, lines),
        "clocks": clock_views(case, facts.at),
        "urgency": urgency_of(case),
        "danger": EMERGENCY.get(case.danger),
        "standing": facts.standing,
        "then": around.then,
        "standard": standard,
        "say_url": around.say_url,
        "others": others_here(case, viewer),
        "photos": facts.files,
        "waiting": case.waiting_files.count(),
        "lines": lines_of(lines),
        "verdicts": list(Verdict.objects.filter(case=case).order_by("round")),
        "plans": list(Plan.objects.filter(case=case).order_by("told_at")),
        "alike": facts.bonds.alike,
        "bonds": facts.bonds,
        "topic": _topic(facts),
        "board": _board(facts),
        "suggestion": facts.suggestion,
        "owner": facts.owner,
        "regrade": facts.regrade,
        "case_conflicts": conflicts_in(case).count(),
        "phone": facts.phone,
        "phone_open": bool(facts.open_phone),
        "places": _places(facts),
        "sort": steps.pop("sort", None),
        "reveal": steps.pop("reveal", None),
        "hands_slips": facts.hands_slips,
        "whistles": facts.may(Permission.CASE_WHISTLE) and case.state in OPEN,
        "missing": count_missing(case.pk, facts.at),
        "steps": list(steps.values()),
    }


def _steps(facts: Facts, refused: Mapping[str, StepForm], said: str) -> dict[str, Open]:
    """The open steps in their order; one that was refused keeps what was typed, open or not."""
    found = {}
    for step in STEPS:
        again = refused.get(step.name)
        if again is not None or step.open(facts):
            begun = bool(said) and step.form.standard
            initial = {"initial": {"answer": said}} if begun else {}
            form = again or step.form(facts=facts, auto_id=f"{step.name}-%s", **initial)
            found[step.name] = Open(step, form, again is not None or begun)
    return found


def _standard(facts: Facts) -> list[StandardAnswer]:
    """The standard answers offered to whoever may answer now."""
    asked = any(step.form.standard and step.open(facts) for step in STEPS)
    return list(answers_for(facts.case)[:MOST_ANSWERS]) if asked else []


def _said(facts: Facts, standard: Sequence[StandardAnswer], say: str) -> str:
    """The chosen standard answer with the facts of the case in it; "" when none was chosen."""
    chosen = next((one for one in standard if str(one.pk) == say), None)
    return filled(chosen.text, values_of(facts.case, facts.viewer, facts.at)) if chosen else ""


def _facts(facts: Facts, lines: Sequence[Event]) -> list[Fact]:
    case, standing = facts.case, facts.standing
    category = category_of(case, case.category, facts.at)
    rows = [
        Fact(_("Place"), case.place.label if case.place else case.place_text or _("unknown")),
        Fact(
            _("Category"), _(category.name) if category else _("not sorted yet"), str(Kind(case.kind).label)
        ),
        Fact(_("Came by"), str(Channel(case.channel).label), _entered(lines)),
        Fact(_("Requester"), _name(facts) or _("gave no name"), _asked_by(case)),
    ]
    if standing is not None:
        who = standing.account.display_name if standing.account else ""
        rows.append(Fact(_("Lies with"), standing.organisation.name, who))
    return rows


def _board(facts: Facts) -> str:
    """Where the answer is on the notice board, or where it is drafted for it; "" where that cannot be."""
    case = facts.case
    if not facts.may(Permission.BOARD_WORK) or not may_be_shown(case):
        return ""
    there = posting_on(facts.viewer, case.pk)
    return reverse("board-one", args=[there.pk]) if there else reverse("board-from-case", args=[case.number])


def _topic(facts: Facts) -> dict[str, Any] | None:
    """The shared problem it belongs to, where the viewer may see it."""
    found = topics_of_cases(facts.viewer, [facts.case.pk]).get(facts.case.pk)
    if found is None:
        return None
    came = thread_of_topic(facts.viewer, found)
    links = [(_("Proposal"), one.title, reverse("proposal-work", args=[one.pk])) for one in came.proposals]
    links += [(_("Decision"), one.title, reverse("decision", args=[one.pk])) for one in came.decisions]
    links += [(_("Project"), one.title, reverse("work", args=[one.pk])) for one in came.projects]
    return {"one": found, "called": called(found), "why": why_of(found), "came": links}


def _asked_by(case: Case) -> str:
    """Whose home it is about; of a child that nobody asks who it is; that somebody waits for a call."""
    child = _("under 14: do not ask for name or telephone") if UNDER_14 in case.suggested else ""
    call = _("waits for a call, said nothing yet") if CALL_ME in case.suggested else ""
    return " · ".join(filter(None, (case.requester.whose_home, child, call)))


def _name(facts: Facts) -> str:
    """In full for those at work there; masked where the case is only shared with another area."""
    name = facts.case.requester.name
    own = facts.may(Permission.CASE_READ) or facts.may(Permission.CASE_HANDLE)
    return name if own or not name else mask_name(name)


def _entered(lines: Sequence[Event]) -> str:
    first = lines[0] if lines else None
    by = first.actor_label if first and first.actor.startswith("account") else ""
    return _("typed by %(name)s") % {"name": by} if by else ""


def _places(facts: Facts) -> list[str]:
    """What the place field offers: buildings, entrances, gates and facilities of the case's estate."""
    if not facts.sorts:
        return []
    here = Place.objects.filter(scope_id=facts.case.scope_id, closed_at=None, kind__in=_SPOKEN)
    return list(here.order_by("kind", "order", "pk").values_list("label", flat=True)[:MOST_PLACES])


def urgency_of(case: Case) -> str:
    """The urgency class in words."""
    return str(URGENCY_LABELS[Urgency(case.urgency)]) if case.urgency in set(Urgency) else ""
