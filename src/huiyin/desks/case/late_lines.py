"""Lines of two people at one job, one of them without network, in words staff read."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import Verb
from huiyin.casework.s4_handling.conflicts import Holds
from huiyin.desks.field.forms import FORMS

TAPS = {"accept": Verb.ACCEPTED, "arrive": Verb.ARRIVED, "done": Verb.DONE}


def came_late(data: dict[str, Any]) -> str:
    """Which step it was meant for, and after what of whom it came."""
    step, after = str(data.get("step", "")), str(data.get("after_verb", ""))
    meant = str(TAPS[step].label if step in TAPS else FORMS[step].title if step in FORMS else step)
    if after not in set(Verb):
        return meant
    at = date_format(localtime(datetime.fromisoformat(data["after_at"])), "n-j H:i")
    told = {"what": Verb(after).label, "who": data.get("after_who", ""), "when": at}
    return f"{meant}，{_('after “%(what)s” %(who)s %(when)s') % told}"


def settled(data: dict[str, Any]) -> str:
    """Which of the two holds."""
    holds = str(data.get("holds", ""))
    return str(Holds(holds).label) if holds in set(Holds) else ""
