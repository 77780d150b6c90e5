"""Pictures of quotations: add one, show one."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c6_fund.quoting import add_scan
from huiyin.commons.c6_fund.reads import scan_of, use_for
from huiyin.commons.c6_fund.refusals import UseWordsMissing
from huiyin.desks.picture_form import PictureErrand, fill_picture, show_picture
from huiyin.ground.files.images import CleanImage
from huiyin.ground.tenancy.viewer import Viewer

from .errands import kept_use, offered_in
from .forms import ScanForm


def add(request: HttpRequest, use_id: int) -> HttpResponse:
    """Add the picture of a quotation."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any], clean: CleanImage) -> None:
        add_scan(use_id=found.pk, no=int(told["no"]), picture=clean, by=viewer)

    note = _("Who keeps this use or watches over it sees the picture; it is not public.")
    back = reverse("fund-use", args=[found.pk])
    errand = PictureErrand(found, _("Add the picture of a quotation"), note, back, UseWordsMissing, act)
    return fill_picture(request, errand, partial(ScanForm, options={"no": offered_in(found)}))


def show(request: HttpRequest, use_id: int, quotation_no: int) -> HttpResponse:
    """The picture of a quotation."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return show_picture(scan_of(use_for(viewer, use_id), quotation_no))
