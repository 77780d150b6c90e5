"""The forms of a proposal, each ending in one act."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.bridges.topics import beginning_of, draft_from_topic
from huiyin.casework.s6_topics.reads import topic_for
from huiyin.commons.c1_proposals.four_steps import answering, discussing, raising, rating
from huiyin.commons.c1_proposals.four_steps.reads import answers_for, proposal_for
from huiyin.commons.c1_proposals.four_steps.words import Origin, Way
from huiyin.commons.c1_proposals.meetings.calling import units_at
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c1_proposals.packs import pack_now, pack_of
from huiyin.commons.c2_voices.owners_vote.spinning_off import vote_for_proposal
from huiyin.desks.case.doing import UnknownPlace
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.desks.votes.errands import modes_here, plan_from
from huiyin.desks.votes.forms import ProposedVoteForm
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.words import LegalMode

from .forms import (
    AnswerForm,
    AskForm,
    ChoiceForm,
    DoneForm,
    DropForm,
    PickChoice,
    ProposalForm,
    RatingForHome,
)
from .names import fen

_WORK = Permission.PROPOSAL_WORK
_WHERE = (PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.ENTRANCE)
MOVES: dict[str, tuple[Any, Any]] = {
    "raise": (raising.raise_proposal, gettext_lazy("Raise it")),
    "close-answers": (answering.close_answers, gettext_lazy("Close the answers")),
    "back": (answering.send_back_refused, gettext_lazy("All refuse: back to the table")),
    "post": (rating.post_for_rating, gettext_lazy("Post it for rating")),
    "prolong": (rating.prolong_rating, gettext_lazy("Prolong the rating")),
    "settle": (rating.settle, gettext_lazy("Declare it settled")),
    "send-back": (rating.send_back, gettext_lazy("Rated too low: back to the table")),
}
"""Steps that need no more than a button: the word of the address, the act, what the button says."""


def begin(viewer: Viewer) -> Errand:
    """Write a proposal."""
    scopes = viewer.grants.get(_WORK, frozenset())
    places = list(
        Place.objects.filter(kind__in=_WHERE, scope_id__in=scopes, closed_at=None).order_by("label")
    )
    if not places:
        raise NotThere

    def act(told: dict[str, Any]) -> None:
        raising.draft_proposal(place_id=int(told["place"]), draft=_draft(told), by=viewer)

    options = {"place": [(str(one.pk), one.label) for one in places], **_choices(places[0].scope_id)}
    return Errand(
        _("Write a proposal"), _("Write down"), ProposalForm, act, reverse("proposals"), options=options
    )


def begin_from_topic(viewer: Viewer, topic_id: UUID) -> Errand:
    """Write a proposal that comes of a shared problem; the form begins with what is known of it."""
    topic = topic_for(viewer, topic_id)
    viewer.must(_WORK, topic.scope_id)
    scopes = scope_tree().under([topic.scope_id]) & viewer.grants.get(_WORK, frozenset())
    here = Place.objects.filter(kind__in=_WHERE, scope_id__in=scopes, closed_at=None).order_by("label")
    places, first = list(here), beginning_of(topic)

    def act(told: dict[str, Any]) -> None:
        draft_from_topic(topic_id=topic_id, place_id=int(told["place"]), draft=_draft(told), by=viewer)

    before = {
        "place": first.place_id, "title": first.title, "words": first.words, "origin": Origin.TOPIC,
        "origin_words": first.origin_words,
    }  # fmt: skip
    options = {"place": [(str(one.pk), one.label) for one in places], **_choices(topic.scope_id)}
    back = reverse("topic", args=[topic.pk])
    note = topic.called
    title = _("Write a proposal")
    return Errand(title, _("Write down"), ProposalForm, act, back, options=options, note=note, initial=before)


def change(viewer: Viewer, proposal_id: int) -> Errand:
    """Write it anew, before it is raised."""
    found = _kept(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        kept = found.origin_id if told["origin"] == found.origin_kind else ""
        raising.change_proposal(proposal_id=proposal_id, draft=_draft(told, kept), by=viewer)

    before = {
        "title": found.title, "words": found.words, "origin": found.origin_kind,
        "origin_words": found.origin_words, "raised_by": found.raised_by, "council": found.council,
        "matter": found.matter or raising.NO_MATTER,
    }  # fmt: skip
    options: dict[str, Any] = {"place": [], **_choices(found.scope_id)}
    return _errand(found, _("Change the proposal"), _("Save"), ProposalForm, act, options, before)


def do(viewer: Viewer, proposal_id: int, proposal_move: str) -> Errand:
    """A step that needs no more than a button."""
    found = _kept(viewer, proposal_id)
    if proposal_move not in MOVES:
        raise NotThere
    step, words = MOVES[proposal_move]

    def act(_told: dict[str, Any]) -> None:
        step(proposal_id=proposal_id, by=viewer)

    return _errand(found, words, words, Sure, act)


def drop(viewer: Viewer, proposal_id: int) -> Errand:
    """Not carried on."""
    found = _kept(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        raising.drop_proposal(proposal_id=proposal_id, reason=told["reason"], by=viewer)

    return _errand(found, _("Drop the proposal"), _("Drop it"), DropForm, act)


def add_choice(viewer: Viewer, proposal_id: int) -> Errand:
    """Note a way to solve it."""
    found = _kept(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        discussing.add_choice(
            proposal_id=proposal_id, words=told["words"], cost=fen(told["cost"]), bearer=told["bearer"],
            by=viewer,
        )  # fmt: skip

    return _errand(found, _("Way to solve it"), _("Write down"), ChoiceForm, act)


def remove_choice(viewer: Viewer, proposal_id: int) -> Errand:
    """Take a way out."""
    found = _kept(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        discussing.remove_choice(proposal_id=proposal_id, no=int(told["no"]), by=viewer)

    return _errand(found, _("Take a way out"), _("Take it out"), PickChoice, act, {"no": _ways(found)})


def choose(viewer: Viewer, proposal_id: int) -> Errand:
    """Close the discussion with the way the table chose."""
    found = _kept(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        discussing.close_discussion(proposal_id=proposal_id, no=int(told["no"]), by=viewer)

    return _errand(found, _("Which way was chosen?"), _("Choose it"), PickChoice, act, {"no": _ways(found)})


def ask(viewer: Viewer, proposal_id: int) -> Errand:
    """Ask a unit for an answer."""
    found = _kept(viewer, proposal_id)
    units = units_at(list(scope_tree().up(found.scope_id)))

    def act(told: dict[str, Any]) -> None:
        answering.ask_unit(proposal_id=proposal_id, organisation_id=int(told["unit"]), by=viewer)

    options = {"unit": [(str(one.pk), one.name) for one in units]}
    return _errand(found, _("Ask for an answer"), _("Ask"), AskForm, act, options)


def answer(viewer: Viewer, proposal_id: int) -> Errand:
    """A unit promises or refuses."""
    found = proposal_for(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        if told["says"] == "no":
            answering.refuse(answer_id=int(told["answer"]), reason=told["reason"], by=viewer)
            return
        what = answering.Promise(told["measure"], told["owner"], told["until"], fen(told["cost"]))
        answering.promise(answer_id=int(told["answer"]), what=what, by=viewer)

    waiting = answers_for(viewer, found).filter(answered_at=None)
    options = {"answer": [(str(one.pk), one.organisation.name) for one in waiting]}
    first = {"answer": options["answer"][0][0]} if len(options["answer"]) == 1 else {}
    return _errand(found, _("Answer"), _("Write down"), AnswerForm, act, options, first)


def done(viewer: Viewer, proposal_id: int) -> Errand:
    """A promised measure is done."""
    found = proposal_for(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        answering.report_done(answer_id=int(told["answer"]), words=told["words"], by=viewer)

    promised = answers_for(viewer, found).filter(answered_at__isnull=False, refused=False, done_at=None)
    options = {"answer": [(str(one.pk), f"{one.organisation.name}：{one.measure[:60]}") for one in promised]}
    return _errand(found, _("Report it done"), _("Report"), DoneForm, act, options)


def rate(viewer: Viewer, proposal_id: int) -> Errand:
    """Write down what a home said on paper or at a visit."""
    found = _kept(viewer, proposal_id)

    def act(told: dict[str, Any]) -> None:
        home = find_spoken([found.scope_id], told["door"])
        if home is None:
            raise UnknownPlace
        word = rating.Word(told["solved"] == "yes", told["satisfied"] == "yes", told["words"])
        rating.rate_for(proposal_id=proposal_id, home_id=home.pk, word=word, way=Way(told["way"]), by=viewer)

    return _errand(found, _("Enter a rating"), _("Write down"), RatingForHome, act)


def vote(viewer: Viewer, proposal_id: int) -> Errand:
    """Begin the owners' vote it needs."""
    found = _kept(viewer, proposal_id)
    viewer.must(Permission.VOTE_ORGANISE, found.scope_id)
    rules = raising.matters_of(found.scope_id)

    def act(told: dict[str, Any]) -> None:
        vote_for_proposal(proposal_id=proposal_id, plan=plan_from(told), text=told["text"], by=viewer)

    chosen = found.choices.filter(round=found.round, chosen=True).first()
    before = {
        "title": found.title, "words": found.words, "repeated": rules.repeated.value,
        "mode": LegalMode.ONLINE.value if LegalMode.ONLINE in rules.modes else None,
        "text": _("Do you agree: %(what)s?") % {"what": chosen.words if chosen else found.title},
    }  # fmt: skip
    options = {"mode": modes_here(rules)}
    return _errand(found, _("Owners' vote on it"), _("Prepare it"), ProposedVoteForm, act, options, before)


def _kept(viewer: Viewer, proposal_id: int) -> Proposal:
    found = proposal_for(viewer, proposal_id)
    viewer.must(_WORK, found.scope_id)
    return found


def _errand(
    found: Proposal, title: Any, button: Any, form: Any, act: Any, options: dict[str, Any] | None = None,
    initial: dict[str, Any] | None = None,
) -> Errand:  # fmt: skip
    back = reverse("proposal-work", args=[found.pk])
    return Errand(title, button, form, act, back, options or {}, note=found.title, initial=initial or {})


def _draft(told: dict[str, Any], source_id: str = "") -> raising.Draft:
    source = raising.Source(Origin(told["origin"]), told["origin_words"], source_id)
    return raising.Draft(
        told["title"], told["words"], told["raised_by"], told["council"], told["matter"], source
    )


def _choices(scope_id: int) -> dict[str, Choices]:
    _pack, rules = pack_now(scope_id, now())
    matters: Choices = [("", _("Please choose")), (raising.NO_MATTER, _("No, a table can settle it"))]
    matters += [
        (one.key, f"{said(one)}（{one.article}）") for one in raising.matters_of(scope_id).matters.values()
    ]
    return {"council": [(one.key, said(one)) for one in rules.councils.values()], "matter": matters}


def _ways(found: Proposal) -> Choices:
    return [(str(one.no), f"{one.no}. {one.words}") for one in found.choices.filter(round=found.round)]


def council_said(found: Proposal) -> str:
    """The table that talks it over."""
    held = pack_of(found.pack_id).councils.get(found.council)
    return said(held) if held else "–"
