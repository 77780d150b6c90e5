"""What people type to join, part and split cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desks.kept_select import KeptSelect
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.reads import categories_for

from .facts import Facts
from .forms import StepForm, prose

OTHER = "other"
LONGEST_NUMBER = 40


class MergeForm(StepForm):
    """Which case it is the same as: one that looks alike, or any by its number."""

    main = forms.ChoiceField(label=_("The same matter as"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number of the other case"), max_length=LONGEST_NUMBER, required=False,
        help_text=_("Only for another case than those above."),
    )  # fmt: skip
    why = forms.CharField(label=_("How one sees it (for colleagues)"), max_length=200, required=False)

    def prepare(self, facts: Facts) -> None:
        """The likely ones, each with its reasons."""
        likely = [(one.case.number, self._described(one)) for one in facts.bonds.alike]
        self.fields["main"].choices = [*likely, (OTHER, _("Another case, by its number"))]
        if not likely:
            self.fields["main"].initial = OTHER

    @staticmethod
    def _described(one: Any) -> str:
        return f"{one.case.title} · {one.case.number}（{'，'.join(one.reasons)}）"

    def clean(self) -> dict[str, Any]:
        """One of both."""
        said = super().clean() or {}
        if said.get("main") == OTHER:
            said["main"] = said.get("number", "").strip().upper()
            if not said["main"]:
                self.add_error("number", gettext("Type the number of the other case."))
        return said


class PartForm(StepForm):
    """Why two cases are not the same matter after all."""

    why = forms.CharField(label=_("Reason"), max_length=200, required=False)


class SplitForm(StepForm):
    """The second matter in a request: its words, its category, the photos that belong to it."""

    content = prose(_("Words of the other matter"), most=5000, hint=_("Copy them from the request."))
    category = forms.ChoiceField(label=_("Category"), required=False, widget=KeptSelect)
    files = forms.MultipleChoiceField(
        label=_("Photos that belong to it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self, facts: Facts) -> None:
        """The categories in use here; the files of the request."""
        listed = categories_for(scope_tree().up(facts.case.scope_id), facts.at)
        leaves = [(leaf.code, gettext(leaf.name)) for leaf in listed.leaves.values()]
        self.fields["category"].choices = [("", _("not sorted yet")), *leaves]
        files = facts.files
        if files:
            named = enumerate(files, 1)
            self.fields["files"].choices = [
                (str(file.pk), f"{gettext('Photo')} {n} {file.name}".strip()) for n, file in named
            ]
        else:
            del self.fields["files"]
