"""The forms of a use before it is posted, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.bridges import fund as bridge
from huiyin.commons.c6_fund import asking, paying, posting, quoting, scoping
from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.packs import pack_now, pack_of
from huiyin.commons.c6_fund.reads import quotations_of, use_for
from huiyin.commons.c6_fund.record import KEEP
from huiyin.commons.c6_fund.urgent import Danger
from huiyin.desks.proposals.names import fen, yuan
from huiyin.desks.steward.choices import NONE, Choices, organisation_choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import under
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.naming import said

from .forms import ChooseForm, DangerForm, QuotationForm, ScopeForm, StopForm, UseForm

WHERE = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.ENTRANCE)
BUTTONS: dict[str, Promise] = {
    "post": gettext_lazy("Post it"),
    "clear": gettext_lazy("The posting is over"),
    "work": gettext_lazy("Begin the work"),
    "hear": gettext_lazy("Note what the owners said"),
    "unbind": gettext_lazy("Take it from the vote"),
    "end": gettext_lazy("Settle the use"),
}
MOVES = {
    "post": posting.post_use, "clear": posting.clear_posting, "work": bridge.begin_work,
    "hear": asking.hear_owners, "unbind": asking.unbind_vote, "end": paying.end_use,
}  # fmt: skip


def kept_use(viewer: Viewer, use_id: int) -> FundUse:
    """A use the viewer keeps, not only watches over. Raises NotThere."""
    found = use_for(viewer, use_id)
    viewer.must(KEEP, found.scope_id)
    return found


def errand_of(
    found: FundUse, title: Any, button: Any, form: Any, act: Any, options: dict[str, Choices] | None = None,
    initial: dict[str, Any] | None = None,
) -> Errand:  # fmt: skip
    """An errand that leads back to the use."""
    back = reverse("fund-use", args=[found.pk])
    return Errand(title, button, form, act, back, options or {}, note=found.title, initial=initial or {})


def begin(viewer: Viewer) -> Errand:
    """Prepare a use of the fund."""
    scopes = viewer.grants.get(KEEP, frozenset())
    places = Place.objects.filter(kind__in=WHERE, scope_id__in=scopes, closed_at=None).order_by("label")
    options: dict[str, Choices] = {"place": [(str(one.pk), one.label) for one in places], "part": []}
    if not places:
        raise NotThere
    _id, rules = pack_now(places[0].scope_id, now())
    options["part"] = [(one.key, said(one)) for one in rules.parts.values()]

    def act(told: dict[str, Any]) -> None:
        wish = scoping.Wish(told["part"], told["title"], told["words"])
        scoping.prepare_use(place_id=int(told["place"]), wish=wish, by=viewer)

    return Errand(_("Prepare a use of the fund"), _("Prepare"), UseForm, act, reverse("fund"), options)


def scope(viewer: Viewer, use_id: int) -> Errand:
    """Settle which homes share the part."""
    found = kept_use(viewer, use_id)
    inside = Place.objects.filter(pk__in=under([found.place_id]), closed_at=None, kind__in=WHERE[1:])
    units = scoping.units_at(found.scope_id, [found.place_id])
    options: dict[str, Choices] = {
        "entrances": [(str(one.pk), one.label) for one in inside.order_by("label")],
        "homes": [(str(one.place_id), one.label) for one in units],
    }

    def act(told: dict[str, Any]) -> None:
        places = [int(one) for one in (*told["entrances"], *told["homes"])]
        scoping.settle_scope(use_id=use_id, place_ids=places, why=told["why"], by=viewer)

    return errand_of(found, _("Which homes share this part"), _("Write down"), ScopeForm, act, options)


def quote(viewer: Viewer, use_id: int) -> Errand:
    """Enter a quotation."""
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any]) -> None:
        quoting.add_quotation(
            use_id=use_id, organisation_id=int(told["organisation"]), amount_fen=fen(told["amount"]) or 0,
            words=told["words"], by=viewer,
        )  # fmt: skip

    options = {"organisation": organisation_choices(frozenset(scope_tree().up(found.scope_id)))}
    return errand_of(found, _("Enter a quotation"), _("Write down"), QuotationForm, act, options)


def choose(viewer: Viewer, use_id: int) -> Errand:
    """Choose one of the quotations."""
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any]) -> None:
        quoting.choose_quotation(use_id=use_id, no=int(told["no"]), why=told["why"], by=viewer)

    offered = {"no": offered_in(found)}
    return errand_of(found, _("Choose a quotation"), _("Choose it"), ChooseForm, act, offered)


def offered_in(found: FundUse) -> Choices:
    """The quotations of a use, to choose from."""
    return [
        (str(one.no), f"{one.no}. {one.organisation.name} {yuan(one.amount_fen)}")
        for one in quotations_of(found)
    ]


def danger(viewer: Viewer, use_id: int) -> Errand:
    """An emergency: the work begins at once."""
    found = kept_use(viewer, use_id)
    rules = pack_of(found.pack_id)

    def act(told: dict[str, Any]) -> None:
        unit = int(told["contractor"]) if told["contractor"] else None
        seen = Danger(told["danger"], told["confirmed_by"], told["confirmed_at"])
        bridge.let_works_begin(use_id=use_id, danger=seen, contractor_id=unit, by=viewer)

    units = organisation_choices(frozenset(scope_tree().up(found.scope_id)))
    options: dict[str, Choices] = {
        "danger": [(one.key, said(one)) for one in rules.emergencies.values()],
        "contractor": [NONE, *units],
    }
    title = _("Emergency: the work begins at once")
    return errand_of(found, title, _("Let the work begin"), DangerForm, act, options)


def do(viewer: Viewer, use_id: int, fund_move: str) -> Errand:
    """A step that needs no more than a button."""
    found = kept_use(viewer, use_id)
    if fund_move not in BUTTONS:
        raise NotThere

    def act(_told: dict[str, Any]) -> None:
        MOVES[fund_move](use_id=use_id, by=viewer)

    words = BUTTONS[fund_move]
    return errand_of(found, words, words, Sure, act)


def stop(viewer: Viewer, use_id: int) -> Errand:
    """Not carried on."""
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any]) -> None:
        paying.stop_use(use_id=use_id, reason=told["reason"], by=viewer)

    return errand_of(found, _("Stop the use"), _("Stop it"), StopForm, act)
