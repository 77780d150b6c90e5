"""Work orders and their platform: ask for more time or a return, send the questions, read the answers."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import MOVING
from huiyin.casework.s5_closure.owing import owed_for
from huiyin.casework.s5_closure.platform.asking import (
    Question,
    ask_platform,
    note_sent,
    requests_of,
    unsent,
)
from huiyin.casework.s5_closure.words import GivenBy, RequestKind
from huiyin.channels.city.tables import HEADINGS, Heard, hear_table, request_rows, wanted_headings
from huiyin.channels.spreadsheets.table import read_table
from huiyin.channels.spreadsheets.writing import XLSX, write_table
from huiyin.desks.table_field import TableField
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

PAGE, MOST, SHOWN_PROBLEMS = 50, 500, 20
WRONG = 422
_WHEN = {"type": "datetime-local"}


class QuestionForm(forms.Form):
    """More time with a reason and a day, or a return with its basis and whose it is."""

    kind = forms.ChoiceField(
        label=_("What is asked"), widget=forms.RadioSelect, choices=RequestKind.choices, initial="extension"
    )
    reason = forms.CharField(
        label=_("Why more time is needed"), max_length=200, required=False,
        help_text=_("The resident is told when it is granted."),
    )  # fmt: skip
    wanted_at = forms.DateTimeField(
        label=_("More time until"), required=False, widget=forms.DateTimeInput(_WHEN, "%Y-%m-%dT%H:%M")
    )
    legal_basis = forms.CharField(
        label=_("Legal basis of the return"), max_length=200, required=False,
        help_text=_("The rule or list of duties by which it is not ours."),
    )  # fmt: skip
    suggested = forms.CharField(label=_("Who should have it instead"), max_length=120, required=False)

    def question(self) -> Question:
        """As the act wants it; what belongs to the other kind is left out."""
        said = self.cleaned_data
        if said["kind"] == RequestKind.EXTENSION:
            return Question(RequestKind.EXTENSION, reason=said["reason"], wanted_at=said["wanted_at"])
        return Question(RequestKind.RETURN, legal_basis=said["legal_basis"], suggested=said["suggested"])


class ResultsForm(forms.Form):
    """A table of answers and follow-up calls."""

    file = TableField(too_large=_("This table is larger than 10 MB. Split it, for example by month."))


def ask(request: HttpRequest, owed_id: int) -> HttpResponse:
    """One work order: what was asked and answered, and a new question. Raises NotThere."""
    viewer = _viewer(request)
    owed = owed_for(viewer, owed_id)
    form = QuestionForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                ask_platform(owed_id=owed_id, question=form.question(), by=viewer)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            messages.success(request, gettext("Asked. Until the platform answers, every limit runs on."))
            return redirect("clerk-order", owed_id)
    context = {
        "owed": owed, "form": form,
        "asked": owed.requests.order_by("-pk"), "calls": owed.calls.order_by("-pk"),
        "open": owed.done_at is None and owed.case.state in MOVING,
    }  # fmt: skip
    return render(request, "clerk/order.html", context, status=WRONG if form.errors else 200)


def asked(request: HttpRequest) -> HttpResponse:
    """The questions that wait for an answer; those not sent yet first."""
    first = F("sent_at").asc(nulls_first=True)
    rows = requests_of(_viewer(request)).filter(decided_at=None).order_by(first, "asked_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "clerk/asked.html", {"page": page})


def table(request: HttpRequest) -> HttpResponse:
    """The questions that have not gone out, as a table; nothing counts as sent by that."""
    body = write_table([str(one) for one in HEADINGS], request_rows(unsent(requests_of(_viewer(request)))))
    return HttpResponse(body, headers=file_headers(f"{gettext('Questions to the platform')}.xlsx", XLSX))


def sent(request: HttpRequest) -> HttpResponse:
    """The marked questions went out."""
    viewer, chosen = _viewer(request), request.POST.getlist("asked")[:MOST]
    keys = {int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 19}  # noqa: PLR2004 - bigint
    if not keys:
        messages.warning(request, gettext("Mark the questions that went out."))
        return redirect("clerk-asked")
    try:
        with transaction.atomic():
            for key in sorted(keys):
                note_sent(
                    request_id=key, by=viewer, how=GivenBy.TABLE, receipt=request.POST.get("receipt", "")
                )
    except Refusal as no:
        messages.warning(request, f"{no.said} {no.advice}")
        return redirect("clerk-asked")
    messages.success(request, gettext("%(n)s went out.") % {"n": len(keys)})
    return redirect("clerk-asked")


def results(request: HttpRequest) -> HttpResponse:
    """Read a table of answers and follow-up calls; rows that cannot be taken are named, with why."""
    form = ResultsForm(request.POST or None, request.FILES or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            heard = hear_table(read_table(file.read(), file.name or ""), by=_viewer(request))
        except Refusal as no:
            form.add_error("file", f"{no.said} {no.advice}")
        else:
            _say(request, heard)
            return redirect("clerk-asked-results")
    context = {"form": form, "headings": wanted_headings()}
    return render(request, "clerk/results.html", context, status=WRONG if form.errors else 200)


def _say(request: HttpRequest, heard: Heard) -> None:
    """What became of the table, over the redirect by which a write is kept."""
    said = gettext("%(new)s taken in, %(known)s were there already, %(problems)s not taken.")
    numbers = {"new": heard.new, "known": heard.known, "problems": len(heard.problems)}
    (messages.warning if heard.problems else messages.success)(request, said % numbers)
    for number, words in heard.problems[:SHOWN_PROBLEMS]:
        messages.warning(request, f"{gettext('Row %(number)s') % {'number': number}} {words}")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return viewer
