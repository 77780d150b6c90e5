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

LOOKS = {"": _("As set up"), "light": _("Light"), "dark": _("Dark"), "elder": _("Elder view")}
OF_WALL = ("", "elder")
"""The wall of the duty room is dark always."""
PAGES = (
    ("styleguide", "resident", _("Residents"), tuple(LOOKS)),
    ("styleguide-basics", "basics", _("Basics for residents"), tuple(LOOKS)),
    ("styleguide-staff", "staff", _("Desks"), tuple(LOOKS)),
    ("styleguide-desk-basics", "desk_basics", _("Basics for desks"), tuple(LOOKS)),
    ("styleguide-board", "board", _("Duty room"), OF_WALL),
    ("styleguide-paper", "paper", _("Paper"), tuple(LOOKS)),
)
"""Address name, template under styleguide/, words, looks."""
TONES = ("jade", "green", "amber", "red", "plum", "grey", "plain", "hazard")
DISTANCES = (4, 8, 12, 16, 24, 32)
"""Pixels between things, in the order of their size."""


def page(template: str, looks: tuple[str, ...]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one page."""

    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"styleguide/{template}.html", context(request, looks))

    return view


def context(request: HttpRequest, looks: tuple[str, ...]) -> dict[str, Any]:
    """What every page of the guide is given. A look the page does not have is none."""
    asked = request.GET.get("look", "")
    look = asked if asked in looks else ""
    here = [(reverse(name), words, has) for name, _template, words, has in PAGES]
    return {
        "look": look,
        "guide_looks": [(name, LOOKS[name], name == look) for name in looks],
        "guide_pages": [(url, words, request.path == url, look in has) for url, words, has in here],
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
