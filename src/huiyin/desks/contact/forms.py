"""Filing for a neighbour: whose home and what; nothing else is required."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desks.public.fields import Phone, PlainText
from huiyin.desks.public.tiles import Tile
from huiyin.registers.places.models import Place


class NeighbourForm(forms.Form):
    """The second page: phrases are read beside it, as on the page behind a code."""

    place = forms.ChoiceField(label=_("Where"), widget=forms.Select(attrs={"class": "input"}))
    words = PlainText(
        label=_("What the neighbour says"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = PlainText(label=_("The neighbour's name"), required=False, max_length=50)
    phone = Phone(
        label=_("The neighbour's phone"), help_text=_("Only when the neighbour agrees to be called.")
    )
    private = forms.BooleanField(
        label=_("Do not show this to neighbours"),
        required=False,
        help_text=_("Only those who work on it see it."),
    )

    def __init__(self, *args: Any, tile: Tile, places: Sequence[Place], **options: Any) -> None:
        super().__init__(*args, auto_id="%s", **options)
        self.tile, self.places = tile, {str(place.pk): place for place in places}
        self.fields["place"].choices = [(key, place.label) for key, place in self.places.items()]
        self.chosen = tile.chosen(self.data.getlist("phrase")) if self.is_bound else ()

    @property
    def where(self) -> Place:
        """The chosen place of the own building."""
        return self.places[self.cleaned_data["place"]]
