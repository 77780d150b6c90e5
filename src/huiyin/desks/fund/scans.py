"""Pictures of quotations: add one, show one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.quoting import add_scan
from huiyin.commons.c6_fund.reads import quotations_of, scan_of, use_for
from huiyin.commons.c6_fund.refusals import UseWordsMissing
from huiyin.desks.proposals.names import yuan
from huiyin.desks.votes.entering import picture
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .errands import kept_use
from .forms import ScanForm

WRONG = 422


def add(request: HttpRequest, use_id: int) -> HttpResponse:
    """Add the picture of a quotation."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found, sent, status = kept_use(viewer, use_id), request.method == "POST", 200
    offered = [
        (str(one.no), f"{one.no}. {one.organisation.name} {yuan(one.amount_fen)}")
        for one in quotations_of(found)
    ]
    data, files = (request.POST, request.FILES) if sent else (None, None)
    form = ScanForm(data, files, options={"no": offered})
    if sent:
        status = WRONG
        try:
            if form.is_valid():
                _add(viewer, found, form)
                messages.success(request, _("Written down."))
                return redirect("fund-use", found.pk)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    context = {
        "project": found, "form": form, "title": _("Add the picture of a quotation"),
        "note": _("Who keeps this use or watches over it sees the picture; it is not public."),
        "back": reverse("fund-use", args=[found.pk]),
    }  # fmt: skip
    return render(request, "works/enter.html", context, status=status)


def _add(viewer: Viewer, found: FundUse, form: ScanForm) -> None:
    told = form.cleaned_data
    clean = picture(told["picture"])
    if clean is None:
        raise UseWordsMissing
    add_scan(use_id=found.pk, no=int(told["no"]), picture=clean, by=viewer)


def show(request: HttpRequest, use_id: int, quotation_no: int) -> HttpResponse:
    """The picture of a quotation."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = scan_of(use_for(viewer, use_id), quotation_no)
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))
