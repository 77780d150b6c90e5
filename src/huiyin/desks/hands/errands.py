"""Forms that end in one act: rate, take back, review, return, decide, dispute, share."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s3_dispatch.shares.acts import revoke_share, share_case
from huiyin.casework.s3_dispatch.shares.reads import share_within
from huiyin.casework.s3_dispatch.shares.refusals import ShareReason
from huiyin.casework.s3_dispatch.whistles.acts import call_off, rate_delivery, review_whistle
from huiyin.casework.s3_dispatch.whistles.reads import call_within, whistle_within
from huiyin.casework.s3_dispatch.whistles.words import Mark
from huiyin.casework.s4_handling.returns.acts import ask_return, decide_return
from huiyin.casework.s4_handling.returns.disputes import raise_dispute, review_dispute
from huiyin.casework.s4_handling.returns.reads import dispute_within, return_within
from huiyin.casework.s4_handling.returns.refusals import BasisMissing, GroundsMissing
from huiyin.desks.steward.choices import NONE
from huiyin.desks.steward.filling import Chosen, Errand, Sure, Why, needed
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission

from .case import is_mine
from .whistling import unit_choices

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class Rating(Sure):
    """What a unit delivered."""

    mark = forms.ChoiceField(
        label=gettext_lazy("What the unit delivered"), choices=Mark.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=300, required=False)


class Justified(Sure):
    """Whether the whistle was needed."""

    justified = forms.ChoiceField(
        label=gettext_lazy("Was the whistle needed?"), choices=YES_NO, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=500, required=False)


class Returning(Chosen):
    """By which rule, and whose it is."""

    legal_basis = needed(
        BasisMissing,
        label=gettext_lazy("Legal basis"),
        max_length=200,
        help_text=gettext_lazy("The rule or list of duties by which it is not your unit's."),
    )
    suggested = forms.ChoiceField(label=gettext_lazy("Should go to"), required=False)
    suggested_words = forms.CharField(
        label=gettext_lazy("Or a unit that is not in the list"), max_length=120, required=False
    )


class Deciding(Chosen):
    """Yes or no, and to whom."""

    granted = forms.ChoiceField(label=gettext_lazy("Grant it?"), choices=YES_NO, widget=forms.RadioSelect)
    to = forms.ChoiceField(label=gettext_lazy("Goes to"), required=False)
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=300, required=False)


class Disputing(Sure):
    """Why the dispatch is wrong."""

    grounds = needed(
        GroundsMissing, label=gettext_lazy("Grounds"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class Sharing(Chosen):
    """Which other area sees the case, and why."""

    area = forms.ChoiceField(label=gettext_lazy("Area"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Only for this unit"), required=False,
        help_text=gettext_lazy("Empty: everybody who reads cases there."),
    )  # fmt: skip
    reason = needed(ShareReason, label=gettext_lazy("Reason"), max_length=200)


def rate(viewer: Viewer, call_id: int) -> Errand:
    """The caller's word on a unit's delivery."""
    call = call_within(viewer, call_id, Permission.CASE_WHISTLE)

    def act(told: dict[str, Any]) -> None:
        rate_delivery(call_id=call_id, mark=Mark(told["mark"]), note=told["note"], by=viewer)

    return Errand(
        _("Rate: %(unit)s") % {"unit": call.organisation.name}, _("Rate it"), Rating, act, _hands(call.case),
        note=call.result or call.progress,
    )  # fmt: skip


def off(viewer: Viewer, call_id: int) -> Errand:
    """Take a call back."""
    call = call_within(viewer, call_id, Permission.CASE_WHISTLE)

    def act(told: dict[str, Any]) -> None:
        call_off(call_id=call_id, reason=told["reason"], by=viewer)

    title = _("Take the call back: %(unit)s") % {"unit": call.organisation.name}
    return Errand(title, _("Take back"), Why, act, _hands(call.case))


def review(viewer: Viewer, whistle_id: int) -> Errand:
    """A second person's word on a whistle."""
    whistle = whistle_within(viewer, whistle_id, Permission.CASE_REVIEW)

    def act(told: dict[str, Any]) -> None:
        review_whistle(
            whistle_id=whistle_id, justified=told["justified"] == "yes", note=told["note"], by=viewer
        )

    return Errand(
        _("Review the whistle"), _("Write it down"), Justified, act, _hands(whistle.case), note=whistle.reason
    )


def give_back(viewer: Viewer, number: str) -> Errand:
    """Ask to return a case."""
    case = _held(viewer, number)

    def act(told: dict[str, Any]) -> None:
        ask_return(
            case_id=case.pk, legal_basis=told["legal_basis"], suggested=unit_of(told["suggested"]),
            suggested_words=told["suggested_words"], by=viewer,
        )  # fmt: skip

    options = {"suggested": [NONE, *unit_choices(case)[1:]]}
    note = _("The limits run on while this is decided. Whoever returns names the rule and the right unit.")
    return Errand(_("Return the case"), _("Ask to return"), Returning, act, _hands(case), options, note)


def decide(viewer: Viewer, return_id: int) -> Errand:
    """Grant or refuse a return."""
    asked = return_within(viewer, return_id)
    to = asked.suggested.name if asked.suggested else asked.suggested_words

    def act(told: dict[str, Any]) -> None:
        decide_return(
            return_id=return_id, grant=told["granted"] == "yes", to=unit_of(told["to"]), note=told["note"],
            by=viewer,
        )  # fmt: skip

    note = _("%(unit)s: %(basis)s. Should go to: %(to)s") % {
        "unit": asked.organisation.name, "basis": asked.legal_basis, "to": to,
    }  # fmt: skip
    initial = {"to": str(asked.suggested_id or "")}
    options = {"to": [NONE, *unit_choices(asked.case)[1:]]}
    back = reverse("hands-home")
    return Errand(_("Decide the return"), _("Decide"), Deciding, act, back, options, note, initial=initial)


def dispute(viewer: Viewer, number: str) -> Errand:
    """Object to a dispatch."""
    case = _held(viewer, number)

    def act(told: dict[str, Any]) -> None:
        raise_dispute(case_id=case.pk, grounds=told["grounds"], by=viewer)

    note = _("Somebody who had no part in the dispatch reviews it. Go on handling; the limits run on.")
    return Errand(_("Dispute the dispatch"), _("Raise it"), Disputing, act, _hands(case), note=note)


def judge(viewer: Viewer, dispute_id: int) -> Errand:
    """Uphold or reject a dispute."""
    raised = dispute_within(viewer, dispute_id)

    def act(told: dict[str, Any]) -> None:
        review_dispute(
            dispute_id=dispute_id, uphold=told["granted"] == "yes", to=unit_of(told["to"]), note=told["note"],
            by=viewer,
        )  # fmt: skip

    options = {"to": [NONE, *unit_choices(raised.case)[1:]]}
    note = f"{raised.organisation.name}：{raised.grounds}"
    return Errand(_("Review the dispute"), _("Decide"), Deciding, act, reverse("hands-home"), options, note)


def share(viewer: Viewer, number: str) -> Errand:
    """Let another area see the case."""
    case = case_for(viewer, number)
    viewer.must(Permission.CASE_DISPATCH, case.scope_id)
    tree = scope_tree()
    inside = sorted(tree.under(tree.up(case.scope_id)[-1:]), key=lambda scope: tree.paths[scope])
    areas = [(str(one), "　" * (len(tree.paths[one]) - 1) + tree.names[one]) for one in inside]

    def act(told: dict[str, Any]) -> None:
        share_case(
            case_id=case.pk, to_scope_id=int(told["area"]), organisation=unit_of(told["unit"]),
            reason=told["reason"], by=viewer,
        )  # fmt: skip

    note = _("It stays one case: the other area sees it and writes nothing. You can end this at any time.")
    options = {"area": areas, "unit": [NONE, *unit_choices(case)[1:]]}
    return Errand(_("Share with an area"), _("Share"), Sharing, act, _hands(case), options, note)


def unshare(viewer: Viewer, share_id: int) -> Errand:
    """End a share."""
    found = share_within(viewer, share_id)

    def act(_told: dict[str, Any]) -> None:
        revoke_share(share_id=share_id, by=viewer)

    title = _("No longer share with %(area)s") % {"area": found.to_scope.name}
    return Errand(title, _("End"), Sure, act, _hands(found.case))


def unit_of(chosen: str) -> Organisation | None:
    """The unit chosen in a list of all units. Raises NotThere."""
    if not chosen:
        return None
    with seen_as(SYSTEM):
        found = Organisation.objects.filter(pk=int(chosen), until=None).first()
    if found is None:
        raise NotThere
    return found


def _held(viewer: Viewer, number: str) -> Case:
    """A case in the viewer's unit's hands. Raises NotThere."""
    case = case_for(viewer, number)
    if not is_mine(case, viewer, standing_assignment(case)):
        raise NotThere
    return case


def _hands(case: Case) -> str:
    return reverse("case-hands", args=[case.number])
