"""Several requests at once: paste a group's chat, or write down a round of visits or a reception day."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.request import LONGEST_CONTENT, Request
from huiyin.casework.s1_intake.sheet_words import SheetKind
from huiyin.casework.s1_intake.sheets import MOST_ROWS, SheetHead, cases_on, sheet_for, take_sheet
from huiyin.ground.clock import now
from huiyin.ground.phones import normalise_phone
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.web.writes import key_of
from huiyin.reading.chat import split_chat
from huiyin.registers.people.words import Permission
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place

SPLIT, MORE, TAKE_IN = "split", "more", "take-in"
EMPTY_ROWS = 4
LONGEST_CHAT = 50_000
_HOME = re.compile(r"\d{1,3}-\d{1,2}-\d{2,4}")
"""In many groups people carry their door in their name."""


class HeadForm(forms.Form):
    """What holds for the whole sheet."""

    kind = forms.ChoiceField(label=_("Kind of sheet"), choices=SheetKind.choices)
    estate = forms.ChoiceField(label=_("Estate or community"))
    held_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2025-01-31."), "required": _("Write the day.")},
    )
    host = forms.CharField(label=_("Who received or visited"), max_length=60, required=False)
    link = forms.CharField(
        label=_("Where it was said"),
        max_length=300,
        required=False,
        help_text=_("Name of the group, or the link of the video."),
    )
    chat = forms.CharField(
        label=_("Text from the group"),
        required=False,
        max_length=LONGEST_CHAT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Copy it from the chat. The program cuts it into pieces; you decide what is a request."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        tree, own = scope_tree(), viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
        ordered = sorted(own, key=lambda scope: (tree.kinds[scope] != "estate", scope))
        self.fields["estate"].choices = [(str(scope), tree.names[scope]) for scope in ordered]

    def clean_held_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate(now()):
            raise forms.ValidationError(_("This day is still to come."))
        return day


class RowForm(forms.Form):
    """One request of the sheet; a row without words, or not marked, is left out."""

    take = forms.BooleanField(label=_("A request"), required=False, initial=True)
    words = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=LONGEST_CONTENT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    name = forms.CharField(label=_("Who spoke"), max_length=50, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    same = forms.BooleanField(label=_("Same person as above"), required=False)
    agreed = forms.CharField(label=_("Agreed on the spot"), max_length=300, required=False)

    def clean_phone(self) -> str:
        """A number one can dial, or none."""
        said = self.cleaned_data["phone"].strip()
        phone = normalise_phone(said) if said else ""
        if phone is None:
            raise forms.ValidationError(
                _("This is no telephone number. Write it with the area code, or leave it empty.")
            )
        return phone

    @property
    def counts(self) -> bool:
        """Whether it is to be taken in."""
        return bool(self.cleaned_data.get("take") and (self.cleaned_data.get("words") or "").strip())


Rows = formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


def new(request: HttpRequest) -> HttpResponse:
    """The sheet: cut a chat, add rows, take in. Nothing typed is lost on the way."""
    viewer = _viewer(request)
    if request.method != "POST":
        first = {"kind": request.GET.get("kind", SheetKind.RECEPTION), "held_on": timezone.localdate(now())}
        rows = Rows(initial=_blank(EMPTY_ROWS), prefix="row")
        return _drawn(request, HeadForm(viewer=viewer, initial=first), rows)
    head, rows = HeadForm(request.POST, viewer=viewer), Rows(request.POST, prefix="row")
    step = request.POST.get("and", TAKE_IN)
    if step in (SPLIT, MORE):
        return _drawn(request, head, _grown(rows, request.POST.get("chat", "") if step == SPLIT else ""))
    if head.is_valid() and rows.is_valid() and _places_known(head, rows):
        try:
            with transaction.atomic():
                sheet, _receipts = take_sheet(
                    head=_head(head), rows=_requests(head, rows), key=key_of(request), by=viewer
                )
            return redirect("clerk-sheet", sheet.pk)
        except Refusal as no:
            head.add_error(None, f"{no.said} {no.advice}")
    return _drawn(request, head, rows, status=422)


def shown(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The numbers of a sheet, to read out, to print, or to paste back into the group."""
    sheet = sheet_for(_viewer(request), sheet_id)
    cases = cases_on(sheet)
    line = gettext("%(who)s: received, number %(number)s.")
    back = "\n".join(line % {"who": case.requester.name or "–", "number": case.number} for case in cases)
    context = {"sheet": sheet, "cases": cases, "back": back, "scope": scope_tree().names[sheet.scope_id]}
    return render(request, "clerk/sheet.html", context)


def _grown(rows: Any, chat: str) -> Any:
    """The rows as they were typed, then the pieces of a chat or some empty ones."""
    kept = [_typed(form) for form in rows.forms]
    if chat.strip():
        kept = [row for row in kept if row["words"].strip()]
        for piece in split_chat(chat):
            place = _HOME.search(piece.who)
            row = {"take": not piece.chatter, "words": piece.words, "name": piece.who[:50]}
            kept.append(row | {"place": place[0] if place else ""})
    else:
        kept += _blank(EMPTY_ROWS)
    return Rows(initial=kept[:MOST_ROWS], prefix="row")


def _typed(form: Any) -> dict[str, Any]:
    raw = {name: form[name].data or "" for name in ("words", "place", "name", "phone", "agreed")}
    return raw | {name: bool(form[name].data) for name in ("take", "same")}


def _blank(number: int) -> list[dict[str, Any]]:
    return [{"take": True} for _row in range(number)]


def _places_known(head: HeadForm, rows: Any) -> bool:
    scopes, known = scope_tree().under([int(head.cleaned_data["estate"])]), True
    for form in rows.forms:
        said = form.cleaned_data.get("place") if form.counts else ""
        form.at = find_spoken(scopes, said) if said else None
        if said and form.at is None:
            known = False
            form.add_error(
                "place", gettext("No place here is called “%(place)s”.") % {"place": said}
                + gettext("Write it as 3-2-501, choose one from the list, or leave it empty."),
            )  # fmt: skip
    return known


def _head(head: HeadForm) -> SheetHead:
    said = head.cleaned_data
    return SheetHead(
        kind=SheetKind(said["kind"]), scope_id=int(said["estate"]), held_on=said["held_on"],
        host=said["host"], link=said["link"],
    )  # fmt: skip


def _requests(head: HeadForm, rows: Any) -> list[Request]:
    found: list[Request] = []
    name, phone = "", ""
    for form in rows.forms:
        if not form.counts:
            continue
        said, at = form.cleaned_data, form.at
        if not said["same"]:
            name, phone = said["name"].strip(), said["phone"]
        found.append(_request(said, at, int(head.cleaned_data["estate"]), (name, phone)))
    return found


def _request(said: dict[str, Any], at: Place | None, estate: int, person: tuple[str, str]) -> Request:
    agreed = said["agreed"].strip()
    return Request(
        scope_id=at.scope_id if at else estate, place_id=at.pk if at else None,
        channel=Channel.VISIT,  # until the sheet puts its own
        content=said["words"], name=person[0], phone=person[1] or None,
        told={"agreed": agreed} if agreed else {},
    )  # fmt: skip


def _drawn(request: HttpRequest, head: HeadForm, rows: Any, status: int = 200) -> HttpResponse:
    return render(request, "clerk/sheet_new.html", {"head": head, "rows": rows}, status=status)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return viewer
