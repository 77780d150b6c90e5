"""The standard answers of a community: kept by its clerks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.standard import (
    LONGEST,
    VARIABLES,
    answer_of,
    answers_in,
    close_answer,
    keep_answer,
)
from huiyin.desks.kept_select import KeptSelect
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import categories_for


class StandardForm(forms.Form):
    """A name, the words, for which category and where."""

    name = forms.CharField(label=_("Short name"), max_length=40, help_text=_("Such as: repaired, thank you."))
    text = forms.CharField(label=_("Words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    category = forms.ChoiceField(label=_("Only for the category"), required=False, widget=KeptSelect)
    scope = forms.ChoiceField(label=_("Where it is offered"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        tree, own = scope_tree(), viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
        ordered = sorted(own, key=lambda scope: (len(tree.paths[scope]), scope))
        self.fields["scope"].choices = [(str(scope), tree.names[scope]) for scope in ordered]
        listed = categories_for(tree.up(ordered[0]), now()) if ordered else None
        leaves = [(leaf.code, gettext(leaf.name)) for leaf in listed.leaves.values()] if listed else []
        self.fields["category"].choices = [("", _("Every category")), *leaves]
        self.fields["text"].help_text = _(
            "In braces what the program fills in: %(variables)s. As 【填…】 what a person fills in each time."
        ) % {"variables": " ".join(f"{{{name}}}" for name in VARIABLES)}


def listed(request: HttpRequest) -> HttpResponse:
    """All of them, by place."""
    tree = scope_tree()
    rows = [{"answer": one, "scope": tree.names[one.scope_id]} for one in answers_in(_viewer(request))]
    return render(request, "clerk/answers.html", {"rows": rows})


def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _kept(request, None, {})


def change(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Other words for an old one, or no more of it."""
    viewer = _viewer(request)
    one = answer_of(viewer, answer_id)
    if request.method == "POST" and request.POST.get("do") == "close":
        close_answer(answer_id=answer_id, by=viewer)
        messages.success(request, gettext("It is offered no more."))
        return redirect("clerk-answers")
    first = {"name": one.name, "text": one.text, "category": one.category, "scope": str(one.scope_id)}
    return _kept(request, answer_id, first)


def _kept(request: HttpRequest, answer_id: int | None, first: dict[str, str]) -> HttpResponse:
    viewer = _viewer(request)
    form = StandardForm(request.POST or None, viewer=viewer, initial=first)
    if request.method == "POST" and form.is_valid() and _done(form, viewer, answer_id):
        messages.success(request, gettext("Kept."))
        return redirect("clerk-answers")
    context = {"form": form, "changes": answer_id is not None}
    return render(request, "clerk/answer.html", context, status=422 if request.method == "POST" else 200)


def _done(form: StandardForm, viewer: Viewer, answer_id: int | None) -> bool:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            keep_answer(
                scope_id=int(said["scope"]), name=said["name"], text=said["text"], category=said["category"],
                by=viewer, instead_of=answer_id,
            )  # fmt: skip
    except NotThere:
        raise
    except Refusal as no:
        form.add_error("name", f"{no.said} {no.advice}")
        return False
    return True


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return viewer
