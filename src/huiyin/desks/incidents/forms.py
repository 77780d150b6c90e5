"""What a clerk says about an incident."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.incidents import Opening
from huiyin.casework.s4_handling.models import Incident
from huiyin.desks.kept_select import KeptSelect
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.reads import categories_for

_WHEN = {"type": "datetime-local"}
_FORM = "%Y-%m-%dT%H:%M"


class IncidentForm(forms.Form):
    """Where, what, what residents are told, since when and how long."""

    estate = forms.ChoiceField(label=_("Estate or community"))
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False,
        help_text=_("Such as 3 or 3-2; empty: the whole estate."),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Category"), widget=KeptSelect)
    title = forms.CharField(label=_("Short title"), max_length=80)
    told = forms.CharField(
        label=_("What residents are told while it lasts"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    begun_at = forms.DateTimeField(label=_("Since when"), widget=forms.DateTimeInput(_WHEN, _FORM))
    expected_at = forms.DateTimeField(
        label=_("Expected to be over"), required=False, widget=forms.DateTimeInput(_WHEN, _FORM)
    )
    absorbs_new = forms.BooleanField(
        label=_("New requests of this kind from there belong to it at once"), required=False, initial=True
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        tree, own = scope_tree(), viewer.grants.get(Permission.CASE_DISPATCH, frozenset())
        ordered = sorted(own, key=lambda scope: (-len(tree.paths[scope]), scope))
        self.fields["estate"].choices = [(str(scope), tree.names[scope]) for scope in ordered]
        listed = categories_for(tree.up(ordered[0]), now()) if ordered else None
        leaves = [(leaf.code, gettext(leaf.name)) for leaf in listed.leaves.values()] if listed else []
        self.fields["category"].choices = leaves
        self.initial.setdefault("begun_at", now())

    def clean(self) -> dict[str, Any]:
        """The place spoken of, or the estate itself."""
        said = super().clean() or {}
        if "estate" in said:
            said["where"] = self._where(int(said["estate"]), said.get("place", "").strip())
            if said["where"] is None and "place" not in self.errors:
                self.add_error("place", gettext("No such place here. Write it as 3-2, or leave it empty."))
        return said

    def _where(self, scope_id: int, spoken: str) -> Place | None:
        if spoken:
            return find_spoken([scope_id], spoken)
        whole = Place.objects.filter(scope_id=scope_id, kind=PlaceKind.ESTATE, closed_at=None)
        return whole.order_by("pk").first()

    def opening(self) -> Opening:
        """As the act wants it."""
        said = self.cleaned_data
        return Opening(
            category=said["category"], title=said["title"], told=said["told"], begun_at=said["begun_at"],
            expected_at=said["expected_at"], absorbs_new=said["absorbs_new"],
        )  # fmt: skip


class ChangeForm(forms.Form):
    """Other words, another expected end; `seen` tells whether somebody was faster."""

    told = forms.CharField(
        label=_("What residents are told while it lasts"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    expected_at = forms.DateTimeField(
        label=_("Expected to be over"), required=False, widget=forms.DateTimeInput(_WHEN, _FORM)
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        first = {"told": incident.told, "expected_at": incident.expected_at, "seen": incident.changes.count()}
        super().__init__(*args, initial=first, use_required_attribute=False, auto_id="change-%s", **kwargs)
        self.incident = incident

    def expected(self) -> datetime | None:
        """The end that was entered; the one that stood when its minute was left as it was shown."""
        said, stood = self.cleaned_data["expected_at"], self.incident.expected_at
        kept = said and stood and said == stood.replace(second=0, microsecond=0)
        return stood if kept else said


class EndForm(forms.Form):
    """One answer to all."""

    answer = forms.CharField(
        label=_("Answer to everybody who asked"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each of them is told and judges alone."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
