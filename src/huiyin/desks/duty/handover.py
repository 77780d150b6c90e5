"""Hand the shift over: one printable page of open jobs, clocks and notes that both people sign."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.s4_handling import handover as acts
from huiyin.casework.s4_handling.models import Handover
from huiyin.casework.s4_handling.reads import count_jobs
from huiyin.casework.s4_handling.sheets import sheet_of
from huiyin.desks.sign_in import factor
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import duty_now, holders
from huiyin.registers.people.refusals import WrongCode
from huiyin.registers.people.words import Permission, Role

from .sheet import shown
from .views import on_duty

SHOWN = 10
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "8"}


class LeaveForm(forms.Form):
    """Who goes (at the shared screen), who comes, and what the next one must know."""

    outgoing = forms.ChoiceField(label=gettext_lazy("Who goes off duty"))
    code = forms.CharField(
        label=gettext_lazy("Authenticator code of who goes"), max_length=8, widget=forms.TextInput(CODE)
    )
    incoming = forms.ChoiceField(label=gettext_lazy("Who comes on duty"))
    note = forms.CharField(
        label=gettext_lazy("What the next one must know"), required=False, max_length=acts.LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: dict[str, Account], viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = str(viewer.account_id)
        self.people = people
        if own in people:
            del self.fields["outgoing"], self.fields["code"]
        choices = [(key, account.display_name) for key, account in people.items()]
        for name in ("outgoing", "incoming"):
            if name in self.fields:
                self.fields[name].choices = [one for one in choices if name == "outgoing" or one[0] != own]

    def person(self, name: str, otherwise: int | None) -> Account:
        """The chosen account; without such a field the one signed in."""
        return self.people[self.cleaned_data.get(name) or str(otherwise)]


def page(request: HttpRequest) -> HttpResponse:
    """The sheet as it stands, with the form to sign it; or the one that waits for its second signature."""
    return _page(request)


def record(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """A sheet as it was signed, to look at and to print. Raises NotThere."""
    found = _of(request.viewer).filter(pk=handover_id).first()
    if found is None:
        raise NotThere
    context = {"handover": found, "rows": shown(found.sheet), "at": found.outgoing_signed_at}
    return render(request, "duty/handover_record.html", context)


def leave(request: HttpRequest) -> HttpResponse:
    """The outgoing person signs: by being signed in, or at the shared screen by the own code."""
    viewer: Viewer = request.viewer
    unit = _unit(viewer)
    form = LeaveForm(request.POST, people=_people(viewer, unit), viewer=viewer)
    if not form.is_valid():
        return _page(request, form)
    outgoing, by_code = form.person("outgoing", viewer.account_id), "code" in form.fields
    if by_code and not _proves(outgoing, form.cleaned_data["code"]):
        return _wrong_code(request)
    try:
        acts.hand_over(
            organisation=unit, outgoing=outgoing, incoming=form.person("incoming", None),
            note=form.cleaned_data["note"], by=viewer, by_code=by_code,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, f"{refusal.said} {refusal.advice}")
        return _page(request, form)
    return redirect("duty-handover")


def take(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """The incoming person signs: the duty list changes with it. Raises NotThere."""
    viewer: Viewer = request.viewer
    found = _of(viewer).filter(pk=handover_id).first()
    if found is None:
        raise NotThere
    by_code = viewer.account_id != found.incoming_id
    if by_code and not _proves(found.incoming, request.POST.get("code", "")):
        return _wrong_code(request)
    acts.take_over(handover_id=handover_id, by=viewer, by_code=by_code)
    messages.success(request, _("%(name)s is on duty now.") % {"name": found.incoming.display_name})
    return redirect("duty-handover-record", handover_id)


def withdraw(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """The sheet is void: somebody mistook the hour. Raises NotThere."""
    acts.withdraw(handover_id=handover_id, by=request.viewer)
    messages.success(request, _("Withdrawn. Nothing changed on the duty list."))
    return redirect("duty-handover")


def _page(request: HttpRequest, form: LeaveForm | None = None) -> HttpResponse:
    viewer, at = request.viewer, now()
    unit = _unit(viewer)
    handovers = list(_of(viewer).order_by("-outgoing_signed_at")[: SHOWN + 1])
    pending = next((one for one in handovers if not (one.incoming_signed_at or one.withdrawn_at)), None)
    sheet = pending.sheet if pending else sheet_of(viewer, at)
    device = factor.device_of(pending.incoming) if pending else None
    context = {
        "unit": unit, "at": pending.outgoing_signed_at if pending else at, "rows": shown(sheet),
        "more": 0 if pending else max(0, count_jobs(viewer) - len(sheet)),
        "pending": pending, "mine": bool(pending and pending.incoming_id == viewer.account_id),
        "shown_code": factor.shown_code(device) if device else "", "has_code": device is not None,
        "form": form or LeaveForm(people=_people(viewer, unit), viewer=viewer),
        "shifts": on_duty(duty_now([unit.pk], at)),
        "past": [one for one in handovers if one != pending][:SHOWN],
    }  # fmt: skip
    return render(request, "duty/handover.html", context, status=422 if form else 200)


def _unit(viewer: Viewer) -> Organisation:
    """The organisation whose duty room this is. Raises NotThere."""
    found = Organisation.objects.filter(pk__in=viewer.organisation_ids).order_by("pk").first()
    if found is None:
        raise NotThere
    return found


def _people(viewer: Viewer, unit: Organisation) -> dict[str, Account]:
    """Who may stand on the sheet, by id."""
    scopes = sorted(viewer.grants.get(Permission.DUTY_READ, frozenset()))
    found = holders(role=Role.DUTY, scope_ids=scopes, organisation_id=unit.pk).order_by("display_name")
    return {str(account.pk): account for account in found}


def _of(viewer: Viewer) -> Any:
    rows = Handover.objects.filter(organisation_id__in=viewer.organisation_ids)
    return rows.select_related("outgoing", "incoming", "organisation")


def _proves(account: Account, code: str) -> bool:
    device = factor.device_of(account)
    return device is not None and factor.check(device, "".join(code.split())[:8])


def _wrong_code(request: HttpRequest) -> HttpResponse:
    """Sent away, so that the failed try stays counted: a page drawn again would undo the count."""
    messages.error(request, f"{WrongCode().said} {_('Nothing was signed.')}")
    return redirect("duty-handover")
