"""Who is on duty at which hours: weekly entry of duty lists."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.duty import add_shifts, remove_shift, shift_for
from huiyin.registers.people.models import Account, DutyShift
from huiyin.registers.people.words import DutyRank

from .choices import scope_choices
from .filling import Chosen, Errand, Sure
from .organisations import KEEP, kept, page_of
from .tables import minute

WEEKDAYS = [
    ("0", gettext_lazy("Monday")),
    ("1", gettext_lazy("Tuesday")),
    ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")),
    ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
]


class NewShift(Chosen):
    """A person's hours of a week."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    rank = forms.ChoiceField(label=gettext_lazy("Rank"), choices=DutyRank.choices)
    account = forms.ChoiceField(label=gettext_lazy("Who"))
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Weekdays"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("An end before the start lies on the next day."),
    )
    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    weeks = forms.IntegerField(label=gettext_lazy("For how many weeks"), min_value=1, max_value=26, initial=4)


def shift(viewer: Viewer, organisation_id: int) -> Errand:
    """Weekly hours."""
    row = kept(viewer, organisation_id)
    tree = scope_tree()
    near = tree.under([row.scope_id]) | {s.scope_id for s in row.services.filter(until=None)}
    areas = [(value, label) for value, label in scope_choices(viewer, KEEP) if int(value) in near]
    people = Account.objects.filter(grants__organisation=row, grants__until=None, is_active=True).distinct()
    options = {
        "scope": areas,
        "account": [(str(one.pk), one.display_name) for one in people.order_by("display_name")],
    }

    def act(told: dict[str, Any]) -> None:
        add_shifts(
            organisation=row,
            scope_id=int(told["scope"]),
            rank=DutyRank(told["rank"]),
            first=told["first"],
            account=people.get(pk=int(told["account"])),
            weekdays={int(one) for one in told["weekdays"]},
            starts=told["starts"],
            ends=told["ends"],
            weeks=told["weeks"],
            by=viewer,
        )

    title = _("Weekly hours of %(name)s") % {"name": row.name}
    return Errand(
        title, _("Enter"), NewShift, act, page_of(row), options, initial={"first": timezone.localdate()}
    )


def unshift(viewer: Viewer, shift_id: int) -> Errand:
    """One shift off the list."""
    row: DutyShift = shift_for(viewer, shift_id)

    def act(_told: dict[str, Any]) -> None:
        remove_shift(shift=row, by=viewer)

    words = {"who": row.account.display_name, "when": minute(row.starts_at)}
    return Errand(
        _("Take %(who)s off the list on %(when)s") % words, _("Remove"), Sure, act, page_of(row.organisation)
    )
