"""How many rows a page of a long list has: each person's own choice, kept with the account."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiyin.registers.people.models import Account

SIZES = (50, 100, 200)
LONGEST = 1000  # characters of the list's own parameters that are taken along


def size_for(user: Any) -> int:
    """Rows for whoever is signed in; a shared screen has the first of SIZES, and so has an unknown number."""
    kept = getattr(user, "list_rows", SIZES[0])
    return kept if kept in SIZES else SIZES[0]


def choose(request: HttpRequest) -> HttpResponse:
    """Keep the size that was pressed, and show the list again under the filter it had, from its beginning."""
    account, wanted = request.user, request.POST.get("rows", "")
    if isinstance(account, Account) and wanted in {str(size) for size in SIZES}:
        account.list_rows = int(wanted)
        account.save(update_fields=["list_rows"])
    kept = parse_qsl(request.POST.get("list", "")[:LONGEST].replace("\x00", ""))
    return redirect(f"{reverse('clerk-queue')}?{urlencode(kept)}")
