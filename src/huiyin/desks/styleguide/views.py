"""The pages of the style guide. `?look=` shows one in another look without keeping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.desks.templatetags.icons import PATHS

from . import examples
from .colours import schemes
from .states import KINDS

PAGES = (
    ("styleguide", "resident", _("Residents")),
    ("styleguide-basics", "basics", _("Basics for residents")),
    ("styleguide-staff", "staff", _("Desks")),
    ("styleguide-desk-basics", "desk_basics", _("Basics for desks")),
    ("styleguide-board", "board", _("Duty room")),
    ("styleguide-paper", "paper", _("Paper")),
)
"""Address name, template under styleguide/, words."""
LOOKS = {"": _("As set up"), "light": _("Light"), "dark": _("Dark"), "elder": _("Elder view")}
TONES = ("jade", "green", "amber", "red", "grey", "plain", "hazard")
DISTANCES = (4, 8, 12, 16, 24, 32)
"""Pixels between things, in the order of their size."""


def page(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one page."""

    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"styleguide/{template}.html", context(request))

    return view


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page of the guide is given. An unknown look is none."""
    asked = request.GET.get("look", "")
    look = asked if asked in LOOKS else ""
    return {
        "look": look,
        "guide_looks": [(name, words, name == look) for name, words in LOOKS.items()],
        "guide_pages": [
            (reverse(name), words, request.path == reverse(name)) for name, _template, words in PAGES
        ],
        "schemes": schemes(),
        "kinds": KINDS,
        "tones": TONES,
        "icons": list(PATHS),
        "distances": DISTANCES,
        "sheet": examples.sheet(),
        "handover": examples.handover(),
        "reported": examples.reported(),
        **examples.basics(),
    }
