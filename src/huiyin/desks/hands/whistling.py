"""Blow the whistle: a template fills the seats, the clerk leaves out, adds and says why."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s3_dispatch.whistles.acts import Party, blow
from huiyin.casework.s3_dispatch.whistles.reads import seated
from huiyin.casework.s3_dispatch.whistles.words import KINDS, Ground
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.cooperation import Cooperation, Template
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import cooperation_for
from huiyin.registers.rules.words import WhistleKind

from .rows import place_of

MORE = 3
"""Seats beside the template's."""
Choices = list[tuple[str, Any]]


class WhistleForm(forms.Form):
    """Kind, ground and reason; a unit and a task for each seat of the template, and some free ones."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=gettext_lazy("About"), choices=Ground.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why we need the others"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A second person reviews whether the whistle was needed."),
    )

    def __init__(self, *args: Any, case: Case, template: Template | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats: list[tuple[str, str]] = []
        choices = unit_choices(case)
        for one in seated(template, case) if template else ():
            chosen = str(one.organisation.pk) if one.organisation and one.seat.called else ""
            label = said(one.seat)
            if one.organisation is None:
                label = _("%(seat)s (nobody is registered)") % {"seat": label}
            self._seat(one.seat.key, label, choices, chosen)
        for number in range(1, MORE + 1):
            self._seat(f"more-{number}", _("Another unit"), choices, "")

    def _seat(self, key: str, label: str, choices: Choices, chosen: str) -> None:
        self.seats.append((key, label))
        self.fields[f"unit-{key}"] = forms.ChoiceField(
            label=label, choices=choices, required=False, initial=chosen
        )
        self.fields[f"task-{key}"] = forms.CharField(label=_("Task"), max_length=300, required=False)

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each seat: whom, and what for."""
        for key, _label in self.seats:
            yield self[f"unit-{key}"], self[f"task-{key}"]

    def parties(self) -> list[Party]:
        """Whom the clean values call."""
        told = self.cleaned_data
        return [
            Party(int(told[f"unit-{key}"]), "" if key.startswith("more-") else key, told[f"task-{key}"])
            for key, _label in self.seats
            if told[f"unit-{key}"]
        ]


def whistle(request: HttpRequest, number: str) -> HttpResponse:
    """The form; the template is chosen by a link, so it works without scripts."""
    viewer: Viewer = request.viewer
    case = case_for(viewer, number)
    viewer.must(Permission.CASE_WHISTLE, case.scope_id)
    sent = request.POST if request.method == "POST" else None
    rules = cooperation_for(scope_tree().up(case.scope_id), now()).rules
    assert isinstance(rules, Cooperation)  # noqa: S101 - cooperation_for returns no other kind
    wanted = (sent or request.GET).get("template", "")
    template = rules.templates.get(wanted) or next(iter(rules.templates.values()), None)
    form = WhistleForm(sent, case=case, template=template, initial=_first(case, template))
    if sent is not None and form.is_valid() and _blown(request, case, template, form):
        return redirect("case-hands", number)
    context = {"case": case, "place": place_of(case), "form": form, "chosen": template,
               "templates": [(one, said(one)) for one in rules.templates.values()]}  # fmt: skip
    return render(request, "hands/whistle.html", context, status=422 if sent is not None else 200)


def _first(case: Case, template: Template | None) -> dict[str, str]:
    """A danger is an emergency; a template for one kind says so."""
    kind = template.fits[0] if template and template.fits else WhistleKind.STREET
    kind = WhistleKind.EMERGENCY if case.danger else kind
    grounds = {WhistleKind.EMERGENCY: Ground.EMERGENCY, WhistleKind.ENFORCEMENT: Ground.ENFORCEMENT}
    return {"kind": kind.value, "ground": grounds.get(kind, Ground.REQUEST)}


def _blown(request: HttpRequest, case: Case, template: Template | None, form: WhistleForm) -> bool:
    told = form.cleaned_data
    try:
        blow(
            case_id=case.pk, kind=WhistleKind(told["kind"]), ground=Ground(told["ground"]),
            reason=told["reason"], parties=form.parties(), template=template.key if template else "",
            by=request.viewer,
        )  # fmt: skip
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return False
    messages.success(request, _("The whistle is blown; each unit was told."))
    return True


def unit_choices(case: Case) -> Choices:
    """Every unit of the same sub-district by area, those near the case first; who works where is public."""
    tree = scope_tree()
    path = tree.up(case.scope_id)
    inside = tree.under(path[-1:])
    with seen_as(SYSTEM):
        rows = Organisation.objects.filter(scope_id__in=inside, until=None).order_by("kind", "name")
        grouped: dict[int, Choices] = {}
        for row in rows:
            grouped.setdefault(row.scope_id, []).append((str(row.pk), row.name))
    near = {scope: place for place, scope in enumerate(path)}
    order = sorted(grouped, key=lambda scope: (near.get(scope, len(near)), tree.names[scope]))
    return [("", _("not called")), *((tree.names[scope], grouped[scope]) for scope in order)]
