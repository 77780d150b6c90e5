"""Writes that a telephone kept while it had no network (the outbox of the field desk).

Such a write names in a header how long ago it was made; it is answered as JSON, because no page waits for
it: `{"location", "told": [{"level", "text"}]}` when done, a problem document when not. What is told belongs
to the stored answer: whoever lost the first answer reads the same the second time.
"""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import strip_tags

from huiyin.ground.clock import now
from huiyin.ground.refusals import Malformed, NewerOutbox

AGE_HEADER = "Huiyin-Kept"
"""Seconds since the write was made, by the telephone's own clock: a wrong clock moves both of its ends."""
FORMAT_HEADER, FORMAT = "Huiyin-Outbox", 2
"""The form in which a telephone kept the write, and the newest this program reads. 1, which names none, keeps
photos beside the words; 2 keeps them apart. What is sent is the same, and every older one is read."""
AT_ONCE = 15
"""Seconds: a younger write was sent by the page it was made on, which shows the messages itself."""
OLDEST = 31 * 24 * 3600
_SUMMARY = re.compile(r'<div class="errors".*?<ul>(.*?)</ul>', re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)


def age_of(request: HttpRequest) -> int | None:
    """Seconds since the write was made, or None for a write of an ordinary page. Raises Malformed."""
    given = request.headers.get(AGE_HEADER)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or int(given) > OLDEST:
        raise Malformed
    return int(given)


def must_be_known(request: HttpRequest) -> None:
    """Whether a kept write is in a form this program reads. A newer one is never guessed at, nor dropped.

    It comes when a program was put back to an older one: the telephone is told to wait, and keeps it until
    the newer one is there again. Raises NewerOutbox. What is no number counts as the oldest.
    """
    given = request.headers.get(FORMAT_HEADER, "")
    if age_of(request) is not None and given.isascii() and given.isdigit() and int(given[:9]) > FORMAT:
        raise NewerOutbox


def came_late(request: HttpRequest) -> bool:
    """Whether a telephone kept this write for want of network. Raises Malformed."""
    return (age_of(request) or 0) > AT_ONCE


def made_at(request: HttpRequest) -> datetime | None:
    """When a write was made that comes late, told by its age; None for one that was made just now."""
    return now() - timedelta(seconds=age_of(request) or 0) if came_late(request) else None


def told(request: HttpRequest) -> dict[str, Any]:
    """What this write's view told the person, for the stored answer; empty for an ordinary page.

    A message of another page, which broke off before it was shown, is none of this write.
    """
    age = age_of(request)
    if age is None:
        return {}
    storage = get_messages(request)
    if not isinstance(storage, BaseStorage):
        return {"told": []}
    # Django's own list: there is no other way to tell this write's messages from earlier ones
    loaded: list[Any] = storage._loaded_messages  # type: ignore[attr-defined]  # noqa: SLF001
    earlier = len(loaded)
    own = list(storage)[earlier:]
    if age > AT_ONCE:
        del loaded[earlier:]  # nobody waits for a page: they are told here alone
    storage.used = False  # what else is there is for the page that comes next
    return {"told": [{"level": message.level_tag, "text": str(message)} for message in own]}


def done(request: HttpRequest, answer: dict[str, Any]) -> HttpResponse | None:
    """The answer to a kept write that is done; None for an ordinary page."""
    if age_of(request) is None:
        return None
    return JsonResponse({"location": answer["location"], "told": answer.get("told", [])})


def not_done(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """The page that says what is wrong, as a problem document when the write was a kept one."""
    if age_of(request) is None:
        return page
    said = sentences(page.content.decode())
    body = {"code": "not_taken", "title": " ".join(said), "said": said, "status": page.status_code}
    status = page.status_code if page.status_code >= 400 else 422  # noqa: PLR2004 - a page that asks again
    return JsonResponse(body | {"status": status}, status=status, content_type="application/problem+json")


def sentences(page: str) -> list[str]:
    """The sentences of the summary of mistakes (parts/errors.html), in their order."""
    found = _SUMMARY.search(page)
    return [html.unescape(strip_tags(item)).strip() for item in _ITEM.findall(found[1])] if found else []
